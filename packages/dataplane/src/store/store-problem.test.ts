import { openSync, writeFileSync } from 'node:fs';
import { UnderstudyError } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { expect, it } from 'vitest';
import { filesIn, knownError, storeProblem } from './store-problem.ts';

const FILES = filesIn('/state/store');

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}

it.each([
  ['a full disk', () => writeFileSync('/dev/full', 'x'), 'the disk is full'],
  ['a missing file', () => openSync('/nowhere/x', 'r'), 'a file of it is missing'],
])('%s is told with the folder', (_what, work, reason) => {
  expect(storeProblem(thrownBy(work), FILES)).toMatchObject({
    message: `cannot use the objects' bytes in '/state/store/bodies': ${reason}`,
  });
});

it.each([
  [13, 'ServiceUnavailable', 503, 'the disk is full; make room'],
  [8, 'ServiceUnavailable', 503, 'it can only be read; make room or correct the permissions'],
  [11, 'InternalError', 500, 'it is damaged; move the state folder away'],
  [26, 'InternalError', 500, 'it is no SQLite database; move the state folder away'],
])(
  'SQLite’s error %i is %s, with the file, the reason and a next step',
  (errcode, code, status, text) => {
    const error = knownError({ code: 'ERR_SQLITE_ERROR', errcode }, FILES);
    expect(error).toMatchObject({ code, status });
    expect(error?.message).toContain(`in '/state/store/metadata.sqlite': ${text}`);
  },
);

it('what says nothing of the files is left as it is', () => {
  const error = new AwsError({ code: 'NoSuchKey', message: 'x', status: 404 });
  expect(knownError(error, FILES)).toBe(error);
  const socket = Object.assign(new Error('reset'), { code: 'EPERM', syscall: 'connect' });
  for (const thrown of [
    new TypeError('x'),
    socket,
    undefined,
    { code: 'ERR_SQLITE_ERROR', errcode: 19 },
  ])
    expect(knownError(thrown, FILES)).toBeUndefined();
  const newer = new UnderstudyError('StateNewer', { message: 'newer' });
  expect(storeProblem(newer, FILES)).toBe(newer);
});
