import { lstatSync, readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { UnderstudyError } from '@understudy/contract';
import { ignoredBy } from './ignored.ts';

/** What watching takes from the system is by the folder, and looking through it by the file. */
const FOLDERS_MAX = 2_000;
const FILES_MAX = 20_000;

/** A folder's files as they are now: what tells one of their contents from the next. */
export interface Snapshot {
  /** By path below the folder, with slashes. */
  files: ReadonlyMap<string, string>;
  /** Whole paths of the folders that files can come to. */
  folders: readonly string[];
}

export interface FileChanges {
  changed: string[];
  removed: string[];
}

/** Never the app's own: histories, packages, state of Understudy's. */
const NEVER = ['.git/', 'node_modules/', '.understudy/', 'cdk.out/', '__pycache__/', '*.swp', '*~'];

/** Files but those of `.gitignore` and of `also`. A folder that is not there has none. */
export function takeSnapshot(folder: string, also: readonly string[] = []): Snapshot {
  const isIgnored = ignoredBy([...NEVER, ...also, ...linesOf(path.join(folder, '.gitignore'))]);
  const files = new Map<string, string>();
  const folders = [folder];
  for (const one of folders) {
    for (const name of namesIn(one)) {
      const whole = path.join(one, name);
      const below = path.relative(folder, whole).split(path.sep).join('/');
      const stat = statOf(whole);
      if (stat === undefined || isIgnored(below, stat.isDirectory())) continue;
      if (stat.isDirectory() && !lstatSync(whole).isSymbolicLink()) folders.push(whole);
      else if (stat.isFile()) files.set(below, `${stat.mtimeMs} ${stat.size} ${stat.ino}`);
    }
    if (files.size > FILES_MAX || folders.length > FOLDERS_MAX)
      throw new UnderstudyError('ConfigInvalid', {
        message: `the folder ${folder} has more than ${FILES_MAX} files or ${FOLDERS_MAX} folders to watch`,
        hint: 'name in its .gitignore what is not of the app',
      });
  }
  return { files, folders };
}

export function changesBetween(before: Snapshot, after: Snapshot): FileChanges {
  const changed = [...after.files].filter(([name, mark]) => before.files.get(name) !== mark);
  const removed = [...before.files.keys()].filter((name) => !after.files.has(name));
  return { changed: changed.map(([name]) => name), removed };
}

/** What goes while it is looked at is gone. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined; // a link to nothing, or gone just now
  }
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    return [];
  }
}
