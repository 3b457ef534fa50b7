import { expect, test } from 'vitest';
import { PROBE_PREFIX, probesToRemove } from './replication-probe.ts';

const PUT_MS = 1_000_000_000;

function version(name: string, ageMs: number): { Key: string; LastModified: Date } {
  return { Key: PROBE_PREFIX + name, LastModified: new Date(PUT_MS - ageMs) };
}

test('a check removes its own object and what is left of old ones, not another that runs now', () => {
  const own = version('own', 0);
  const left = version('left', 60_001);
  const found = [own, left, version('running', 5_000)];
  expect(probesToRemove(found, { key: own.Key, putMs: PUT_MS })).toEqual([own, left]);
});

test('an object of its own is removed though its time is not known', () => {
  const own = version('own', 0);
  const other = version('other', 100_000);
  expect(probesToRemove([own, other], { key: own.Key, putMs: undefined })).toEqual([own]);
});
