import { describe, expect, it } from 'vitest';
import { parseCopySource } from '../objects/copy-source.ts';
import { parseCopyRange, parseRange, partRange } from './ranges.ts';

describe('a range', () => {
  it.each<[string | undefined, number, { start: number; end: number } | undefined]>([
    [undefined, 10, undefined],
    ['bytes=0-0', 10, { start: 0, end: 0 }],
    ['bytes=5-', 10, { start: 5, end: 9 }],
    ['bytes=5-99', 10, { start: 5, end: 9 }],
    ['bytes=-4', 10, { start: 6, end: 9 }],
    ['bytes=-40', 10, { start: 0, end: 9 }],
    ['bytes=4-2', 10, undefined],
    ['bytes=0-1,4-5', 10, undefined],
    ['lines=1-2', 10, undefined],
  ])('%s of %i bytes is %j', (header, sizeBytes, expected) => {
    expect(parseRange(header, sizeBytes)).toEqual(expected);
  });

  it.each([
    ['bytes=10-', 10],
    ['bytes=-0', 10],
    ['bytes=0-0', 0],
  ])('%s of %i bytes cannot be given', (header, sizeBytes) => {
    expect(() => parseRange(header, sizeBytes)).toThrow('not satisfiable');
  });

  it('to copy must have both ends inside', () => {
    expect(parseCopyRange('bytes=2-4', 5)).toEqual({ start: 2, end: 4 });
    expect(() => parseCopyRange('bytes=2-5', 5)).toThrow('not valid for source object of size: 5');
    expect(() => parseCopyRange('bytes=2-', 5)).toThrow('first-last');
  });

  it('of a part lies behind the parts before it', () => {
    expect(partRange([{ sizeBytes: 5 }, { sizeBytes: 3 }], 2)).toEqual({ start: 5, end: 7 });
  });
});

describe('a copy source', () => {
  it.each([
    ['/b/k', { bucket: 'b', key: 'k', versionId: undefined }],
    ['b/a%20b%3Fc/d?versionId=x', { bucket: 'b', key: 'a b?c/d', versionId: 'x' }],
  ])('%s is read', (header, expected) => {
    expect(parseCopySource(header)).toEqual(expected);
  });

  it.each(['', 'b', '/b/', 'b/%zz'])('%s is refused', (header) => {
    expect(() => parseCopySource(header)).toThrow('Copy Source must mention');
  });
});
