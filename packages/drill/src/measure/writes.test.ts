import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareWrites, type AcknowledgedAt, type StoredWrites } from './writes.ts';

const write = (key: string, id: string, atSeconds = 0, place = 'edge'): AcknowledgedAt => ({
  ...{ key, id, atSeconds, place },
});
const both = (held: [string, string[]][]) => ({ primary: new Map(held), standby: new Map(held) });

test('what both regions hold is neither lost nor sold twice', () => {
  const compared = compareWrites(
    [write('a', '1'), write('b', '2')],
    both([
      ['a', ['1']],
      ['b', ['2']],
    ]),
  );
  expect(compared).toMatchObject({
    ...{ isCompared: true, diverged: 0 },
    ...{ lost: { count: 0 }, doubled: { count: 0 }, soldTwice: { count: 0 } },
  });
});

test('an older version is held as well; what no version holds is lost', () => {
  const stored = { primary: new Map([['a', ['2', '1']]]), standby: new Map([['a', ['2']]]) };
  const lost = compareWrites([write('a', '1'), write('a', '3'), write('c', '4')], stored).lost;
  expect(lost.named.map(({ id }) => id)).toEqual(['3', '4']);
});

test('a seat that each region sold is named with both sales, and with who keeps it', () => {
  const sales = [write('a', '1', -2), write('a', '2', 70, 'us-east-1'), write('a', '1', -1)];
  expect(compareWrites(sales, both([['a', ['2', '1']]])).soldTwice).toEqual({
    count: 1,
    named: [
      {
        key: 'a',
        sales: [
          { id: '1', place: 'edge', atSeconds: -2 },
          { id: '2', place: 'us-east-1', atSeconds: 70 },
        ],
        ...{ keptAtPrimary: '2', keptAtStandby: '2' },
      },
    ],
  });
});

test('one write in two places is doubled', () => {
  const { doubled } = compareWrites([write('a', '1'), write('b', '1')], undefined);
  expect(doubled).toEqual({ count: 1, named: [{ id: '1', keys: ['a', 'b'] }] });
});

test('newest versions that differ have diverged', () => {
  const stored = { primary: new Map([['a', ['1']]]), standby: new Map([['a', ['2', '1']]]) };
  expect(compareWrites([write('a', '1')], stored).diverged).toBe(1);
});

test('what could not be looked at is not called lost', () => {
  expect(compareWrites([write('a', '1')], undefined)).toMatchObject({
    ...{ isCompared: false, lost: { count: 0 } },
  });
});

test('lost and held make up all that was acknowledged', () => {
  const id = fc.constantFrom('1', '2', '3');
  const key = fc.constantFrom('a', 'b');
  const held = fc.array(fc.tuple(key, fc.array(id))).map((pairs) => new Map(pairs));
  fc.assert(
    fc.property(fc.array(fc.tuple(key, id)), held, held, (pairs, primary, standby) => {
      const acknowledged = pairs.map(([at, of]) => write(at, of));
      const sides: StoredWrites[] = [primary, standby];
      const isHeld = ([at, of]: [string, string]): boolean =>
        sides.some((side) => side.get(at)?.includes(of));
      const { lost } = compareWrites(acknowledged, { primary, standby });
      expect(lost.count + pairs.filter(isHeld).length).toBe(pairs.length);
    }),
  );
});
