import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {
  identityOf,
  isAlive,
  isIdentity,
  recordedProcesses,
  recordFile,
  type ProcessIdentity,
} from '@understudy/dataplane/process-record';
import { SUPERVISOR } from './names.ts';
import { readStateJson } from './state/state-json.ts';
import { engineInfoFile, lockFile } from './state/state-lock.ts';

/** As the system lists it. */
export function supervisorTitle(stateDirectory: string): string {
  return `understudy supervisor ${stateDirectory}`;
}

/**
 * The living supervisor of a state folder. Three files name it, and each alone is enough; only
 * where one of them is damaged is it looked for among this user's processes.
 */
export function findSupervisor(stateDirectory: string): ProcessIdentity | undefined {
  return (
    namedIn(lockFile(stateDirectory)) ??
    recordedProcesses(stateDirectory).find(
      ({ name, ...one }) => name === SUPERVISOR && isAlive(one),
    ) ??
    namedIn(engineInfoFile(stateDirectory)) ??
    (damagedFiles(stateDirectory).length > 0
      ? runningBy(supervisorTitle(stateDirectory))
      : undefined)
  );
}

/**
 * Of the files that tell which processes an engine has: those that are there and cannot be read,
 * with the reason.
 */
export function damagedFiles(stateDirectory: string): { file: string; damage: string }[] {
  const files = [lockFile, recordFile, engineInfoFile].map((name) => name(stateDirectory));
  return files.flatMap((file) => {
    const found = readStateJson(file);
    return found !== undefined && 'damage' in found ? [{ file, damage: found.damage }] : [];
  });
}

function namedIn(file: string): ProcessIdentity | undefined {
  const found = readStateJson(file);
  if (found === undefined || 'damage' in found || !isIdentity(found.value)) return undefined;
  const { pid, startedAt } = found.value;
  return isAlive({ pid, startedAt }) ? { pid, startedAt } : undefined;
}

/** Undefined also where the system has no /proc. */
function runningBy(title: string): ProcessIdentity | undefined {
  for (const name of processIds()) {
    try {
      const folder = path.join('/proc', name);
      if (statSync(folder).uid !== process.getuid?.()) continue;
      // What the arguments before the title had is filled with zeros.
      const line = readFileSync(path.join(folder, 'cmdline'), 'utf8').replace(/\0+$/, '');
      if (line === title) return identityOf(Number(name));
    } catch {
      continue; // it has ended meanwhile
    }
  }
  return undefined;
}

function processIds(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
