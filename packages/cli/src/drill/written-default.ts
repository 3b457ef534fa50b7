import { pathToFileURL } from 'node:url';
import { errorText, UnderstudyError } from '@understudy/contract';
import { importWrittenAsModules } from '../engine/written-as-modules.ts';

/**
 * What a file of the user's has as its default export, read. Without a `hint`, the error's own
 * stands.
 * @throws UnderstudyError DrillInvalid where it cannot be imported or read
 */
export async function writtenDefault<T>(
  file: string,
  read: (value: unknown) => T,
  hint?: string,
): Promise<T> {
  try {
    const module = (await importWrittenAsModules(pathToFileURL(file).href)) as {
      default?: unknown;
    };
    return read(module.default);
  } catch (cause) {
    throw new UnderstudyError('DrillInvalid', {
      message: `${file}: ${errorText(cause)}`,
      ...(hint !== undefined && { hint }),
      cause,
    });
  }
}
