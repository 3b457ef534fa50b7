import { errorText, UnderstudyError, type ErrorCode } from '@understudy/contract/errors';
import type { ErrorReport } from './protocol.ts';

/** Any error as it crosses from one process to another. */
export function reportOf(thrown: unknown): ErrorReport {
  const known =
    thrown instanceof UnderstudyError
      ? thrown
      : new UnderstudyError('Internal', { message: errorText(thrown), cause: thrown });
  return known.toJSON();
}

export function errorOf(report: ErrorReport): UnderstudyError {
  return new UnderstudyError(report.code as ErrorCode, report);
}
