import { expect, test } from 'vitest';
import { stubAws } from '../stub-aws.fixture.ts';
import { ensureDeploymentBuckets } from './deployment-buckets.ts';

const site = { primary: 'us-east-1', standby: 'us-east-1' } as Parameters<
  typeof ensureDeploymentBuckets
>[0];

test('a bucket of that name which is another account’s is not used', async () => {
  const calls = await stubAws(({ method }) => ({
    status: method === 'HEAD' ? 403 : 200,
    body: '',
  }));
  await expect(ensureDeploymentBuckets(site, '111122223333')).rejects.toMatchObject({
    code: 'AwsCallFailed',
    message: expect.stringContaining(
      "understudy-deployments-111122223333-us-east-1 is not account 111122223333's",
    ) as string,
  });
  expect(calls.map(({ method }) => method)).toEqual(['HEAD']);
});

test('one that is not there is made, closed to the public, and does not grow for ever', async () => {
  const calls = await stubAws(({ method }) => ({
    status: method === 'HEAD' ? 404 : 200,
    body: '',
  }));
  await ensureDeploymentBuckets(site, '111122223333');
  expect(
    calls.map(({ method, path }) => `${method} ${path.includes('publicAccessBlock')}`),
  ).toEqual(['HEAD false', 'PUT false', 'PUT true', 'PUT false']);
  expect(calls.at(-1)?.path).toContain('lifecycle');
});
