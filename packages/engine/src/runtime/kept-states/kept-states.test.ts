import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../../kernel/state/migrations/migrations.ts';
import { TABLES } from '../tables.ts';
import { describeState, type Descriptions } from './described.fixture.ts';
import { openKept, versionIn } from './open-kept.fixture.ts';

const kept = globSync('*/control-plane.sql', { cwd: import.meta.dirname }).toSorted();

test('there is a state of an earlier version than this one', () => {
  const versions = kept.map((file) => versionIn(path.join(import.meta.dirname, file)));
  expect(Math.min(...versions)).toBeLessThan(MIGRATIONS.length);
});

describe.each(kept)('the state in %s', (name) => {
  const file = path.join(import.meta.dirname, name);

  test('opens, and each record is what its schema says, and nothing more', () => {
    using state = openKept(file);
    const counts = TABLES.map((table) => {
      const records = state.table(table).list();
      expect(records.map((record) => table.schema.parse(record))).toEqual(records);
      return records.length;
    });
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(30);
  });

  test('is told of as it was by the version that left it', async () => {
    const described = JSON.parse(
      readFileSync(path.join(path.dirname(file), 'described.json'), 'utf8'),
    ) as Descriptions;
    using state = openKept(file);
    const now = await describeState(state);
    // What a later version tells beside it is no difference.
    for (const [call, answer] of Object.entries(described))
      expect(now[call], call).toMatchObject(answer);
  });
});
