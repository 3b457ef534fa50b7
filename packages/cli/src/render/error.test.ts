import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { UnderstudyError } from '@understudy/contract';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { reportError } from './error.ts';

let out = '';
let err = '';

beforeEach(() => {
  [out, err] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    out += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    err += stripVTControlCharacters(String(chunk));
    return true;
  });
});

const ofTheUser = new UnderstudyError('PortInUse', { message: 'port 4700 is taken' });

describe('an error of the user', () => {
  test('is told with its code and what to do next, and ends with 1', () => {
    expect(reportError(ofTheUser, { json: false })).toBe(1);
    expect(err).toBe(
      'error PortInUse: port 4700 is taken\n  → choose another with --port N, or stop the program that has it\n',
    );
    expect(out).toBe('');
  });

  test('is one line of JSON on standard output for programs', () => {
    expect(reportError(ofTheUser, { json: true })).toBe(1);
    expect(JSON.parse(out)).toEqual({ error: ofTheUser.toJSON() });
    expect(err).toBe('');
  });
});

describe('an error of ours', () => {
  test('ends with 70', () => {
    const error = new UnderstudyError('EngineDidNotStart', { message: 'it did not' });
    expect(reportError(error, { json: false })).toBe(70);
    expect(err).not.toContain('error.test.ts');
  });

  test('that nobody thought of is told as Internal, with its stack', () => {
    expect(reportError(new TypeError('x is not a function'), { json: true })).toBe(70);
    expect(JSON.parse(out)).toMatchObject({
      error: { code: 'Internal', fault: 'engine', message: 'x is not a function' },
    });
    expect(err).toContain('error.test.ts');
  });

  test('that is no error at all is told all the same', () => {
    expect(reportError('a text', { json: false })).toBe(70);
    expect(err).toContain('error Internal: a text');
  });
});
