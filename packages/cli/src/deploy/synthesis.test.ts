import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { defineSite } from '@understudy/site';
import { Synthesis } from './synthesis.ts';

const directory = mkdtempSync(path.join(os.tmpdir(), 'synthesis-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
mkdirSync(path.join(directory, 'web'));
writeFileSync(path.join(directory, 'web/Procfile'), 'web: node server.js\n');
const site = defineSite(
  {
    domain: 'shop.example',
    primary: 'eu-central-1',
    standby: 'us-east-1',
    web: { app: './web' },
  },
  directory,
);

test('templates are those of whoever AWS says we are, whatever was expected', async () => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  const synthesis = new Synthesis();
  synthesis.expect({ site, directory }, '111122223333');
  const expected = await synthesis.stacks({ site, directory }, '111122223333');
  expect(await synthesis.stacks({ site, directory }, '111122223333')).toBe(expected);
  const others = await synthesis.stacks({ site, directory }, '444455556666');
  expect(others.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  const buckets = (stacks: typeof others): string[] =>
    stacks.flatMap(({ files }) => files.flatMap((file) => file.destinations.map((d) => d.bucket)));
  expect(new Set(buckets(others).map((bucket) => bucket.match(/\d{12}/)?.[0]))).toEqual(
    new Set(['444455556666']),
  );
  for (const { templateFile } of others) expect(existsSync(templateFile)).toBe(true);
}, 60_000);

test('what cannot be made is told to who asks, and ends nothing before', async () => {
  const synthesis = new Synthesis();
  const impossible = { site, directory: path.join(os.devNull, 'no-folder') };
  synthesis.expect(impossible, '111122223333');
  await expect(synthesis.stacks(impossible, '111122223333')).rejects.toThrow();
}, 60_000);
