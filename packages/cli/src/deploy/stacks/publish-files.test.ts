import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AssemblyStack } from '@understudy/site';
import { stubAws, type AwsAsked } from '../../stub-aws.fixture.ts';
import { stackWith } from './cloudformation.fixture.ts';
import { publishFiles } from './publish-files.ts';

const app = mkdtempSync(path.join(os.tmpdir(), 'publish-'));
mkdirSync(path.join(app, 'bin'));
writeFileSync(path.join(app, 'bin/run'), 'x');

function withFiles(template: string, regions: string[]): AssemblyStack {
  const stack = stackWith({ template });
  const to = (key: string): AssemblyStack['files'][number]['destinations'] =>
    regions.map((region) => ({ bucket: `deployments-${region}`, key, region }));
  return {
    ...stack,
    files: [
      { path: stack.templateFile, packaging: 'file', destinations: to('hash.json') },
      { path: app, packaging: 'zip', destinations: to('hash.zip') },
    ],
  };
}

/** A bucket that has these keys. */
function bucketWith(keys: string[]): Promise<AwsAsked[]> {
  return stubAws(({ method, path: where }) => ({
    status: method === 'HEAD' && !keys.some((key) => where.includes(key)) ? 404 : 200,
    body: '',
  }));
}

const puts = (calls: readonly AwsAsked[]): string[] =>
  calls
    .filter(({ method }) => method === 'PUT')
    .map(({ path: where }) => where.replace(/\?.*/, ''));

describe('what templates refer to', () => {
  test('is put where each says, archives of folders included', async () => {
    const calls = await bucketWith([]);
    await publishFiles([withFiles('{}', ['eu-central-1', 'us-east-1'])]);
    expect(puts(calls)).toEqual([
      '/deployments-eu-central-1/hash.zip',
      '/deployments-us-east-1/hash.zip',
    ]);
    expect(calls.find(({ method }) => method === 'PUT')?.body.startsWith('PK')).toBe(true);
  });

  test('is not put again where it is', async () => {
    const calls = await bucketWith(['hash.zip']);
    await publishFiles([withFiles('{}', ['us-east-1'])]);
    expect(puts(calls)).toEqual([]);
  });

  test('and the template itself, where it is too long for a call', async () => {
    const calls = await bucketWith(['hash.zip']);
    await publishFiles([withFiles(JSON.stringify('x'.repeat(51_199)), ['us-east-1'])]);
    expect(puts(calls)).toEqual(['/deployments-us-east-1/hash.json']);
  });
});
