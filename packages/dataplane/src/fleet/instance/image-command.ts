import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorText, type Image, UnderstudyError } from '@understudy/contract';
import { webCommand } from './procfile.ts';

const RESPONDER = fileURLToPath(new URL('./builtin-responder.ts', import.meta.url));

/**
 * Words that are the shell's own, and no program besides: POSIX's special built-in utilities, those
 * that are built in everywhere, and bash's, which is what `sh` is on Amazon Linux and on some
 * systems here.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_15
 */
const SHELL_WORDS = new Set(
  (
    '. : break continue eval exec exit export readonly return set shift times trap unset ' +
    'alias cd command getopts hash read time type ulimit umask unalias wait ' +
    'builtin declare let local source typeset'
  ).split(' '),
);

export interface ImageCommand {
  command: string;
  /** Undefined: the program needs no files. */
  directory: string | undefined;
}

/**
 * What an instance of this image runs. Throws `ProcfileInvalid`, or what the system says of the
 * directory.
 */
export async function imageCommand(image: Image): Promise<ImageCommand> {
  const directory = image.directory;
  if (directory === undefined)
    return { command: `exec ${quoted(process.execPath)} ${quoted(RESPONDER)}`, directory };
  const file = join(directory, 'Procfile');
  if (!(await stat(directory)).isDirectory())
    throw new UnderstudyError('ProcfileInvalid', { message: `'${directory}' is not a directory` });
  return { command: inPlaceOfShell(webCommand(await readProcfile(file))), directory };
}

/**
 * The same command without a shell that only waits for it, where that is plainly the same: then the
 * program is the process that the fleet knows. Not every `sh` does so by itself.
 */
export function inPlaceOfShell(command: string): string {
  const [program = ''] = command.split(/\s/, 1);
  const isProgram = /^[\w./-]+$/.test(program) && !SHELL_WORDS.has(program);
  return isProgram && !/[;&|(){}`\n]/.test(command) ? `exec ${command}` : command;
}

async function readProcfile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UnderstudyError('ProcfileInvalid', {
      message: `the image's Procfile cannot be read: ${errorText(cause)}`,
      cause,
    });
  }
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
