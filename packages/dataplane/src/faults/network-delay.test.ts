import { SeededRandom } from '@understudy/contract/testing';
import type { FaultOf, Random } from '@understudy/contract';
import { describe, expect, test } from 'vitest';
import { connectionDelayMs, requestDelayMs, retransmissionMs } from './network-delay.ts';

const region = { subject: 'region', region: 'us-east-1' } as const;
const slow: FaultOf<'region'> = { ...region, mode: 'slow', delaySeconds: 3 };
const lossy: FaultOf<'region'> = { ...region, mode: 'lossy', lossRate: 0.5 };

/** Draws these, then ones that lose nothing. */
function draws(...values: number[]): Random {
  return { next: () => values.shift() ?? 0.999 };
}

describe('a slow region', () => {
  test('takes a round trip longer for each request, and one or two for a connection', () => {
    const random = draws();
    expect(requestDelayMs([slow], random)).toBe(3_000);
    expect(connectionDelayMs([slow], { isSecure: false, random })).toBe(3_000);
    expect(connectionDelayMs([slow], { isSecure: true, random })).toBe(6_000);
  });
});

describe('a lossy region', () => {
  test('sends a lost SYN again after 1 s, 3 s, 7 s', () => {
    for (const [lost, ms] of [
      [0, 0],
      [1, 1_000],
      [2, 3_000],
      [3, 7_000],
    ] as const)
      expect(
        connectionDelayMs([lossy], { isSecure: false, random: draws(...Array(lost).fill(0)) }),
      ).toBe(ms);
  });

  test('gives a connection up where Linux does, after 127 s in all', () => {
    const random = { next: () => 0 };
    expect(retransmissionMs(random, { lossRate: 0.5, rtoMs: 1_000 })).toBe(63_000);
  });

  test('costs a request what its own segment and the end of its answer wait', () => {
    // One loss on the way there, two on the way back.
    expect(requestDelayMs([lossy], draws(0, 0.9, 0, 0, 0.9))).toBe(200 + 600);
  });

  test('loses as many as it says', () => {
    const random = new SeededRandom(1);
    const late = Array.from({ length: 10_000 }, () =>
      retransmissionMs(random, { lossRate: 0.1, rtoMs: 200 }),
    ).filter((ms) => ms > 0).length;
    expect(late).toBeGreaterThan(900);
    expect(late).toBeLessThan(1_100);
  });
});

test('a region that is well, or lost by its processes, delays nothing', () => {
  const crash: FaultOf<'region'> = { ...region, mode: 'crash' };
  for (const faults of [[], [crash]]) {
    expect(requestDelayMs(faults, draws(0))).toBe(0);
    expect(connectionDelayMs(faults, { isSecure: true, random: draws(0) })).toBe(0);
  }
});
