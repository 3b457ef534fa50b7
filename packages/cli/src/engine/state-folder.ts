import { accessSync, constants, lstatSync, mkdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { fileProblemText, UnderstudyError } from '@understudy/contract';
import { probeFolder } from '@understudy/engine';

/**
 * Makes the state folder where it is not there, and sees that a file can be written in it, before anything is started:
 * an engine that cannot write would stop half way.
 *
 * @throws UnderstudyError StateUnwritable
 */
export function prepareStateFolder(directory: string): void {
  try {
    for (const folder of missingFolders(directory)) mkdirSync(folder, { mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    probeFolder(directory);
  } catch (cause) {
    throw new UnderstudyError('StateUnwritable', {
      message: `the state folder ${directory} cannot be used: ${fileProblemText(cause)}`,
      cause,
    });
  }
  requireRoom(directory);
}

/** An empty site's databases, logs, image and compiled code take about ten megabytes. */
const FREE_BYTES_MIN = 32_000_000;

function requireRoom(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  const freeBytes = bavail * bsize;
  if (freeBytes >= FREE_BYTES_MIN) return;
  throw new UnderstudyError('StateUnwritable', {
    message: `the state folder ${directory} is on a disk with ${megabytes(freeBytes)} MB left; at least ${megabytes(FREE_BYTES_MIN)} MB are needed`,
  });
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(0);
}

/**
 * From the outermost on. One by one, because Node's recursive mkdir never returns in file systems that accept no
 * folders, such as /proc.
 */
function missingFolders(directory: string): string[] {
  const missing: string[] = [];
  let folder = directory;
  while (lstatSync(folder, { throwIfNoEntry: false }) === undefined) {
    missing.unshift(folder);
    const parent = path.dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  return missing;
}
