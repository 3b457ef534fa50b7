import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { UnderstudyError } from '@understudy/contract';
import { ZipFile } from 'yazl';

const FILES_MAX = 100_000;

/**
 * The archive of all files below a folder, with their modes; links are followed, empty folders are
 * left out.
 *
 * @throws UnderstudyError ConfigInvalid when there are too many
 */
export async function zipFolder(folder: string): Promise<Buffer> {
  const zip = new ZipFile();
  let count = 0;
  for await (const file of filesBelow(folder, [])) {
    if (++count > FILES_MAX)
      throw new UnderstudyError('ConfigInvalid', {
        message: `the folder ${folder} has more than ${FILES_MAX} files`,
        hint: 'leave out what the app does not need to run',
      });
    zip.addFile(file, path.relative(folder, file).split(path.sep).join('/'));
  }
  zip.end();
  const failed = new Promise<never>((_resolve, reject) => zip.once('error', reject));
  return await Promise.race([buffer(zip.outputStream), failed]);
}

/** Depth first, by name; a link to a folder that it lies in would never end, so it is passed by. */
async function* filesBelow(
  folder: string,
  ancestors: readonly string[],
): AsyncGenerator<string, void> {
  const real = await realpath(folder);
  if (ancestors.includes(real)) return;
  for (const name of (await readdir(folder)).sort()) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined); // a link to nothing
    if (found?.isDirectory()) yield* filesBelow(file, [...ancestors, real]);
    else if (found?.isFile()) yield file;
  }
}
