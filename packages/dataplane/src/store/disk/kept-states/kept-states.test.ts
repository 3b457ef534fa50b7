import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeKept } from './open-kept.fixture.ts';

const kept = globSync('*/*.sql', { cwd: import.meta.dirname }).toSorted();

test('there is a store of each region', () => {
  expect(kept.length).toBeGreaterThanOrEqual(2);
});

test.each(kept)('the store in %s opens, and is told of as by the version that left it', (name) => {
  const file = join(import.meta.dirname, name);
  const described: unknown = JSON.parse(readFileSync(file.replace(/sql$/, 'json'), 'utf8'));
  expect(described).not.toEqual([]);
  // What a later version tells beside it is no difference.
  expect(describeKept(file)).toMatchObject(described as object);
});
