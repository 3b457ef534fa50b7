import { VirtualClock } from '@understudy/contract/testing';
import { expect, it } from 'vitest';
import { AbsentBuckets } from './absent-buckets.ts';
import { ABSENT_BUCKET_WALL_MS, ABSENT_BUCKETS_MAX } from '../bounds.ts';

function made(): { absent: AbsentBuckets; clock: VirtualClock } {
  const clock = new VirtualClock({ startMs: 1_000 });
  return { absent: new AbsentBuckets(clock), clock };
}

it('believes for a while what all have said', async () => {
  const { absent, clock } = made();
  expect(absent.has('a')).toBe(false);
  absent.asking('a')();
  expect(absent.has('a')).toBe(true);
  await clock.advance(ABSENT_BUCKET_WALL_MS - 1);
  expect(absent.has('a')).toBe(true);
  await clock.advance(1);
  expect(absent.has('a')).toBe(false);
  expect(absent.size).toBe(0);
});

it('remembers so many names, the latest of them', () => {
  const { absent } = made();
  for (let count = 0; count <= ABSENT_BUCKETS_MAX; count++) absent.asking(`b${count}`)();
  expect(absent.size).toBe(ABSENT_BUCKETS_MAX);
  expect(absent.has('b0')).toBe(false);
  expect(absent.has('b1')).toBe(true);
  expect(absent.has(`b${ABSENT_BUCKETS_MAX}`)).toBe(true);
});

it('does not believe answers that may be older than the bucket', () => {
  const { absent } = made();
  const early = absent.asking('a');
  absent.forget('a');
  early();
  expect(absent.has('a')).toBe(false);
  const late = absent.asking('a');
  absent.clear();
  late();
  expect(absent.has('a')).toBe(false);
});
