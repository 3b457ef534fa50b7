import { errorText, fileProblem, UnderstudyError } from '@understudy/contract';

/** A connection that nobody takes, or that is cut: the engine went away under the command. */
const GONE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'TimeoutError']);

/** Anything thrown, as an error of the catalogue. Only what nobody thought of is a bug of ours. */
export function knownError(error: unknown): UnderstudyError {
  if (error instanceof UnderstudyError) return error;
  return (
    fileError(error) ??
    awsProblem(error) ??
    new UnderstudyError('Internal', { message: errorText(error), cause: error })
  );
}

/** A name that is no UTF-8 is read with this in it, and a file of the name so read is not there. */
const REPLACEMENT = '\ufffd';

/**
 * What the operating system says of a file that the user chose; undefined where it is none of
 * those.
 */
export function fileError(error: unknown): UnderstudyError | undefined {
  const problem = fileProblem(error);
  const { code, path, syscall } = (error ?? {}) as Record<string, unknown>;
  if (code === 'ENOENT' && typeof path === 'string' && path.includes(REPLACEMENT))
    return new UnderstudyError('FileUnusable', {
      message: `${path} cannot be used: its name is not UTF-8`,
      hint: 'give the file another name, or move it away',
      cause: error,
    });
  // A file that is missing may well be one of ours.
  if (problem === undefined || code === 'ENOENT') return undefined;
  if (typeof path === 'string')
    return new UnderstudyError('FileUnusable', {
      message: `${path} cannot be used: ${problem}`,
      cause: error,
    });
  // A write says nothing of its file.
  if (syscall !== 'write' && syscall !== 'read') return undefined;
  return new UnderstudyError('FileUnusable', {
    message: `a ${syscall} failed: ${problem}`,
    cause: error,
  });
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
  const { $metadata: metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return new UnderstudyError('AwsCallFailed', {
    message: `${error.name}: ${error.message}`,
    // What is wrong on the other side is not mended by another request.
    ...((metadata?.httpStatusCode ?? 0) >= 500 && {
      hint: 'mend what the answer names, or wait until it has passed; then run the command again',
    }),
    cause: error,
  });
}
