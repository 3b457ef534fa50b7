import { expect, test } from 'vitest';
import { tellClientAddress, toldClientAddress } from './client-address.ts';

test('who has the token is believed', () => {
  expect(toldClientAddress(tellClientAddress('127.0.0.9', 'token'), 'token')).toBe('127.0.0.9');
  expect(toldClientAddress(tellClientAddress('::1', 'token'), 'token')).toBe('::1');
});

test.each([
  [undefined, 'token'],
  ['token 127.0.0.9', undefined],
  ['tokem 127.0.0.9', 'token'],
  ['127.0.0.9', 'token'],
  ['token', 'token'],
  ['token not-an-address', 'token'],
  [' 127.0.0.9', 'token'],
  ['token 127.0.0.9, token 10.0.0.1', 'token'],
])('nobody else: %j', (value, token) => {
  expect(toldClientAddress(value, token)).toBeUndefined();
});
