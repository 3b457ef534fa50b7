import { describe, expect, test } from 'vitest';
import { CATALOGUE, type ErrorCode } from './error-catalogue.ts';
import { errorText, UnderstudyError } from './errors.ts';

const codes = Object.keys(CATALOGUE) as ErrorCode[];

describe('the catalogue', () => {
  test.each(codes)('%s is the code of its error, with a fault and a next action', (code) => {
    const error = new UnderstudyError(code, { message: 'the port 4700 is in use' });
    expect(error.code).toBe(code);
    expect(error.fault).toMatch(/^(user|engine)$/);
    expect(error.hint).toBe(CATALOGUE[code].hint);
    expect(error.hint).not.toMatch(/^\s|\s$|\.$/);
    expect(error.hint.length).toBeGreaterThan(10);
  });

  test.each(codes)('%s is a name that can be matched on', (code) => {
    expect(code).toMatch(/^[A-Z][A-Za-z]+$/);
  });

  test('blames us for what only we can mend', () => {
    const ours = codes.filter((code) => CATALOGUE[code].fault === 'engine');
    expect(ours).toEqual(expect.arrayContaining(['Internal', 'DocumentInvalid']));
    expect(ours).not.toContain('ConfigInvalid');
    expect(ours).not.toContain('StateUnreadable');
  });
});

describe('an error', () => {
  test('is told as its code, whose fault it is, what went wrong and what to do', () => {
    const error = new UnderstudyError('PortInUse', { message: 'port 4700 is taken' });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'PortInUse',
      fault: 'user',
      message: 'port 4700 is taken',
      hint: 'choose another with --port N, or stop the program that has it',
    });
    expect(String(error)).toBe('UnderstudyError: port 4700 is taken');
  });

  test('has a more exact hint where one is given', () => {
    const error = new UnderstudyError('RegionUnknown', {
      message: "there is no region 'mars-1' here",
      hint: 'use one of a, b',
    });
    expect(error.hint).toBe('use one of a, b');
  });

  test('keeps what caused it, and has no cause where nothing did', () => {
    const cause = new Error('no space left on device');
    expect(new UnderstudyError('Internal', { message: 'x', cause }).cause).toBe(cause);
    expect('cause' in new UnderstudyError('Internal', { message: 'x' })).toBe(false);
  });
});

test.each([
  [new Error('broken'), 'broken'],
  [new TypeError(''), 'TypeError without a message'],
  ['a text', 'a text'],
  ['', 'an empty text was thrown'],
  [undefined, 'undefined'],
])('the text of %s is quoted as %s', (thrown, text) => {
  expect(errorText(thrown)).toBe(text);
});
