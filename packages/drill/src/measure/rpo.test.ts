import { expect, test } from 'vitest';
import { rpoOf } from './rpo.ts';

const marker = (key: string, acknowledgedSeconds: number) => ({
  ...{ key, bytes: 10, acknowledgedSeconds },
});
const stored = (...keys: string[]) => keys.map((key) => ({ key, etag: `"${key}"` }));

test('what the standby lacked of what was acknowledged before the loss', () => {
  const input = {
    written: [marker('a', -4), marker('b', -2.5), marker('c', -1), marker('d', 3)],
    atStandby: new Set(['a']),
    endPrimary: stored('a', 'b', 'd'),
    endStandby: stored('a', 'b', 'd'),
    drainedSeconds: 7,
  };
  expect(rpoOf(input)).toEqual({
    ...{ isMeasured: true, acknowledged: 3, objects: 2, bytes: 20, oldestSeconds: 2.5 },
    ...{ drainedSeconds: 7, lostForGood: 1, diverged: 0 },
  });
});

test('what differs between the sides at the end diverged', () => {
  const input = {
    written: [marker('a', -1)],
    atStandby: new Set(['a']),
    endPrimary: [...stored('a', 'only-here'), { key: 'x', etag: '"1"' }],
    endStandby: [...stored('a'), { key: 'x', etag: '"2"' }],
    drainedSeconds: null,
  };
  expect(rpoOf(input)).toMatchObject({ objects: 0, oldestSeconds: 0, lostForGood: 0, diverged: 2 });
});

test('of a standby that could not be asked nothing is said', () => {
  const input = { written: [marker('a', -1)], atStandby: undefined, drainedSeconds: null };
  const end = { endPrimary: stored('a'), endStandby: stored('a') };
  expect(rpoOf({ ...input, ...end })).toMatchObject({ isMeasured: false, objects: 0 });
});
