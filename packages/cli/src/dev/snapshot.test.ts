import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { changesBetween, takeSnapshot } from './snapshot.ts';

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'snapshot-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

test('what is left out is not seen', () => {
  const folder = folderWith({
    'server.js': '',
    'views/page.html': '',
    'node_modules/x/index.js': '',
    '.git/HEAD': '',
    'out/x.js': '',
    '.gitignore': 'out/\n',
  });
  symlinkSync(folder, path.join(folder, 'views/loop'));
  symlinkSync('nowhere', path.join(folder, 'broken'));
  const { files, folders } = takeSnapshot(folder, ['server.*']);
  expect([...files.keys()].sort()).toEqual(['.gitignore', 'views/page.html']);
  expect(folders).toEqual([folder, path.join(folder, 'views')]);
});

test('files that are changed, added and removed are told', () => {
  const folder = folderWith({ same: '1', changed: '1', removed: '1' });
  const before = takeSnapshot(folder);
  writeFileSync(path.join(folder, 'changed'), '22');
  writeFileSync(path.join(folder, 'added'), '1');
  rmSync(path.join(folder, 'removed'));
  const changes = changesBetween(before, takeSnapshot(folder));
  expect({ ...changes, changed: changes.changed.sort() }).toEqual({
    changed: ['added', 'changed'],
    removed: ['removed'],
  });
});

test('a folder that is not there has nothing', () => {
  expect(takeSnapshot('/nowhere/at/all').files.size).toBe(0);
});
