import { expect, test } from 'vitest';
import { type RecordSet, SIMPLE } from '@understudy/contract';
import { testDeps } from '../../../kernel/kernel.fixture.ts';
import { RecordStore } from './record-store.ts';

function a(name: string, value = '192.0.2.1'): RecordSet {
  return {
    name: `${name}.example.com.`,
    type: 'A',
    ttlSeconds: 60,
    values: [value],
    routing: SIMPLE,
  };
}
const changed = (put: RecordSet[], removed: RecordSet[] = []) => ({ put, removed, count: 0 });

test('what became of record sets between two revisions is told once each, as it ended', () => {
  const store = new RecordStore(testDeps().state);
  store.note('Z1', 1, changed([a('one'), a('two')]));
  store.note('Z2', 1, changed([a('other')]));
  store.note('Z1', 2, changed([a('one', '192.0.2.2')], [a('two')]));
  store.note('Z1', 3, changed([a('two')], [a('one')]));
  expect(store.changesSince('Z1', 0, 2)).toEqual({
    zoneId: 'Z1',
    put: [a('one', '192.0.2.2')],
    removed: [{ name: 'two.example.com.', type: 'A' }],
  });
  expect(store.changesSince('Z1', 1, 3)).toMatchObject({
    put: [a('two')],
    removed: [{ name: 'one.example.com.' }],
  });
  expect(store.changesSince('Z1', 3, 4)).toBeUndefined();
});

test('when a revision comes twice, since what was written first was taken back, nothing is told', () => {
  const store = new RecordStore(testDeps().state);
  store.note('Z1', 1, changed([a('one')]));
  store.note('Z1', 2, changed([a('two')]));
  store.note('Z1', 2, changed([a('three')]));
  expect(store.changesSince('Z1', 0, 2)).toBeUndefined();
  expect(store.changesSince('Z1', 1, 2)?.put).toEqual([a('three')]);
});

test('old changes are forgotten', () => {
  const store = new RecordStore(testDeps().state);
  for (let revision = 1; revision <= 1_001; revision += 1)
    store.note('Z1', revision, changed([a('one')]));
  expect(store.changesSince('Z1', 0, 1_001)).toBeUndefined();
  expect(store.changesSince('Z1', 1, 1_001)?.put).toHaveLength(1);
});
