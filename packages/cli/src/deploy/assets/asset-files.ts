import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { UnderstudyError } from '@understudy/contract';

const FILES_MAX = 10_000;

/** A folder's static files by their keys, without those whose names begin with a dot. */
export async function assetFiles(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  if (files.length > FILES_MAX)
    throw new UnderstudyError('ConfigInvalid', {
      message: `assets is "${folder}", which has ${files.length} files; at most ${FILES_MAX} are uploaded`,
      hint: 'name a folder with fewer files, or take some away',
    });
  return new Map(files.map((file) => [assetKey(folder, file), file]));
}

function assetKey(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}
