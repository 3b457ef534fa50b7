import { SystemClock } from '@understudy/contract/system-clock';
import { isAlive, killOthersRecorded } from '@understudy/dataplane/process-record';

const GONE_MS_MAX = 2_000;
const PAUSE_MS = 10;

/**
 * Ends what an engine that died had left running on this state: two must never have the same files
 * open.
 */
export async function endLeft(stateDirectory: string): Promise<void> {
  const left = killOthersRecorded(stateDirectory);
  const clock = new SystemClock({ epochMs: 0, speed: 1 });
  const deadlineMs = clock.wallMs() + GONE_MS_MAX;
  while (left.some(isAlive) && clock.wallMs() < deadlineMs) await clock.sleep(PAUSE_MS);
}
