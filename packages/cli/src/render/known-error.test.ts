import { writeFileSync } from 'node:fs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CloudFormationServiceException } from '@aws-sdk/client-cloudformation';
import { UnderstudyError } from '@understudy/contract';
import { expect, test } from 'vitest';
import { knownError } from './known-error.ts';

test('an error of the catalogue stays what it is', () => {
  const error = new UnderstudyError('PortInUse', { message: 'port 4700 is taken' });
  expect(knownError(error)).toBe(error);
});

test.each([
  ['/dev/null/x', 'a part of it is not a folder'],
  ['/tmp', 'it is a folder'],
  [`/tmp/${'a'.repeat(300)}`, 'the name is too long'],
])('a file that cannot be written, such as %s, is not a bug', (file, problem) => {
  const write = (): unknown => {
    try {
      return void writeFileSync(file, '');
    } catch (error) {
      return error;
    }
  };
  expect(knownError(write())).toMatchObject({
    code: 'FileUnusable',
    fault: 'user',
    message: `${file} cannot be used: ${problem}`,
  });
});

test("AWS's refusal is told with AWS's code and words", () => {
  const error = new CloudFormationServiceException({
    name: 'ValidationError',
    message: 'Stack [x] does not exist',
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  });
  expect(knownError(error)).toMatchObject({
    code: 'AwsCallFailed',
    fault: 'user',
    message: 'ValidationError: Stack [x] does not exist',
  });
});

test('what AWS is not able to do is not mended by correcting the request', () => {
  const error = new CloudFormationServiceException({
    name: 'ServiceUnavailable',
    message: 'the disk is full',
    $fault: 'server',
    $metadata: { httpStatusCode: 503 },
  });
  const { code, hint } = knownError(error);
  expect([code, hint]).toEqual(['AwsCallFailed', expect.stringMatching(/^mend what the answer/)]);
});

test('a write that fails says nothing of its file, and is not a bug either', () => {
  const write = (): unknown => {
    try {
      return void writeFileSync('/dev/full', 'x');
    } catch (error) {
      return error;
    }
  };
  expect(knownError(write())).toMatchObject({
    code: 'FileUnusable',
    message: 'a write failed: no space is left on its disk',
  });
});

test('an engine that is gone is not a bug', async () => {
  const client = new STSClient({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:9',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const error: unknown = await client
    .send(new GetCallerIdentityCommand({}))
    .catch((thrown: unknown) => thrown);
  expect(knownError(error)).toMatchObject({ code: 'EngineNotRunning', fault: 'user' });
});

test('what nobody thought of is ours', () => {
  expect(knownError(new TypeError('x is not a function'))).toMatchObject({
    code: 'Internal',
    fault: 'engine',
  });
  expect(knownError('a text').message).toBe('a text');
});
