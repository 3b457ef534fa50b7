import type { ClockConfig } from '@understudy/contract';
import { SystemClock } from '@understudy/dataplane';
import type { StateStore } from '../kernel/state/state-store.ts';
import { runtimeTables } from './records.ts';

/**
 * AWS time goes on from where it was when the engine last ran at another speed, never back: records
 * hold AWS times.
 */
export function loadClock(state: StateStore, speed: number): ClockConfig {
  const table = state.table(runtimeTables.clock);
  const wallMs = new SystemClock({ epochMs: 0, speed: 1 }).wallMs();
  const known = table.get('clock');
  if (known?.speed === speed) return known;
  const aheadMs = known === undefined ? 0 : new SystemClock(known).nowMs() - wallMs;
  const config = { epochMs: wallMs, speed, aheadMs };
  table.put('clock', config);
  return config;
}
