import { expect, test } from 'vitest';
import { answerTtlSeconds } from './ttl.ts';

test.each([
  { aws: 60, speed: 1, wall: 60 },
  { aws: 60, speed: 10, wall: 6 },
  { aws: 5, speed: 10, wall: 1 },
  { aws: 1, speed: 100, wall: 1 },
  { aws: 0, speed: 10, wall: 0 },
  { aws: 25, speed: 10, wall: 3 },
  { aws: 24, speed: 10, wall: 2 },
  { aws: 2_147_483_647, speed: 0.5, wall: 2_147_483_647 },
])('$aws s of AWS time at speed $speed are answered as $wall s', ({ aws, speed, wall }) => {
  expect(answerTtlSeconds(aws, speed)).toBe(wall);
});
