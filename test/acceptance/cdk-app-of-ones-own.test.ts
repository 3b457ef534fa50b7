import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { GetObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { REPOSITORY, run, understudy, type Finished } from '../support/cli.ts';
import { exportsIn } from '../support/environment.ts';

/** The CDK CLI reads 15 MB of itself each time, and the app all of CDK's library. */
const CLI_MS_MAX = 120_000;
const APP = path.join(REPOSITORY, 'test/support/cdk-app.fixture.ts');

let folder: string;
let environment: Record<string, string>;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-scenario-'));
  environment = { UNDERSTUDY_SCENARIO: folder };
  const started = await local(['engine', '--detach', '--port', '0', '--region', 'eu-west-1']);
  expect(started).toMatchObject({ code: 0 });
  Object.assign(environment, exportsIn((await local(['env'])).stdout), {
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_HOME: folder,
    NO_COLOR: '1',
  });
});
afterEach(async () => {
  await local(['down']);
  rmSync(folder, { recursive: true });
});

const local = (words: string[]): Promise<Finished> =>
  understudy(words, { cwd: folder, env: environment });

/** `cdk …` with all its defaults; what it says is in the error when it fails. */
async function cdk(words: string[], more: Record<string, string> = {}): Promise<string> {
  const program = path.join(REPOSITORY, 'node_modules/aws-cdk/bin/cdk');
  const finished = await run(process.execPath, [program, ...words], {
    cwd: folder,
    env: { ...environment, ...more },
    withinMs: CLI_MS_MAX,
  });
  const said = `${finished.stdout}\n${finished.stderr}`;
  if (finished.code !== 0) throw new Error(`cdk ${words.join(' ')}:\n${said}`);
  return said;
}

const fromAssembly = ['--app', 'cdk.out'];

test(
  'somebody’s own CDK app is bootstrapped, deployed, changed and destroyed by the CDK CLI',
  { timeout: 4 * CLI_MS_MAX },
  async () => {
    writeFileSync(path.join(folder, 'page.html'), '<p>Bread</p>');
    const app = `"${process.execPath}" "${APP}"`;
    writeFileSync(path.join(folder, 'cdk.json'), JSON.stringify({ app }));
    await cdk(['bootstrap', 'aws://111122223333/eu-west-1']);
    const all = ['--all', '--require-approval', 'never', '--outputs-file', 'outputs.json'];
    await cdk(['deploy', ...all]);
    const { Bakery: outputs } = JSON.parse(
      readFileSync(path.join(folder, 'outputs.json'), 'utf8'),
    ) as { Bakery: { Bucket: string; PageBucket: string; PageKey: string } };
    const { PageBucket: Bucket, PageKey: Key } = outputs;
    expect(Bucket).toBe('cdk-hnb659fds-assets-111122223333-eu-west-1');

    const s3 = new S3Client({
      endpoint: environment['AWS_ENDPOINT_URL'] ?? '',
      region: 'eu-west-1',
      forcePathStyle: true,
      credentials: {
        accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
      },
    });
    const { Body, ServerSideEncryption } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body?.transformToString()).toBe('<p>Bread</p>');
    expect(ServerSideEncryption).toBe('aws:kms');

    expect(await cdk(['list', ...fromAssembly])).toContain('Bakery');
    const changed = { TOPIC_NAME: 'second' };
    expect(await cdk(['diff'], changed)).toMatch(/\[-\] first[^]*\[\+\] second/);
    await cdk(['deploy', ...fromAssembly, ...all]);
    expect(await cdk(['diff', ...fromAssembly])).toContain('There were no differences');

    await cdk(['destroy', ...fromAssembly, '--all', '--force']);
    const { Buckets = [] } = await s3.send(new ListBucketsCommand());
    s3.destroy();
    expect(Buckets.map(({ Name }) => Name)).toEqual([Bucket]);
  },
);
