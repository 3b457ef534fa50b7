import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ExampleSite } from './support/site.ts';

const OTHERS = 0o077;
/**
 * Copies of the user's own files keep the modes of those, in a folder that nobody else can enter.
 */
const COPIES = /^deployment\/cdk\.out\/asset\.[0-9a-f]+\//;

test('state is readable by its owner alone, also in a folder that was open', async () => {
  await using site = new ExampleSite();
  mkdirSync(site.state, { mode: 0o755 });
  writeFileSync(path.join(site.state, 'site.json'), '{}', { mode: 0o644 });
  await site.up();
  const open = readdirSync(site.state, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, stat: lstatSync(path.join(site.state, name)) }))
    .filter(({ stat }) => !stat.isSymbolicLink() && (stat.mode & OTHERS) !== 0)
    .map(({ name }) => name)
    .filter((name) => !COPIES.test(name));
  expect(lstatSync(site.state).mode & OTHERS).toBe(0);
  expect(open).toEqual([]);
}, 120_000);
