import { UnderstudyError } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { expect, test } from 'vitest';
import { asAwsError } from './as-aws-error.ts';

test('an error of AWS stays what it is, and a bug of ours is none', () => {
  const error = new AwsError({ code: 'Throttling', message: 'Rate exceeded' });
  expect(asAwsError(error)).toBe(error);
  expect(asAwsError(new TypeError('x'))).toBeUndefined();
  expect(asAwsError(new UnderstudyError('Internal', { message: 'x' }))).toBeUndefined();
});

test.each([
  ['RegionUnavailable', 'ServiceUnavailable', 503, 'us-east-1 is lost'],
  ['RegionUnknown', 'InternalFailure', 500, 'us-east-1 is lost'],
  [
    'StateUnwritable',
    'ServiceUnavailable',
    503,
    'us-east-1 is lost; make room or correct the permissions there; the engine goes on by itself when it can write again',
  ],
  [
    'StateUnreadable',
    'InternalFailure',
    500,
    "us-east-1 is lost; move the state folder away and run 'understudy up' again; what it held is lost to this engine",
  ],
] as const)('%s is %s with status %i, and says the next step', (ours, code, status, message) => {
  const error = new UnderstudyError(ours, { message: 'us-east-1 is lost' });
  expect(asAwsError(error)).toMatchObject({ code, status, message, cause: error });
});
