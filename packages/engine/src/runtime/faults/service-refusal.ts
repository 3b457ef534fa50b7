import { AwsError } from '@understudy/wire';
import type { FaultRecord } from './records.ts';

/**
 * What all calls of a service come to while it is refused.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export function serviceRefusal(
  records: readonly FaultRecord[],
  signingName: string,
): AwsError | undefined {
  const isRefused = records.some(
    ({ fault }) =>
      fault.subject === 'control-plane' &&
      fault.mode === 'refuse-service' &&
      fault.service === signingName,
  );
  if (!isRefused) return undefined;
  return new AwsError({
    code: 'ServiceUnavailable',
    message: 'The request has failed due to a temporary failure of the server.',
    status: 503,
  });
}
