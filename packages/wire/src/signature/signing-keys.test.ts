import { expect, test } from 'vitest';
import { signingKey } from './canonical.ts';
import { SigningKeys } from './signing-keys.ts';

const SCOPE = { date: '20240229', region: 'us-east-1', service: 's3' };

test('a derived key is that of its secret and of every part of its scope', () => {
  const keys = new SigningKeys();
  const scopes = [
    SCOPE,
    { ...SCOPE, date: '20240301' },
    { ...SCOPE, region: 'us-east-2' },
    { ...SCOPE, service: 'sts' },
  ];
  const texts: string[] = [];
  for (let round = 0; round < 2; round++)
    for (const scope of scopes)
      for (const secret of ['one', 'other']) {
        const key = keys.of(secret, scope);
        expect(key).toEqual(signingKey(secret, scope));
        texts.push(key.toString('hex'));
      }
  expect(new Set(texts).size).toBe(8);
});

test('a key is derived once, as long as it is among those that were used last', () => {
  const keys = new SigningKeys(2);
  const [first, second, third] = ['a', 'b', 'c'].map((secret) => keys.of(secret, SCOPE));
  expect(keys.size).toBe(2);
  expect(keys.of('b', SCOPE)).toBe(second);
  expect(keys.of('a', SCOPE)).not.toBe(first);
  // The third went: the second was asked for after it.
  expect(keys.of('b', SCOPE)).toBe(second);
  expect(keys.of('c', SCOPE)).not.toBe(third);
});
