import { accessSync, constants, readdirSync, rmdirSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { fileProblemText, UnderstudyError } from '@understudy/contract';
import { foreignName, isStateFile, probeFolder } from '@understudy/engine';
import { makeFolder } from './make-folder.ts';

/**
 * Makes the state folder where it is not there, and sees that a file can be written in it, before
 * anything is started: an engine that cannot write would stop half way.
 *
 * @returns whether nothing was in it before
 * @throws UnderstudyError StateUnwritable, UsageInvalid
 */
export function prepareStateFolder(directory: string): boolean {
  let isNew = false;
  try {
    makeFolder(directory, 0o700);
    isNew = readdirSync(directory).length === 0;
    requireOwn(directory);
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    probeFolder(directory);
  } catch (cause) {
    if (cause instanceof UnderstudyError) throw cause;
    throw new UnderstudyError('StateUnwritable', {
      message: `the state folder ${directory} cannot be used: ${fileProblemText(cause)}`,
      cause,
    });
  }
  requireRoom(directory);
  return isNew;
}

/**
 * It is closed to others, and removed in the end: a folder of the user's, such as the project's
 * own, is not taken.
 */
function requireOwn(directory: string): void {
  const foreign = foreignName(readdirSync(directory));
  if (foreign === undefined) return;
  throw new UnderstudyError('UsageInvalid', {
    message: `the folder ${directory} is not of an engine: it holds '${foreign}'`,
    hint: 'name an empty folder, or one that does not exist yet, with --state DIR',
  });
}

/** Everything of an engine's; the folder, too, where nothing else is in it. */
export function removeStateFolder(directory: string): void {
  for (const name of readdirSync(directory).filter(isStateFile))
    rmSync(path.join(directory, name), { recursive: true, force: true });
  try {
    rmdirSync(directory);
  } catch {
    return; // something of the user's is in it, or a disk is mounted there
  }
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
