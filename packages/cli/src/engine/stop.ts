import process from 'node:process';
import {
  isAlive,
  killOthersRecorded,
  lockOwner,
  removeTraces,
  signalGroup,
  type ProcessIdentity,
} from '@understudy/engine';
import { monotonicMs, sleep } from '../clock/wall.ts';

/** The supervisor itself ends by force after 2 s what does not end in order: one that takes longer hangs. */
export const ORDERLY_WALL_MS_MAX = 2_500;
/** SIGKILL needs nobody's co-operation, only time on a busy machine. */
const KILLED_WALL_MS_MAX = 5_000;
const PAUSE_WALL_MS = 20;

/** `nothing` ran; it ended in `order`, or by `force`; or only processes that a dead engine had `left` were ended. */
export type Stopped = 'nothing' | 'order' | 'force' | 'left';

/** Ends the engine of a state folder and whatever an earlier one left. Never a process that is not the recorded one. */
export async function stopEngine(directory: string): Promise<Stopped> {
  const supervisor = lockOwner(directory);
  if (supervisor === undefined) return (await endLeft(directory)) ? 'left' : 'nothing';
  signal(supervisor, 'SIGTERM');
  signal(supervisor, 'SIGCONT'); // one that is stopped could not hear it
  const inOrder = await gone([supervisor], ORDERLY_WALL_MS_MAX);
  if (!inOrder) {
    signalGroup(supervisor.pid, 'SIGKILL');
    await gone([supervisor], KILLED_WALL_MS_MAX);
  }
  await endLeft(directory);
  removeTraces(directory);
  return inOrder ? 'order' : 'force';
}

/** Whether there was anything. */
export async function endLeft(directory: string): Promise<boolean> {
  const left = killOthersRecorded(directory);
  if (left.length === 0) return false;
  await gone(left, KILLED_WALL_MS_MAX);
  removeTraces(directory);
  return true;
}

async function gone(processes: readonly ProcessIdentity[], withinMs: number): Promise<boolean> {
  const deadlineMs = monotonicMs() + withinMs;
  while (processes.some(isAlive)) {
    if (monotonicMs() > deadlineMs) return false;
    await sleep(PAUSE_WALL_MS);
  }
  return true;
}

function signal({ pid }: ProcessIdentity, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
