import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { fileProblem, fileProblemText, stateFileError } from './file-problem.ts';

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}

describe('what the system says of a file', () => {
  test.each([
    [() => writeFileSync('/dev/null/x', ''), 'a part of it is not a folder'],
    [() => readFileSync('/tmp'), 'it is a folder'],
    [() => writeFileSync(`/tmp/${'a'.repeat(300)}`, ''), 'the name is too long'],
    [() => writeFileSync('/dev/full', 'x'), 'no space is left on its disk'],
  ])('%s is told in words', (work, problem) => {
    const error = thrownBy(work);
    expect(fileProblem(error)).toBe(problem);
    expect(fileProblemText(error)).toBe(problem);
  });

  test('is nothing where no file is the reason', () => {
    const error = new TypeError('x is not a function');
    expect(fileProblem(error)).toBeUndefined();
    expect(fileProblemText(error)).toBe('x is not a function');
  });
});

describe('a file of a state folder', () => {
  test('that cannot be used is the state folder that cannot be written', () => {
    const error = thrownBy(() => mkdirSync('/dev/null/state/global'));
    expect(stateFileError(error, '/dev/null/state')).toMatchObject({
      code: 'StateUnwritable',
      fault: 'user',
      message: '/dev/null/state/global cannot be used: a part of it is not a folder',
      cause: error,
    });
  });

  test('whose write fails, which does not say its name, is told by the folder', () => {
    const error = thrownBy(() => writeFileSync('/dev/full', 'x'));
    expect(stateFileError(error, '/var/state')?.message).toBe(
      'the state folder /var/state cannot be used: no space is left on its disk',
    );
  });

  test('is not to blame for other files, for sockets, and for what is not there', async () => {
    const elsewhere = thrownBy(() => writeFileSync('/dev/null/x', ''));
    const nameless = thrownBy(() => readFileSync('/tmp'));
    const missing = thrownBy(() => readFileSync('/nowhere/x'));
    const socket = net.createServer().listen(0, '203.0.113.1');
    const refused = await new Promise((resolve) => socket.once('error', resolve));
    for (const error of [elsewhere, nameless, refused])
      expect(stateFileError(error, '/var')).toBeUndefined();
    expect(stateFileError(missing, '/nowhere')).toBeUndefined();
  });
});
