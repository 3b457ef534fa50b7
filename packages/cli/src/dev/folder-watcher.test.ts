import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FolderWatcher } from './folder-watcher.ts';
import type { FileChanges } from './snapshot.ts';

/** One folder more than there are watches for. */
const FOLDERS = 2_000;

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'watched-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder that becomes too large is told once, and watched on', async () => {
  const problems: string[] = [];
  const changes: FileChanges[] = [];
  new FolderWatcher(folder, {
    onChanges: (change) => Promise.resolve(void changes.push(change)),
    onProblem: (error) => void problems.push(String(error)),
  });
  const many = path.join(folder, 'many');
  for (let index = 0; index < FOLDERS; index += 1)
    mkdirSync(path.join(many, String(index)), { recursive: true });
  const within = { timeout: 20_000 };
  await vi.waitFor(() => expect(problems).toHaveLength(1), within);
  expect(problems[0]).toContain('more than');
  rmSync(many, { recursive: true });
  writeFileSync(path.join(folder, 'server.js'), '');
  await vi.waitFor(
    () => expect(changes.flatMap(({ changed }) => changed)).toEqual(['server.js']),
    within,
  );
  expect(problems).toHaveLength(1);
}, 60_000);
