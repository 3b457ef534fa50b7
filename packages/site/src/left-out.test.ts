import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { defineSite } from './config.ts';
import { synthesize } from './synthesize.ts';

const base = mkdtempSync(path.join(os.tmpdir(), 'left-out-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
beforeAll(() => void vi.stubEnv('CDK_VALIDATION', 'false')); // see synthesize.test.ts

function write(file: string, text = ''): void {
  const whole = path.join(base, 'web', file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, text);
}

/** The files of the archive that the image is made of. */
async function archived(web: { build?: string | null } = {}): Promise<string[]> {
  const site = { domain: 'example.com', primary: 'eu-west-1', standby: 'us-east-1' };
  const config = defineSite({ ...site, web: { app: './web', ...web } }, base);
  const outdir = mkdtempSync(path.join(base, 'cdk.out-'));
  await synthesize(config, { account: '111122223333', outdir });
  const asset = readdirSync(outdir).find((name) => /^asset\.[0-9a-f]+$/.test(name)) ?? '';
  const entries = readdirSync(path.join(outdir, asset), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(path.join(outdir, asset), path.join(entry.parentPath, entry.name)),
    )
    .sort();
}

test('what the build makes, histories and state are not taken from the folder', async () => {
  write('Procfile', 'web: node server.js');
  write('package.json', '{"dependencies":{"a":"1"}}');
  for (const file of ['node_modules/a/index.js', 'sub/node_modules/b/index.js', '.git/HEAD'])
    write(file);
  for (const file of ['.understudy/engine.json', 'cdk.out/manifest.json', '.env', 'sub/page.js'])
    write(file);
  const taken = ['.env', 'Procfile', 'package.json', 'sub/page.js'];
  expect(await archived()).toEqual(taken);
  expect(await archived({ build: 'npm ci && npm run build' })).toEqual(taken);
  expect(await archived({ build: null })).toEqual(
    [...taken, 'node_modules/a/index.js', 'sub/node_modules/b/index.js'].sort(),
  );
  write('.understudyignore', '# secrets\n.env\n*.js\n!page.js\n');
  expect(await archived()).toEqual(['Procfile', 'package.json', 'sub/page.js']);
});
