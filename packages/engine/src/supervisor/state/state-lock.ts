import { linkSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { UnderstudyError } from '@understudy/contract/errors';
import {
  identityOf,
  isAlive,
  isIdentity,
  removeIfFile,
  removeRecord,
  type ProcessIdentity,
} from '@understudy/dataplane/process-record';
import { damaged, readStateJson } from './state-json.ts';

export function engineInfoFile(stateDirectory: string): string {
  return path.join(stateDirectory, 'engine.json');
}

export function lockFile(stateDirectory: string): string {
  return path.join(stateDirectory, 'engine.lock');
}

/** The supervisor that has the folder, if it lives. */
export function lockOwner(stateDirectory: string): ProcessIdentity | undefined {
  const owner = readOwner(lockFile(stateDirectory));
  return owner !== undefined && isAlive(owner) ? owner : undefined;
}

/**
 * One engine a state folder. The lock is a file made exclusively, with who its owner is in it; one
 * whose owner is dead is taken over. Letting go removes all that tells of a running engine.
 * @throws UnderstudyError EngineAlreadyRunning, StateUnreadable
 */
export function lockStateDirectory(stateDirectory: string): Disposable {
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const file = lockFile(stateDirectory);
  if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw damaged(file, 'it is a folder', 'move it away, and run the command again');
  if (!tryLock(file)) {
    const owner = lockOwner(stateDirectory);
    if (owner !== undefined && owner.pid !== process.pid)
      throw new UnderstudyError('EngineAlreadyRunning', {
        message: `an engine with process id ${owner.pid} already runs on ${stateDirectory}`,
      });
    removeDead(file);
    if (!tryLock(file))
      throw new UnderstudyError('EngineAlreadyRunning', {
        message: `another engine is just starting on ${stateDirectory}`,
      });
  }
  return { [Symbol.dispose]: () => removeTraces(stateDirectory) };
}

/** All that tells of a running engine; what the engine holds stays. */
export function removeTraces(stateDirectory: string): void {
  removeIfFile(engineInfoFile(stateDirectory));
  removeRecord(stateDirectory);
  removeIfFile(lockFile(stateDirectory));
}

/**
 * Moved aside before it is looked at again: of two that take over at once, neither removes the
 * other's new lock.
 */
function removeDead(file: string): void {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
    const owner = readOwner(aside);
    if (owner !== undefined && owner.pid !== process.pid && isAlive(owner)) linkSync(aside, file);
  } catch (error) {
    // Another one took it away first, or has locked it meanwhile: the next attempt to lock tells.
    if (!['ENOENT', 'EEXIST'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Linked into place with its content: nobody ever reads a lock without an owner. */
function tryLock(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(identityOf(process.pid)), { mode: 0o600 });
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function readOwner(file: string): ProcessIdentity | undefined {
  const found = readStateJson(file);
  return found !== undefined && 'value' in found && isIdentity(found.value)
    ? found.value
    : undefined;
}
