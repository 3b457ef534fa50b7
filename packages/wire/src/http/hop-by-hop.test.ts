import { expect, test } from 'vitest';
import { HOP_BY_HOP, namedByConnection } from './hop-by-hop.ts';

test('the headers of a connection are those of RFC 9110, section 7.6.1', () => {
  for (const name of ['connection', 'keep-alive', 'te', 'transfer-encoding', 'upgrade'])
    expect(HOP_BY_HOP.has(name)).toBe(true);
  expect(HOP_BY_HOP.has('content-length')).toBe(false);
});

test('Connection names further ones, but neither framing nor Host', () => {
  const named = namedByConnection(['close, X-Hop', 'Content-Length,host , Cookie,, upgrade']);
  expect([...named].sort()).toEqual(['cookie', 'x-hop']);
});
