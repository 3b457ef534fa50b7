import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { errorText, UnderstudyError } from '@understudy/contract/errors';
import { isStateFile } from './state-files.ts';

/**
 * The state folder is its owner's alone, wherever it lies. One that others could enter held files
 * that others could read: they are closed, too, since whoever looked may have them open by a path
 * of their own.
 *
 * @throws UnderstudyError StateUnwritable when the folder belongs to somebody else
 */
export function makePrivate(stateDirectory: string): void {
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  try {
    const stat = lstatSync(path.join(stateDirectory, '.'));
    if ((stat.mode & 0o077) === 0) return;
    chmodSync(stateDirectory, 0o700);
    for (const name of readdirSync(stateDirectory).filter(isStateFile))
      closeToOthers(path.join(stateDirectory, name));
  } catch (cause) {
    throw new UnderstudyError('StateUnwritable', {
      message: `the state folder ${stateDirectory} cannot be closed to other users: ${errorText(cause)}`,
      hint: 'name a folder of your own with --state DIR',
      cause,
    });
  }
}

/** Symbolic links have no mode of their own, and what they lead to is not ours. */
function closeToOthers(file: string): void {
  const stat = lstatSync(file);
  if (stat.isSymbolicLink()) return;
  if ((stat.mode & 0o077) !== 0) chmodSync(file, stat.mode & 0o700);
  if (!stat.isDirectory()) return;
  for (const name of readdirSync(file)) closeToOthers(path.join(file, name));
}
