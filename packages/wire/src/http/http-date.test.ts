import { assert, constantFrom, date, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { httpDateMs } from './http-date.ts';

const NOV_6 = Date.UTC(1994, 10, 6, 8, 49, 37);
const NOW = Date.UTC(2026, 10, 27);
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const two = (value: number): string => String(value).padStart(2, '0');
const clock = (at: Date): string => at.toISOString().slice(11, 19);

const FORMS: Record<string, (at: Date) => string> = {
  'IMF-fixdate': (at) => at.toUTCString(),
  asctime: (at) =>
    `${(DAYS[at.getUTCDay()] ?? '').slice(0, 3)} ${MONTHS[at.getUTCMonth()]} ` +
    `${String(at.getUTCDate()).padStart(2, ' ')} ${clock(at)} ${at.toISOString().slice(0, 4)}`,
  'RFC 850': (at) =>
    `${DAYS[at.getUTCDay()]}, ${two(at.getUTCDate())}-${MONTHS[at.getUTCMonth()]}-` +
    `${two(at.getUTCFullYear() % 100)} ${clock(at)} GMT`,
};

/** RFC 9110, section 5.6.7. */
describe('an HTTP date', () => {
  test.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', NOV_6],
    ['Sunday, 06-Nov-94 08:49:37 GMT', NOV_6],
    ['Sun Nov  6 08:49:37 1994', NOV_6],
    ['Sat, 31 Dec 2016 23:59:60 GMT', Date.UTC(2017, 0, 1)],
    ['Tue, 29 Feb 2000 00:00:00 GMT', Date.UTC(2000, 1, 29)],
    ['Tuesday, 29-Feb-00 00:00:00 GMT', Date.UTC(2000, 1, 29)],
  ])('is %s', (text, expected) => {
    expect(httpDateMs(text, NOW)).toBe(expected);
  });

  test.each(Object.entries(FORMS))('in the form %s is what was written', (_form, write) => {
    const whole = { min: new Date('1977-01-01'), max: new Date('2076-01-01'), noInvalidDate: true };
    assert(
      property(date(whole), (at) => {
        const written = Math.floor(at.getTime() / 1000) * 1000;
        expect(httpDateMs(write(at), NOW)).toBe(written);
      }),
    );
  });

  test.each([
    ['Sunday, 01-Nov-76 00:00:00 GMT', 2076],
    ['Monday, 30-Nov-76 00:00:00 GMT', 1976],
    ['Tuesday, 30-Nov-99 00:00:00 GMT', 1999],
    ['Friday, 30-Nov-26 00:00:00 GMT', 2026],
  ])('%s of two digits is in the year %i', (text, year) => {
    expect(new Date(httpDateMs(text, NOW) ?? 0).getUTCFullYear()).toBe(year);
  });

  test('of two digits looks beyond the end of a century', () => {
    const text = 'Friday, 30-Nov-05 00:00:00 GMT';
    expect(httpDateMs(text, Date.UTC(1999, 0, 1))).toBe(Date.UTC(2005, 10, 30));
  });
});

describe('no HTTP date', () => {
  test.each([
    '',
    '0',
    '-1',
    '1994-11-06T08:49:37Z',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0000',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 94 08:49:37 GMT',
    'Sun, 06 nov 1994 08:49:37 GMT',
    'sun, 06 Nov 1994 08:49:37 GMT',
    'Sun,  06 Nov 1994 08:49:37 GMT',
    'Sun 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 8:49:37 GMT',
    'Sun, 06-Nov-1994 08:49:37 GMT',
    'Sunday, 06-Nov-1994 08:49:37 GMT',
    'Sun, 31 Nov 1994 08:49:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:37 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Sun Nov 6 08:49:37 1994',
    ' Sun, 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT',
  ])('is %j', (text) => {
    expect(httpDateMs(text, NOW)).toBeUndefined();
  });

  test('is one with a letter or a sign in the place of a digit, or of another sign', () => {
    const text = 'Sun, 06 Nov 1994 08:49:37 GMT';
    const places = [...text.matchAll(/[^a-z]/gi)].map(({ index }) => index);
    const other = string({ minLength: 1, maxLength: 1 }).filter((one) => !/\d/.test(one));
    assert(
      property(constantFrom(...places), other, (at, one) => {
        if (one === text[at]) return;
        expect(httpDateMs(text.slice(0, at) + one + text.slice(at + 1), NOW)).toBeUndefined();
      }),
    );
  });
});
