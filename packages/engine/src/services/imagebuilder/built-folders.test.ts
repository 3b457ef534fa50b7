import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { BuiltFolders } from './built-folders.ts';

const root = mkdtempSync(join(tmpdir(), 'built-folders-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const builds = join(root, 'builds');
const app = join(root, 'app');

beforeEach(() => {
  rmSync(builds, { recursive: true, force: true });
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app);
  writeFileSync(join(app, 'Procfile'), '');
});

const made = (copy: string): Promise<void> => {
  writeFileSync(join(copy, 'made'), '');
  return Promise.resolve();
};

it('builds the same once, also when two ask at the same time', async () => {
  const folders = new BuiltFolders(root);
  const other = join(root, 'other');
  mkdirSync(other, { recursive: true });
  let calls = 0;
  const build = (copy: string): Promise<void> => {
    calls += 1;
    return made(copy);
  };
  await Promise.all([folders.build('a', app, build), folders.build('a', other, build)]);
  await folders.build('a', app, build);
  expect(calls).toBe(1);
  for (const folder of [app, other]) expect(readdirSync(folder)).toEqual(['Procfile', 'made']);
});

it('keeps nothing of a build that failed, and tries it again', async () => {
  const folders = new BuiltFolders(root);
  const failing = (): Promise<void> => Promise.reject(new Error('no'));
  await expect(folders.build('a', app, failing)).rejects.toThrow('no');
  expect(readdirSync(app)).toEqual(['Procfile']);
  await folders.build('a', app, made);
  expect(existsSync(join(app, 'made'))).toBe(true);
});

it('forgets the oldest, and what was cut off', async () => {
  const folders = new BuiltFolders(root);
  for (const digest of '123456789') await folders.build(digest, app, made);
  const digests = (): string[] => readdirSync(builds).filter((name) => /^[0-9]$/.test(name));
  expect(digests()).toEqual([...'23456789']);
  rmSync(join(builds, '5.done'));
  new BuiltFolders(root).sweep();
  expect(digests()).toEqual([...'2346789']);
  expect(existsSync(folders.home)).toBe(true);
});
