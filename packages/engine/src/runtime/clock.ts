import type { ClockConfig } from '@understudy/contract';
import { SystemClock } from '@understudy/dataplane';
import type { StateStore } from '../kernel/state-store.ts';

/**
 * AWS time goes on from where it was when the engine last ran at another speed, never back: records hold AWS times.
 */
export function loadClock(state: StateStore, speed: number): ClockConfig {
  const table = state.table<{ epochMs: number; speed: number }>('runtime/clock');
  const wallMs = new SystemClock({ epochMs: 0, speed: 1 }).wallMs();
  const known = table.get('clock');
  if (known?.speed === speed) return known;
  const awsMs = known === undefined ? wallMs : new SystemClock(known).nowMs();
  // awsMs = epoch + (wall - epoch) * speed, solved for the epoch.
  const epochMs = speed === 1 ? wallMs : (awsMs - wallMs * speed) / (1 - speed);
  const config = { epochMs, speed };
  table.put('clock', config);
  return config;
}
