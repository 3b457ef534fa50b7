import { UnderstudyError } from '../errors.ts';

/** What of a state file's error the user can mend, and why it happened, in words. */
export interface SqliteProblem {
  code: 'StateUnreadable' | 'StateUnwritable' | 'EngineAlreadyRunning';
  reason: string;
}

/** Result codes, in their primary form: https://www.sqlite.org/rescode.html */
const PROBLEMS: Readonly<Record<number, SqliteProblem>> = {
  3: { code: 'StateUnwritable', reason: 'access to it was denied' },
  5: { code: 'EngineAlreadyRunning', reason: 'another process has it open' },
  8: { code: 'StateUnwritable', reason: 'it can only be read' },
  10: { code: 'StateUnwritable', reason: 'the system failed to read or write it' },
  11: { code: 'StateUnreadable', reason: 'it is damaged' },
  13: { code: 'StateUnwritable', reason: 'the disk is full' },
  14: { code: 'StateUnwritable', reason: 'it could not be opened' },
  26: { code: 'StateUnreadable', reason: 'it is no SQLite database' },
};

/** The extended code of SQLITE_IOERR that tells of damage, by the file system itself. */
const IOERR_CORRUPTFS = 10 | (33 << 8);

/**
 * What an error of `node:sqlite` says of the file. Undefined where it says nothing of it: a broken
 * constraint, a wrong statement, and whatever is no error of SQLite's.
 */
export function sqliteProblem(error: unknown): SqliteProblem | undefined {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  if (code !== 'ERR_SQLITE_ERROR' || typeof errcode !== 'number') return undefined;
  if (errcode === IOERR_CORRUPTFS) return PROBLEMS[11];
  // The low byte of an extended code is its primary code.
  return PROBLEMS[errcode & 0xff];
}

/**
 * The same as an error for the user, with the file's name; the code's own hint is the next step.
 * @param what names the file's content, such as `the engine's state`
 */
export function sqliteStateError(
  error: unknown,
  { what, file }: { what: string; file: string },
): UnderstudyError | undefined {
  const problem = sqliteProblem(error);
  if (problem === undefined) return undefined;
  return new UnderstudyError(problem.code, {
    message: `cannot use ${what} in '${file}': ${problem.reason}`,
    cause: error,
  });
}
