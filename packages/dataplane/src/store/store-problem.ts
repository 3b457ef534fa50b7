import { join } from 'node:path';
import { sqliteStateError, UnderstudyError } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { METADATA_FILE } from './disk/database.ts';

/** What of a file's error the user can mend. https://man7.org/linux/man-pages/man3/errno.3.html */
const FILE_PROBLEMS: Readonly<
  Record<string, { code: 'StateUnwritable' | 'StateUnreadable'; reason: string }>
> = {
  ENOSPC: { code: 'StateUnwritable', reason: 'the disk is full' },
  EDQUOT: { code: 'StateUnwritable', reason: 'the disk is full' },
  EROFS: { code: 'StateUnwritable', reason: 'it can only be read' },
  EACCES: { code: 'StateUnwritable', reason: 'access to it was denied' },
  EPERM: { code: 'StateUnwritable', reason: 'access to it was denied' },
  EIO: { code: 'StateUnwritable', reason: 'the system failed to read or write it' },
  ENOENT: { code: 'StateUnreadable', reason: 'a file of it is missing' },
};

/** Where a store keeps what it has. */
export interface StoreFiles {
  /** The SQLite file. */
  metadata: string;
  /** The folder of the objects' bytes. */
  bodies: string;
}

export function filesIn(directory: string): StoreFiles {
  return { metadata: join(directory, METADATA_FILE), bodies: join(directory, 'bodies') };
}

/**
 * What was thrown, as a problem of the store's files, with their name and a next step. Undefined
 * where it says nothing of them.
 */
export function storeProblem(thrown: unknown, files: StoreFiles): UnderstudyError | undefined {
  if (thrown instanceof UnderstudyError) return thrown;
  const where = { what: 'the object metadata', file: files.metadata };
  return sqliteStateError(thrown, where) ?? bodiesProblem(thrown, files.bodies);
}

function bodiesProblem(thrown: unknown, folder: string): UnderstudyError | undefined {
  const { code, syscall } = (thrown ?? {}) as { code?: unknown; syscall?: unknown };
  // Errors of sockets have calls of their own.
  if (typeof code !== 'string' || !FILE_CALLS.has(String(syscall))) return undefined;
  const problem = FILE_PROBLEMS[code];
  return (
    problem &&
    new UnderstudyError(problem.code, {
      message: `cannot use the objects' bytes in '${folder}': ${problem.reason}`,
      cause: thrown,
    })
  );
}

const FILE_CALLS: ReadonlySet<string> = new Set([
  ...['open', 'read', 'write', 'fsync', 'close', 'mkdir', 'scandir', 'unlink', 'rm'],
]);

/** What was thrown as clients are told it; undefined for a bug of ours. */
export function knownError(thrown: unknown, files: StoreFiles): AwsError | undefined {
  if (thrown instanceof AwsError) return thrown;
  const problem = storeProblem(thrown, files);
  return problem && asS3Error(problem);
}

/**
 * As clients are told it. AWS has no such disk; what passes once somebody makes room is to be tried
 * again. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 */
export function asS3Error(problem: UnderstudyError): AwsError {
  const { code, message, hint } = problem;
  const isTemporary = code === 'StateUnwritable';
  // Whoever reads it has a running engine, which cannot be given another folder.
  const step = isTemporary
    ? 'make room or correct the permissions there; S3 goes on by itself when it can write again'
    : hint;
  return new AwsError({
    code: isTemporary ? 'ServiceUnavailable' : 'InternalError',
    message: `${message}; ${step}`,
    status: isTemporary ? 503 : 500,
    cause: problem,
  });
}
