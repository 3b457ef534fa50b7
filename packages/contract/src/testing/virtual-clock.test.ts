import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from './virtual-clock.ts';

describe('a virtual clock', () => {
  test('moves only when it is told to', async () => {
    const clock = new VirtualClock({ startMs: 1_000 });
    expect(clock.nowMs()).toBe(1_000);
    await clock.advance(250);
    expect(clock.nowMs()).toBe(1_250);
    expect(clock.wallMs()).toBe(1_250);
  });

  test('says how long AWS time takes at its speed', () => {
    expect(new VirtualClock({ speed: 10 }).toWallMs(300_000)).toBe(30_000);
  });

  test('runs timers in order of time, and of creation at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 15 }),
        async (dues) => {
          const clock = new VirtualClock({ startMs: 0 });
          const ran: { due: number; order: number }[] = [];
          for (const [order, due] of dues.entries())
            clock.after(due, () => {
              expect(clock.nowMs()).toBe(due);
              ran.push({ due, order });
            });
          await clock.advance(20);
          const sorted = dues
            .map((due, order) => ({ due, order }))
            .sort((a, b) => a.due - b.due || a.order - b.order);
          expect(ran).toEqual(sorted);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('runs a timer that another one sets, if it falls due within the same advance', async () => {
    const clock = new VirtualClock({ startMs: 0 });
    const at: number[] = [];
    clock.after(10, () => clock.after(10, () => at.push(clock.nowMs())));
    await clock.advance(19);
    expect(at).toEqual([]);
    await clock.advance(1);
    expect(at).toEqual([20]);
  });

  test('lets promises settle between two timers', async () => {
    const clock = new VirtualClock({ startMs: 0 });
    const heard: string[] = [];
    void clock.sleep(10).then(() => heard.push('slept'));
    clock.after(11, () => heard.push('timer'));
    await clock.advance(20);
    expect(heard).toEqual(['slept', 'timer']);
  });

  test('never calls back after a cancel', async () => {
    const clock = new VirtualClock();
    let calls = 0;
    clock.after(10, () => (calls += 1)).cancel();
    await clock.advance(100);
    expect(calls).toBe(0);
  });
});

describe('every', () => {
  test('calls back at each interval until it is cancelled', async () => {
    const clock = new VirtualClock({ startMs: 0 });
    const at: number[] = [];
    const timer = clock.every(10, () => at.push(clock.nowMs()));
    await clock.advance(35);
    timer.cancel();
    await clock.advance(100);
    expect(at).toEqual([10, 20, 30]);
  });

  test('can be cancelled by its own callback', async () => {
    const clock = new VirtualClock();
    let calls = 0;
    const timer = clock.every(10, () => {
      calls += 1;
      timer.cancel();
    });
    await clock.advance(100);
    expect(calls).toBe(1);
  });
});

describe('sleep', () => {
  test('rejects with the reason when it is aborted, and never wakes later', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const slept = clock.sleep(10, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(slept).rejects.toThrow('stopped');
    await clock.advance(100);
  });

  test('rejects at once when it was aborted before', async () => {
    await expect(
      new VirtualClock().sleep(10, AbortSignal.abort(new Error('too late'))),
    ).rejects.toThrow('too late');
  });

  test('is not disturbed by an abort after it is over', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const slept = clock.sleep(10, stop.signal);
    await clock.advance(10);
    stop.abort();
    await expect(slept).resolves.toBeUndefined();
  });
});
