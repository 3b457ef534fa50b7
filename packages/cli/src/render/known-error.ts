import { errorText, UnderstudyError } from '@understudy/contract';

/** What the operating system says of a file or folder that the user chose. `man 3 errno`. */
const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on its disk',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of it is not a folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'it has too many symbolic links',
  ENOENT: 'there is no such place',
};

/** A connection that nobody takes, or that is cut: the engine went away under the command. */
const GONE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'TimeoutError']);

/** Anything thrown, as an error of the catalogue. Only what nobody thought of is a bug of ours. */
export function knownError(error: unknown): UnderstudyError {
  if (error instanceof UnderstudyError) return error;
  return (
    fileProblem(error) ??
    awsProblem(error) ??
    new UnderstudyError('Internal', { message: errorText(error), cause: error })
  );
}

function fileProblem(error: unknown): UnderstudyError | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return undefined;
  const problem = FILE_PROBLEMS[String(error.code)];
  // A file that is missing may well be one of ours.
  if (problem === undefined || error.code === 'ENOENT') return undefined;
  return new UnderstudyError('FileUnusable', {
    message: `${String(error.path)} cannot be used: ${problem}`,
    cause: error,
  });
}

/** The reason why a file or folder cannot be used, in words. */
export function fileProblemText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return FILE_PROBLEMS[code] ?? errorText(error);
}

/** Errors of the SDK's clients carry `$metadata`. */
function awsProblem(error: unknown): UnderstudyError | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { code } = error as Error & { code?: unknown };
  if (GONE.has(error.name) || GONE.has(String(code)))
    return new UnderstudyError('EngineNotRunning', {
      message: `the engine does not answer: ${error.message}`,
      cause: error,
    });
  return new UnderstudyError('AwsCallFailed', {
    message: `${error.name}: ${error.message}`,
    cause: error,
  });
}
