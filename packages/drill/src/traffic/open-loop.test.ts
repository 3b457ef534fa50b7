import { VirtualClock } from '@understudy/contract/testing';
import { expect, test } from 'vitest';
import { OpenLoop, UNDER_WAY_MAX } from './open-loop.ts';

interface Rig {
  clock: VirtualClock;
  loop: OpenLoop;
  sent: number[];
  refused: number[];
}

function rig({ answers = true, intervalMs = 100 } = {}): Rig {
  const clock = new VirtualClock({ startMs: 0 });
  const [sent, refused]: [number[], number[]] = [[], []];
  const loop = new OpenLoop({
    ...{ clock, intervalMs, offsetMs: 0, refuse: (dueMs) => void refused.push(dueMs) },
    send: (dueMs) => {
      sent.push(dueMs);
      return answers ? Promise.resolve() : new Promise(() => undefined);
    },
  });
  loop.start();
  return { clock, loop, sent, refused };
}

test('requests are made when they are due, answered or not', async () => {
  const { clock, loop, sent } = rig({ answers: false });
  await clock.advance(250);
  expect(sent).toEqual([0, 100, 200]);
  loop.stop();
  await clock.advance(1_000);
  expect(sent).toHaveLength(3);
});

test('what is made late was due when it was', async () => {
  const { clock, sent } = rig({ intervalMs: 0.25 });
  await clock.advance(1);
  expect(sent).toContain(0.25);
  expect(sent).toContain(0.75);
});

test('above the bound a request is refused, and counted', async () => {
  const { clock, sent, refused } = rig({ answers: false, intervalMs: 1 });
  await clock.advance(UNDER_WAY_MAX + 10);
  expect(sent).toHaveLength(UNDER_WAY_MAX);
  expect(refused.length).toBeGreaterThan(0);
});
