import { expect, test } from 'vitest';
import { authorityOf, isLoopbackName, isSentTo, shownHost } from './own-host.ts';

const sentTo = (...hosts: string[]): { rawHeaders: string[] } => ({
  rawHeaders: ['Accept', '*/*', ...hosts.flatMap((host) => ['Host', host])],
});

test.each([
  ['127.0.0.1:4700', { name: '127.0.0.1', port: 4700 }],
  ['LocalHost', { name: 'localhost', port: undefined }],
  ['[::1]:4700', { name: '[::1]', port: 4700 }],
  ['evil.example:80', { name: 'evil.example', port: 80 }],
  ['', undefined],
  ['a b', undefined],
  ['user@localhost', undefined],
  ['localhost:', undefined],
  ['localhost:99:99', undefined],
])('reads Host %j', (host, authority) => {
  expect(authorityOf(sentTo(host))).toEqual(authority);
});

test('believes no request with two Host headers, and none without', () => {
  expect(authorityOf(sentTo('localhost', 'localhost'))).toBeUndefined();
  expect(authorityOf(sentTo())).toBeUndefined();
  expect(shownHost(sentTo('localhost', 'evil.example'))).toBe('no single host name');
});

test('takes name and port together for a place', () => {
  const names = ['127.0.0.1', 'localhost'];
  expect(isSentTo(sentTo('localhost:4700'), { names, port: 4700 })).toBe(true);
  expect(isSentTo(sentTo('localhost:4701'), { names, port: 4700 })).toBe(false);
  expect(isSentTo(sentTo('localhost'), { names, port: 4700 })).toBe(false);
  expect(isSentTo(sentTo('localhost'), { names, port: 80 })).toBe(true);
  expect(isSentTo(sentTo('evil.example:4700'), { names, port: 4700 })).toBe(false);
});

test.each([
  ['127.101.0.1', true],
  ['localhost', true],
  ['bucket.localhost', true],
  ['[::1]', true],
  ['127.0.0.1.nip.io', false],
  ['localhost.evil.example', false],
  ['notlocalhost', false],
  ['10.0.0.1', false],
])('knows whether %s always leads to this machine: %s', (name, is) => {
  expect(isLoopbackName(name)).toBe(is);
});
