import { SystemClock } from '@understudy/dataplane';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CheckedState } from '../kernel/state/checked-state.fixture.ts';
import { loadClock } from './clock.ts';

const START_MS = 1_790_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

test('AWS time begins as wall time', () => {
  expect(new SystemClock(loadClock(new CheckedState(), 10)).nowMs()).toBe(START_MS);
});

test('AWS time goes on over a restart at the same speed', () => {
  const state = new CheckedState();
  loadClock(state, 10);
  vi.setSystemTime(START_MS + 1_000);
  expect(new SystemClock(loadClock(state, 10)).nowMs()).toBe(START_MS + 10_000);
});

test('AWS time never runs back, whatever speeds the engine is started with', () => {
  const start = fc.record({
    speed: fc.oneof(
      fc.constantFrom(0.1, 1, 10, 60, 1_000),
      fc.integer({ min: 1, max: 10_000 }).map((tenths) => tenths / 10),
    ),
    runsMs: fc.integer({ min: 0, max: 86_400_000 }),
  });
  fc.assert(
    fc.property(fc.array(start, { minLength: 2, maxLength: 8 }), (starts) => {
      using state = new CheckedState();
      vi.setSystemTime(START_MS);
      let last = 0;
      for (const { speed, runsMs } of starts) {
        const clock = new SystemClock(loadClock(state, speed));
        expect(clock.nowMs()).toBeGreaterThanOrEqual(last);
        vi.setSystemTime(Date.now() + runsMs);
        expect(clock.nowMs()).toBeGreaterThanOrEqual(last);
        last = clock.nowMs();
      }
    }),
    { numRuns: 60 },
  );
});
