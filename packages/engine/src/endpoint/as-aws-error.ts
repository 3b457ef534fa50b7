import { UnderstudyError, type ErrorCode } from '@understudy/contract';
import { AwsError } from '@understudy/wire';

/**
 * What passes by itself, or when somebody makes room: clients try again after it.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#api-error-codes-table-server
 */
const TEMPORARY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'RegionUnavailable', // to its caller, what an AWS region that is down is
  'StateUnwritable',
]);

/**
 * What an operation threw, as an AWS client can understand it; undefined where it is a bug of
 * ours.
 */
export function asAwsError(thrown: unknown): AwsError | undefined {
  if (thrown instanceof AwsError) return thrown;
  if (!(thrown instanceof UnderstudyError)) return undefined;
  const { code, fault, message, hint } = toClients(thrown);
  const temporary = TEMPORARY.has(code);
  if (fault === 'engine' && !temporary) return undefined;
  return new AwsError({
    code: temporary ? 'ServiceUnavailable' : 'InternalFailure',
    // AWS's errors have no place for a next step of their own.
    message: code.startsWith('State') ? `${message}; ${hint}` : message,
    status: temporary ? 503 : 500,
    cause: thrown,
  });
}

/** As clients of a running engine are told it: they cannot start it on another folder. */
export function toClients(problem: UnderstudyError): UnderstudyError {
  if (problem.code !== 'StateUnwritable') return problem;
  return new UnderstudyError('StateUnwritable', {
    message: problem.message,
    hint: 'make room or correct the permissions there; the engine goes on by itself when it can write again',
    cause: problem,
  });
}
