import { expect, test } from 'vitest';
import { sdkShape } from './sdk-shape.ts';

const schema = sdkShape<{ Name?: string; Rules?: object[]; Tags?: object }>(
  {
    Thing: { Name: 'string', Rules: 'Rule[]', Tags: 'string{}' },
    Rule: { Port: 'number', Open: 'boolean', Inner: 'Rule' },
  },
  'Thing',
);

test('what fits is what it was, without what the shape does not know', () => {
  const thing = { Name: 'x', Rules: [{ Port: 1, Inner: { Open: true } }], Tags: { a: 'b' } };
  expect(schema.parse(thing)).toEqual(thing);
  expect(schema.parse({ ...thing, More: 1 })).toEqual(thing);
  expect(schema.parse({})).toEqual({});
});

test.each([
  [undefined, [], 'expected object, received undefined'],
  [[], [], 'expected object, received array'],
  [{ Name: 1 }, ['Name'], 'expected string, received number'],
  [{ Name: null }, ['Name'], 'expected string, received null'],
  [{ Rules: {} }, ['Rules'], 'expected array, received object'],
  [
    { Rules: [{}, { Inner: { Port: '1' } }] },
    ['Rules', 1, 'Inner', 'Port'],
    'expected number, received string',
  ],
  [{ Tags: { a: true } }, ['Tags', 'a'], 'expected string, received boolean'],
  [{ Tags: 'a' }, ['Tags'], 'expected object, received string'],
])('of %j, the field %j is told', (value, path, message) => {
  const { error } = schema.safeParse(value);
  expect(error?.issues).toEqual([
    expect.objectContaining({ path, message: `Invalid input: ${message}` }),
  ]);
});
