import process from 'node:process';
import {
  damaged,
  damagedFiles,
  findSupervisor,
  isAlive,
  killOthersRecorded,
  removeTraces,
  signalGroup,
  supervisorTitle,
  type ProcessIdentity,
} from '@understudy/engine';
import { monotonicMs, sleep } from '../clock/wall.ts';

/**
 * The supervisor itself ends by force after 2 s what does not end in order: one that takes longer
 * hangs.
 */
export const ORDERLY_WALL_MS_MAX = 2_500;
/** SIGKILL needs nobody's co-operation, only time on a busy machine. */
const KILLED_WALL_MS_MAX = 5_000;
const PAUSE_WALL_MS = 20;

/**
 * `nothing` ran; it ended in `order`, or by `force`; or only processes that a dead engine had
 * `left` were ended.
 */
export type Stopped = 'nothing' | 'order' | 'force' | 'left';

/**
 * Ends the engine of a state folder and whatever an earlier one left. Never a process that is not
 * the recorded one, or calls itself the supervisor of this folder.
 * @throws UnderstudyError StateUnreadable when nothing was found, and a file that would tell is
 * damaged
 */
export async function stopEngine(directory: string): Promise<Stopped> {
  const supervisor = findSupervisor(directory);
  if (supervisor === undefined) {
    if (await endLeft(directory)) return 'left';
    requireWhole(directory);
    return 'nothing';
  }
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

/** Without what is damaged nobody can say that nothing runs. */
function requireWhole(directory: string): void {
  const [first] = damagedFiles(directory);
  if (first === undefined) return;
  throw damaged(
    first.file,
    `${first.damage}; no engine was found that runs on ${directory}`,
    `if 'ps -ef' shows '${supervisorTitle(directory)}', end it with 'kill'; 'understudy up' writes the file anew`,
  );
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
