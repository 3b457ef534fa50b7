import { errorText, UnderstudyError } from './errors.ts';

/** What the operating system says of a file or folder. `man 3 errno`. */
const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on its disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is too large for its file system',
  EIO: 'the disk failed to read or write it',
  ENXIO: 'its disk is gone',
  ENODEV: 'its disk is gone',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
  EBUSY: 'another program has it',
  ETXTBSY: 'another program runs it',
  EEXIST: 'something else has its name',
  ENOTDIR: 'a part of it is not a folder',
  EISDIR: 'it is a folder',
  ENOTEMPTY: 'the folder is not empty',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'it has too many symbolic links',
  ENOENT: 'there is no such place',
};

/**
 * The reason why a file or folder cannot be used, in words; undefined where no file is the reason.
 */
export function fileProblem(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  return FILE_PROBLEMS[String(error.code)];
}

/** The same of any error: its own text where no file is the reason. */
export function fileProblemText(error: unknown): string {
  return fileProblem(error) ?? errorText(error);
}

/** Who holds sockets and processes has errors of the same names, which are about no file. */
const FILE_CALLS =
  /^(access|chmod|close|copyfile|fchmod|fdatasync|fstat|fsync|ftruncate|link|lstat|mkdir|mkdtemp|open|opendir|read|readlink|realpath|rename|rm|rmdir|scandir|stat|statfs|symlink|truncate|unlink|utime|write|writev)$/;

/** What a whole disk is the reason of: an error that names no file is then of any of them. */
const OF_THE_DISK = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS']);

/**
 * An error of the system's about a file in an engine's state folder, as an error for the user. A
 * write that fails does not say of which file; the folder is what the user can do something about.
 * Undefined for all else, and for a file that is not there: it may well be one of ours.
 */
export function stateFileError(
  error: unknown,
  stateDirectory: string,
): UnderstudyError | undefined {
  const problem = fileProblem(error);
  const { code, syscall, path } = (error ?? {}) as Record<string, unknown>;
  if (problem === undefined || code === 'ENOENT' || !FILE_CALLS.test(String(syscall)))
    return undefined;
  if (typeof path === 'string' ? !path.startsWith(stateDirectory) : !OF_THE_DISK.has(String(code)))
    return undefined;
  return new UnderstudyError('StateUnwritable', {
    message:
      typeof path === 'string'
        ? `${path} cannot be used: ${problem}`
        : `the state folder ${stateDirectory} cannot be used: ${problem}`,
    cause: error,
  });
}
