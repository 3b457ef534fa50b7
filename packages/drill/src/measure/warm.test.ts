import type { EventBody } from '@understudy/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capacityOf, capacityRestoredAt } from './capacity.ts';
import { latencyRestoredAt } from './latency-restored-at.ts';
import { warmOf } from './warm.ts';

const WATCH = { fromSeconds: 30, untilSeconds: 100, needed: 0 };
const REGION = { region: 'us-east-1', originMs: 10_000 };

const at = (seconds: number, body: EventBody, source = 'us-east-1') => ({
  ...{ awsMs: 10_000 + seconds * 1000, source, body },
});
type State = Extract<EventBody, { type: 'instance' }>['state'];
const instance = (seconds: number, instanceId: string, state: State) =>
  at(seconds, { type: 'instance', group: 'g', instanceId, state, reason: '' });
const target = (seconds: number, id: string, state: string) =>
  at(seconds, { type: 'target-health', targetGroup: 't', target: id, state, reason: '' });

const ONE = [instance(-50, 'i-1', 'in-service'), target(-50, 'i-1', 'healthy')];
const SECOND = [
  ...[instance(40, 'i-2', 'pending'), instance(55, 'i-2', 'in-service')],
  target(61, 'i-2', 'healthy'),
];

describe('capacity', () => {
  test('an instance serves once it is in service and healthy', () => {
    expect(capacityOf([...ONE, ...SECOND], REGION)).toEqual([
      { atSeconds: -50, serving: 0, wanted: 1 },
      { atSeconds: -50, serving: 1, wanted: 1 },
      { atSeconds: 40, serving: 1, wanted: 2 },
      { atSeconds: 61, serving: 2, wanted: 2 },
    ]);
  });

  test('another region is not counted, and one that is lost has none', () => {
    const lost = at(5, { type: 'region', state: 'crashed', reason: '' });
    const elsewhere = at(5, { ...instance(0, 'i-9', 'pending').body }, 'eu-west-1');
    expect(capacityOf([...ONE, elsewhere, lost], REGION).at(-1)).toEqual({
      ...{ atSeconds: 5, serving: 0, wanted: 0 },
    });
  });

  test.each([
    ['nothing was short', ONE, {}, 30],
    ['one more was launched, and serves', [...ONE, ...SECOND], {}, 61],
    ['it did not serve before the healing', [...ONE, ...SECOND], { untilSeconds: 60 }, null],
    ['the load needs two, and nobody launches', ONE, { needed: 2 }, null],
    ['the load needs two', [...ONE, ...SECOND], { needed: 2 }, 61],
    ['nothing is known', [], {}, null],
  ])('%s', (_what, events, change, expected) => {
    const steps = capacityOf(events, REGION);
    expect(capacityRestoredAt(steps, { ...WATCH, ...change })).toBe(expected);
  });
});

test('latency is restored in the first second within 20 % of before, while the fault lasts', () => {
  const second = (atSeconds: number, p50Ms: number, good = 1) => ({ atSeconds, good, p50Ms });
  const seconds = [second(-2, 100), second(-1, 100), second(30, 400), second(34, 119)];
  expect(latencyRestoredAt(seconds, WATCH)).toBe(34);
  expect(latencyRestoredAt(seconds, { ...WATCH, untilSeconds: 34 })).toBeNull();
  expect(latencyRestoredAt(seconds.slice(2), WATCH)).toBeNull();
});

test('warm is no shorter than the part that the RTO has, nor than latency or capacity', () => {
  const time = fc.double({ min: 0, max: 200, noNaN: true });
  const moment = fc.option(time, { nil: null });
  fc.assert(
    fc.property(time, time, moment, moment, (outage, inRow, latency, capacity) => {
      const split = { detect: outage, decide: 0, propagate: 0, serve: 0, warm: inRow };
      const warm = warmOf({
        ...{ toSeconds: outage + inRow, split },
        latencyAt: () => latency,
        capacityAt: () => capacity,
      });
      if (warm === null) throw new Error('there was a recovery');
      const { seconds, latencySeconds, capacitySeconds } = warm;
      expect(seconds === null).toBe(latency === null || capacity === null);
      if (seconds === null) return;
      for (const part of [split.warm, latencySeconds ?? 0, capacitySeconds ?? 0])
        expect(part).toBeLessThanOrEqual(seconds);
      expect(latencySeconds).toBeCloseTo(Math.max(0, (latency ?? 0) - outage), 6);
    }),
  );
});

test('without an outage, or without its end, nothing is warm', () => {
  const never = { latencyAt: () => 0, capacityAt: () => 0 };
  expect(warmOf({ toSeconds: null, split: null, ...never })).toBeNull();
});
