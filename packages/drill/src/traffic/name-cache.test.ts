import { expect, test } from 'vitest';
import { NameCache } from './name-cache.ts';
import type { Behaviour } from './profiles.ts';

const RESOLVED = { addresses: ['192.0.2.1'], ttlSeconds: 60 };

test.each<[Behaviour['names'], number, boolean]>([
  ['each-time', 0, false],
  ['ttl', 59_999, true],
  ['ttl', 60_000, false],
  [{ heldSeconds: 120 }, 119_999, true],
  [{ heldSeconds: 120 }, 120_000, false],
  ['for-ever', 1e12, true],
])('%j after %i ms: held %s', (names, afterMs, held) => {
  const cache = new NameCache(names);
  expect(cache.at(0)).toBeUndefined();
  cache.put(RESOLVED, 1_000);
  expect(cache.at(1_000 + afterMs)).toEqual(held ? RESOLVED.addresses : undefined);
});

test('an answer without an address is not held', () => {
  const cache = new NameCache('for-ever');
  cache.put({ addresses: [], ttlSeconds: 60 }, 0);
  expect(cache.at(1)).toBeUndefined();
});
