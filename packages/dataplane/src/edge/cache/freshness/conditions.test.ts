import { describe, expect, test } from 'vitest';
import { isRangeOf, notModified } from './conditions.ts';
import type { StoredHeaders } from '../object/stored-headers.ts';

const WALL_MS = Date.UTC(2026, 0, 1);
const MODIFIED = 'Sun, 06 Nov 1994 08:49:37 GMT';
const LATER = 'Sun, 06 Nov 1994 08:49:38 GMT';

describe('If-None-Match', () => {
  test.each([
    ['"a"', '"a"', true],
    ['W/"a"', '"a"', true],
    ['"a"', 'W/"a"', true],
    ['"x", W/"a" ,"y"', '"a"', true],
    ['"x,y", "a"', '"a"', true],
    ['"x, "a", y"', '"a"', false],
    ['"x,a"', 'a', false],
    ['*', '"a"', true],
    ['"b"', '"a"', false],
    ['', '"a"', false],
    ['"A"', '"a"', false],
    // An object without a tag.
    ['"a"', undefined, false],
    ['*', undefined, false],
    ['', undefined, false],
  ])('%s of an object with the tag %s', (wanted, etag, expected) => {
    const stored: StoredHeaders = etag === undefined ? {} : { etag };
    const asked = { method: 'GET', headers: { 'if-none-match': wanted } };
    expect(notModified(stored, asked, WALL_MS)).toBe(expected);
  });

  test('counts before If-Modified-Since, and for GET and HEAD only', () => {
    const stored = { etag: '"a"', 'last-modified': MODIFIED };
    const headers = { 'if-none-match': '"b"', 'if-modified-since': MODIFIED };
    expect(notModified(stored, { method: 'GET', headers }, WALL_MS)).toBe(false);
    const same = { 'if-none-match': '"a"' };
    expect(notModified(stored, { method: 'HEAD', headers: same }, WALL_MS)).toBe(true);
    expect(notModified(stored, { method: 'OPTIONS', headers: same }, WALL_MS)).toBe(false);
  });
});

describe('If-Modified-Since', () => {
  test.each([
    [MODIFIED, true],
    ['Sunday, 06-Nov-94 08:49:37 GMT', true],
    ['Sun Nov  6 08:49:37 1994', true],
    [LATER, true],
    ['Sun, 06 Nov 1994 08:49:36 GMT', false],
    ['2026-01-01T00:00:00Z', false],
    ['1', false],
  ])('%s', (since, expected) => {
    const asked = { method: 'GET', headers: { 'if-modified-since': since } };
    expect(notModified({ 'last-modified': MODIFIED }, asked, WALL_MS)).toBe(expected);
    expect(notModified({}, asked, WALL_MS)).toBe(false);
    expect(notModified({ 'last-modified': '1994' }, asked, WALL_MS)).toBe(false);
  });
});

/** RFC 9110, section 13.1.5. */
describe('If-Range', () => {
  test.each<[string | undefined, StoredHeaders, boolean]>([
    [undefined, {}, true],
    ['"a"', { etag: '"a"' }, true],
    ['"b"', { etag: '"a"' }, false],
    ['W/"a"', { etag: 'W/"a"' }, false],
    ['"a"', { etag: 'W/"a"' }, false],
    ['W/"a"', { etag: '"a"' }, false],
    ['"a"', {}, false],
    ['a', { etag: 'a' }, false],
    [MODIFIED, { 'last-modified': MODIFIED, date: LATER }, true],
    ['Sunday, 06-Nov-94 08:49:37 GMT', { 'last-modified': MODIFIED, date: LATER }, true],
    [LATER, { 'last-modified': MODIFIED, date: LATER }, false],
    ['Sun, 06 Nov 1994 08:49:36 GMT', { 'last-modified': MODIFIED, date: LATER }, false],
    // Section 8.8.2.2: it may have been changed twice in that second.
    [MODIFIED, { 'last-modified': MODIFIED, date: MODIFIED }, false],
    [MODIFIED, { 'last-modified': MODIFIED }, false],
    ['soon', { 'last-modified': MODIFIED, date: LATER }, false],
    ['soon', { date: LATER }, false],
  ])('%s of an object with %j', (wanted, stored, expected) => {
    expect(isRangeOf(stored, { 'if-range': wanted }, WALL_MS)).toBe(expected);
  });
});
