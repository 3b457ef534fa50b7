import { expect, expectTypeOf, test } from 'vitest';
import { type Counted, withCounts } from './with-counts.ts';

test('lists are counted at every depth, with and without an object of their own', () => {
  const groups: { Items?: { Id: string; Codes: { Items: number[]; Quantity: number } }[] } = {
    Items: [{ Id: 'a', Codes: { Items: [500, 502], Quantity: 7 } }],
  };
  const result = withCounts({ Name: 'site', Headers: ['Accept'], Groups: groups, Cookies: [] });
  expect(result).toEqual({
    Name: 'site',
    Headers: { Quantity: 1, Items: ['Accept'] },
    Groups: {
      Quantity: 1,
      Items: [{ Id: 'a', Codes: { Quantity: 2, Items: [500, 502] } }],
    },
    Cookies: { Quantity: 0, Items: [] },
  });
  expectTypeOf(result.Headers).toEqualTypeOf<Counted<string>>();
  expectTypeOf(result.Groups).toEqualTypeOf<Counted<{ Id: string; Codes: Counted<number> }>>();
});

test('what is absent stays absent', () => {
  const given: { Headers?: string[] | undefined } = { Headers: undefined };
  expect(withCounts(given)).toEqual({ Headers: undefined });
});
