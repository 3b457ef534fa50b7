import { UnderstudyError } from '@understudy/contract';
import { AwsError } from '@understudy/wire';

/**
 * What an operation threw, as an AWS client can understand it; undefined where it is a bug of
 * ours.
 */
export function asAwsError(thrown: unknown): AwsError | undefined {
  if (thrown instanceof AwsError) return thrown;
  if (!(thrown instanceof UnderstudyError)) return undefined;
  // A lost region is to its caller what an AWS region that is down is.
  const unavailable = thrown.code === 'RegionUnavailable';
  if (thrown.fault === 'engine' && !unavailable) return undefined;
  return new AwsError({
    code: unavailable ? 'ServiceUnavailable' : 'InternalFailure',
    message: thrown.message,
    status: unavailable ? 503 : 500,
    cause: thrown,
  });
}
