import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { isStill, type ProcessIdentity } from './process-identity.ts';

export { identityOf, isAlive, isStill, type ProcessIdentity } from './process-identity.ts';

/** Each leads a process group. */
export interface RecordedProcess extends ProcessIdentity {
  /** `supervisor`, `control-plane`, `global`, a region's name, or what holds a fault. */
  name: string;
}

/** More than an engine ever has: a file that names more is none of ours. */
const RECORDED_MAX = 1_000;

export function recordFile(stateDirectory: string): string {
  return path.join(stateDirectory, 'processes.json');
}

/**
 * Which process groups an engine has started: for whoever outlives the supervisor, and for the next
 * command.
 */
export function writeRecord(stateDirectory: string, processes: readonly RecordedProcess[]): void {
  const file = recordFile(stateDirectory);
  writeFileSync(`${file}.next`, `${JSON.stringify(processes)}\n`, { mode: 0o600 });
  renameSync(`${file}.next`, file);
}

export function removeRecord(stateDirectory: string): void {
  removeIfFile(recordFile(stateDirectory));
}

/**
 * What is a folder of that name is none of ours, and stays; so does what the disk does not let go
 * of.
 */
export function removeIfFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    return;
  }
}

/** Those on record that still are the same processes. */
export function recordedProcesses(stateDirectory: string): RecordedProcess[] {
  return readRecord(recordFile(stateDirectory)).filter(isStill);
}

/**
 * Ends by force every recorded process group that still is the same one, our own last: whoever
 * survives the supervisor is the last one out. SIGKILL needs no co-operation, also of what SIGSTOP
 * holds.
 */
export function killRecorded(stateDirectory: string): void {
  const isOurs = recordedProcesses(stateDirectory).some(({ pid }) => pid === process.pid);
  killOthersRecorded(stateDirectory);
  if (isOurs) signalGroup(process.pid, 'SIGKILL');
}

/** All but our own group. */
export function killOthersRecorded(stateDirectory: string): RecordedProcess[] {
  const others = recordedProcesses(stateDirectory).filter(({ pid }) => pid !== process.pid);
  for (const { pid } of others) signalGroup(pid, 'SIGKILL');
  return others;
}

/** Nothing when it is gone. */
export function signalGroup(processGroup: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-processGroup, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readRecord(file: string): RecordedProcess[] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(parsed) ? parsed.slice(0, RECORDED_MAX).filter(isRecorded) : [];
  } catch {
    return []; // none, or damaged: nothing is believed that is not whole
  }
}

function isRecorded(one: unknown): one is RecordedProcess {
  return isIdentity(one) && 'name' in one && typeof one.name === 'string';
}

/** One and less lead no group of ours: `kill` would find every process of the user's. */
export function isIdentity(one: unknown): one is ProcessIdentity {
  const { pid, startedAt } = (one ?? {}) as Partial<ProcessIdentity>;
  return typeof startedAt === 'string' && Number.isSafeInteger(pid) && Number(pid) > 1;
}
