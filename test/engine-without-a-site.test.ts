import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { understudy, type Finished } from './support/cli.ts';
import { exportsIn } from './support/environment.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-scenario-'));
});
afterEach(async () => {
  await run('down');
  rmSync(folder, { recursive: true });
});

const run = (...words: string[]): Promise<Finished> =>
  understudy(words, { cwd: folder, env: { UNDERSTUDY_SCENARIO: folder } });

test('an engine without a site is an AWS for whatever speaks AWS', async () => {
  const started = await run(
    ...['engine', '--detach', '--json', '--port', '0'],
    ...['--region', 'eu-west-1', '--region', 'eu-central-1'],
  );
  expect([started.code, started.stderr]).toEqual([0, '']);
  const { endpoint, regions } = JSON.parse(started.stdout) as {
    endpoint: string;
    regions: string[];
  };
  expect(regions).toEqual(['eu-west-1', 'eu-central-1', 'us-east-1']);

  const variables = exportsIn((await run('env')).stdout);
  expect(variables['AWS_REGION']).toBe('eu-west-1');
  const client = new S3Client({
    endpoint,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: {
      accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  });
  await client.send(new CreateBucketCommand({ Bucket: 'something-of-mine' }));
  const { Buckets = [] } = await client.send(new ListBucketsCommand());
  client.destroy();
  expect(Buckets.map(({ Name }) => Name)).toEqual(['something-of-mine']);

  const status = await run('status');
  expect([status.code, status.stderr]).toEqual([1, expect.stringContaining('EngineHasNoSite')]);
  for (const words of [
    ['fault', 'region', 'eu-west-1', '--wait'],
    ['heal', '--wait'],
  ])
    expect((await run(...words)).stdout).toContain('--wait has nothing to wait for');
  const again = await run('engine', '--region', 'eu-west-1');
  expect([again.code, again.stderr]).toEqual([
    1,
    expect.stringContaining('EngineAlreadyRunning') as string,
  ]);
});
