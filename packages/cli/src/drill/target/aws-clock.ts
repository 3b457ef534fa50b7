import type { UnderstudyEvent } from '@understudy/contract';
import { SystemClock } from '@understudy/contract/system-clock';

/** A clock that shows the engine's AWS time, by an event of its that says both. */
export function awsClock(
  { awsMs, wallMs }: Pick<UnderstudyEvent, 'awsMs' | 'wallMs'>,
  speed: number,
): SystemClock {
  return new SystemClock({ epochMs: wallMs, aheadMs: awsMs - wallMs, speed });
}
