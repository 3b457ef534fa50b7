import { describe, expect, test } from 'vitest';
import { rangesOf, readContentRange, readRange } from './range.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RangeGETs.html */
describe('of ten bytes', () => {
  test.each([
    ['bytes=0-4', ['0-4']],
    ['Bytes=0-0', ['0-0']],
    ['bytes=5-', ['5-9']],
    ['bytes=-3', ['7-9']],
    ['bytes=-99', ['0-9']],
    ['bytes=2-99', ['2-9']],
    ['bytes=0-99999999999999999999', ['0-9']],
    ['bytes=0-1,3-4', ['0-1', '3-4']],
    ['bytes= 0-1 , 3-4 , -2', ['0-1', '3-4', '8-9']],
    ['bytes=0-1,12-14', ['0-1']],
    ['bytes=0-1,,3-4,', ['0-1', '3-4']],
  ])('%s is %j', (text, expected) => {
    const ranges = rangesOf(text, 10);
    expect(Array.isArray(ranges) && ranges.map(({ start, end }) => `${start}-${end}`)).toEqual(
      expected,
    );
  });

  test.each(['bytes=10-', 'bytes=-0', 'bytes=10-11,20-'])('%s is unsatisfiable', (text) => {
    expect(rangesOf(text, 10)).toBe('unsatisfiable');
  });

  test.each([
    ['not in ascending order', 'bytes=6-7,0-1'],
    ['overlapping', 'bytes=0-4,4-6'],
    ['overlapping once the length is known', 'bytes=0-8,-3'],
    ['not valid in one of them', 'bytes=0-1,5-3'],
    ['of a negative value', 'bytes=0-1,--3'],
    ['after one that has no end', 'bytes=5-,8-9'],
    ['none', 'bytes='],
    ['of nothing', 'bytes=-'],
    ['of another unit', 'seconds=0-1'],
    ['too many', `bytes=${Array.from({ length: 65 }, (_, index) => `${2 * index}-${2 * index}`)}`],
  ])('ranges that are %s are the whole', (_what, text) => {
    expect(rangesOf(text, 10)).toBeUndefined();
  });

  test('a range is nothing of an empty object', () => {
    expect(rangesOf('bytes=0-', 0)).toBe('unsatisfiable');
  });
});

test('what cannot be an answer’s range is known before the length', () => {
  expect(readRange('bytes=6-7,0-1')).toBeUndefined();
  expect(readRange('bytes=0-1,6-')).toHaveLength(2);
});

test.each([
  ['bytes 0-4/10', { start: 0, end: 4, length: 10 }],
  ['bytes 0-4/*', undefined],
  ['bytes */10', undefined],
  ['bytes 4-2/10', undefined],
  ['bytes 0-10/10', undefined],
  [undefined, undefined],
])('Content-Range %s', (text, expected) => {
  expect(readContentRange(text)).toEqual(expected);
});
