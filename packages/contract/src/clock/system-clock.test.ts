import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SystemClock } from './system-clock.ts';

const EPOCH_MS = 1_700_000_000_000;
const DAY_MS = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ now: EPOCH_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

function clockAt(speed: number, aheadMs?: number): SystemClock {
  return new SystemClock({ epochMs: EPOCH_MS, speed, ...(aheadMs !== undefined && { aheadMs }) });
}

describe('AWS time', () => {
  test('runs as many times faster than the wall as the speed says', () => {
    const clock = clockAt(10);
    vi.setSystemTime(EPOCH_MS + 30_000);
    expect(clock.nowMs()).toBe(EPOCH_MS + 300_000);
    expect(clock.wallMs()).toBe(EPOCH_MS + 30_000);
    expect(clock.toWallMs(300_000)).toBe(30_000);
  });

  test('begins as far ahead of the wall as it was before', () => {
    const clock = clockAt(2, 5_000);
    expect(clock.nowMs()).toBe(EPOCH_MS + 5_000);
    vi.setSystemTime(EPOCH_MS + 1_000);
    expect(clock.nowMs()).toBe(EPOCH_MS + 7_000);
  });
});

describe('after', () => {
  test('calls back once, after so much AWS time', async () => {
    const callback = vi.fn();
    clockAt(10).after(300_000, callback);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(callback).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(60_001);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  test('waits longer than one timer of the system can', async () => {
    const callback = vi.fn();
    clockAt(1).after(60 * DAY_MS, callback);
    await vi.advanceTimersByTimeAsync(60 * DAY_MS - 1);
    expect(callback).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  test('splits long waits at every speed, whatever the rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (tenths) => {
        const clock = clockAt(tenths / 10);
        clock.after(60 * DAY_MS * clock.speed, () => undefined).cancel();
      }),
    );
    clockAt(0.3)
      .after(60 * DAY_MS, () => undefined)
      .cancel();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('can be cancelled in the second part of a long wait', async () => {
    const callback = vi.fn();
    const timer = clockAt(1).after(60 * DAY_MS, callback);
    await vi.advanceTimersByTimeAsync(40 * DAY_MS);
    timer.cancel();
    await vi.advanceTimersByTimeAsync(40 * DAY_MS);
    expect(callback).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('every', () => {
  test('calls back at each interval until it is cancelled', async () => {
    const callback = vi.fn();
    const timer = clockAt(5).every(50_000, callback);
    await vi.advanceTimersByTimeAsync(35_000);
    timer.cancel();
    await vi.advanceTimersByTimeAsync(35_000);
    expect(callback).toHaveBeenCalledTimes(3);
  });

  test('keeps an interval longer than one timer of the system', async () => {
    const callback = vi.fn();
    const timer = clockAt(1).every(30 * DAY_MS, callback);
    await vi.advanceTimersByTimeAsync(59 * DAY_MS);
    expect(callback).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1 * DAY_MS);
    expect(callback).toHaveBeenCalledTimes(2);
    timer.cancel();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('sleep', () => {
  test('resolves after so much AWS time', async () => {
    const woken = vi.fn();
    void clockAt(10).sleep(10_000).then(woken);
    await vi.advanceTimersByTimeAsync(999);
    expect(woken).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(woken).toHaveBeenCalled();
  });

  test('rejects with the reason and leaves no timer when it is aborted', async () => {
    const stop = new AbortController();
    const slept = clockAt(1).sleep(10_000, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(slept).rejects.toThrow('stopped');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('rejects at once when it was aborted before', async () => {
    await expect(
      clockAt(1).sleep(10_000, AbortSignal.abort(new Error('too late'))),
    ).rejects.toThrow('too late');
  });
});
