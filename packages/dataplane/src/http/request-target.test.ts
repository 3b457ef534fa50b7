import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isHost, normalisedPath, originForm, parseTarget } from './request-target.ts';

describe('parseTarget', () => {
  test.each([
    ['/', undefined, '/', undefined],
    ['/a?b=c?d', undefined, '/a', 'b=c?d'],
    ['/a?', undefined, '/a', ''],
    ['//evil.example/p', undefined, '//evil.example/p', undefined],
    ['/a/../b/./%2e', undefined, '/a/../b/./%2e', undefined],
    ['/a"<>|^`{}\\', undefined, '/a"<>|^`{}\\', undefined],
    ['http://a.example/p?q', 'a.example', '/p', 'q'],
    ['HTTPS://a.example:8443', 'a.example:8443', '/', undefined],
    ['http://a.example?x', 'a.example', '/', 'x'],
    ['http://[::1]:80/', '[::1]:80', '/', undefined],
  ])('%s is understood', (target, authority, path, query) => {
    expect(parseTarget(target)).toEqual({ authority, path, query });
  });

  test.each([
    '*',
    '',
    'a',
    'a.example:443',
    '?q',
    '#f',
    '/a#f',
    'http://a.example/#f',
    'ftp://a.example/',
    'http:///p',
    'http://user@a.example/',
    'http://user:word@a.example/',
    'http://a.example:99999/',
    'http://a.example:x/',
    'http://a b/',
    'http:/a.example/',
    '/a b',
    '/a\tb',
    '/a\0',
    '/a\x7f',
    '/\u00e9',
  ])('%j is not', (target) => {
    expect(parseTarget(target)).toBeUndefined();
  });

  test('the origin form keeps every byte of path and query', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab/.%2e?&='), maxLength: 20 });
    fc.assert(
      fc.property(text, (rest) => {
        const target = `/${rest}`;
        const parsed = parseTarget(target);
        expect(parsed && originForm(parsed)).toBe(target);
        const absolute = parseTarget(`http://a.example${target}`);
        expect(absolute && originForm(absolute)).toBe(target);
      }),
    );
  });
});

test.each([
  ['www.example.com', true],
  ['www.example.com:8080', true],
  ['a_b.example', true],
  ['127.0.0.1', true],
  ['[::1]:8080', true],
  ['', false],
  ['a b', false],
  ['a/b', false],
  ['a?b', false],
  ['a#b', false],
  ['user@a', false],
  ['a, b', false],
  ['a:b', false],
  ['a:65536', false],
  ['[::1', false],
  ['a\\b', false],
  ['a"b', false],
  ['\u00e9', false],
])('%j as a Host: %s', (text, expected) => {
  expect(isHost(text)).toBe(expected);
});

describe('normalisedPath', () => {
  test.each([
    ['/', '/'],
    ['/a/b', '/a/b'],
    ['/a/', '/a/'],
    ['//a///b', '/a/b'],
    ['/a/./b', '/a/b'],
    ['/a/b/..', '/a/'],
    ['/a/../../b', '/b'],
    ['/..', '/'],
    ['/a/%2e%2E/b', '/b'],
    ['/%61%2fb%c3', '/a%2Fb%C3'],
    ['/a.b/..c', '/a.b/..c'],
  ])('%s becomes %s', (path, expected) => {
    expect(normalisedPath(path)).toBe(expected);
  });

  test('is done after one time, and has no dot segment', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '/', '.', '%2e', '%2F'), maxLength: 12 });
    fc.assert(
      fc.property(text, (rest) => {
        const once = normalisedPath(`/${rest}`);
        expect(normalisedPath(once)).toBe(once);
        expect(once.split('/').slice(1)).not.toContain('..');
      }),
    );
  });
});
