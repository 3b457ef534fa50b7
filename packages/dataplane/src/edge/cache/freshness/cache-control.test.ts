import { describe, expect, test } from 'vitest';
import { fieldsNotStored, hasWhole, parseCacheControl, secondsOf } from './cache-control.ts';

describe('Cache-Control', () => {
  test.each([
    ['public, max-age=60', { public: '', 'max-age': '60' }],
    ['Max-Age="60" ,S-MAXAGE=5', { 'max-age': '60', 's-maxage': '5' }],
    ['max-age=1, max-age=2', { 'max-age': '1' }],
    ['ext="a, max-age=3600", max-age=1', { ext: 'a, max-age=3600', 'max-age': '1' }],
    [String.raw`ext="a\", no-store", public`, { ext: String.raw`a\", no-store`, public: '' }],
    ['', {}],
  ])('%s', (text, expected) => {
    expect(Object.fromEntries(parseCacheControl(text))).toEqual(expected);
  });

  test.each([
    ['max-age=60', 60],
    ['max-age=0', 0],
    ['max-age', 0],
    ['max-age=', 0],
    ['max-age=-1', 0],
    ['max-age=1.5', 0],
    ['max-age=1e3', 0],
    ['max-age=60s', 0],
    ['public', undefined],
  ])('%s is fresh for %s seconds', (text, expected) => {
    expect(secondsOf(parseCacheControl(text), 'max-age')).toBe(expected);
  });

  test('with names of headers speaks of those only', () => {
    const control = parseCacheControl('no-cache="Set-Cookie, X-One", private=X-Two');
    expect(fieldsNotStored(control)).toEqual(['set-cookie', 'x-one', 'x-two']);
    expect([hasWhole(control, 'no-cache'), hasWhole(control, 'private')]).toEqual([false, false]);
    expect(hasWhole(parseCacheControl('no-cache'), 'no-cache')).toBe(true);
  });
});
