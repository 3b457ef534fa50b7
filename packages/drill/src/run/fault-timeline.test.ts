import { VirtualClock } from '@understudy/contract/testing';
import { expect, test } from 'vitest';
import { FaultTimeline, textOf } from './fault-timeline.ts';

function rig(): { clock: VirtualClock; timeline: FaultTimeline; said: string[] } {
  const clock = new VirtualClock({ startMs: 0 });
  const said: string[] = [];
  let next = 0;
  const timeline = new FaultTimeline(clock, {
    begin: (fault) => {
      next += 1;
      said.push(`${clock.nowMs()} begins fault-${next} ${JSON.stringify(fault)}`);
      return Promise.resolve(`fault-${next}`);
    },
    end: (id) => Promise.resolve(void said.push(`${clock.nowMs()} ends ${id}`)),
  });
  return { clock, timeline, said };
}

test('faults are made when they are due, and all end with the drill', async () => {
  const { clock, timeline, said } = rig();
  await timeline.begin([
    { atSeconds: 0, fault: { subject: 'a', mode: 'x' } },
    { atSeconds: 2, fault: { subject: 'b', mode: 'y' }, forSeconds: 3 },
    { atSeconds: 60, fault: { subject: 'never', mode: 'z' } },
  ]);
  await clock.advance(6_000);
  await timeline.end();
  await clock.advance(60_000);
  expect(said).toEqual([
    '0 begins fault-1 {"subject":"a","mode":"x"}',
    '2000 begins fault-2 {"subject":"b","mode":"y"}',
    '5000 ends fault-2',
    '6000 ends fault-1',
  ]);
  expect(timeline.report(1_000)).toEqual([
    { text: 'a: x', atSeconds: -1, untilSeconds: 5 },
    { text: 'b: y', atSeconds: 1, untilSeconds: 4 },
  ]);
});

test('a fault that cannot be made is told when the drill ends', async () => {
  const clock = new VirtualClock({ startMs: 0 });
  const refused = new Error('no such region');
  const port = { begin: () => Promise.reject(refused), end: () => Promise.resolve() };
  const timeline = new FaultTimeline(clock, port);
  await timeline.begin([{ atSeconds: 1, fault: { subject: 'a', mode: 'x' } }]);
  await clock.advance(1_000);
  await expect(timeline.end()).rejects.toBe(refused);
});

test('a fault in words', () => {
  const fault = { subject: 'region', region: 'us-east-1', mode: 'slow', delaySeconds: 2 };
  expect(textOf(fault)).toBe('region us-east-1 2: slow');
});
