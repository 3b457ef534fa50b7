import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineNotes } from './running-engines.ts';

let base = '';
let notes: EngineNotes;

beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'understudy-notes-'));
  notes = new EngineNotes(path.join(base, 'notes'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

test('no engine has run: none is listed', () => {
  expect(notes.running()).toEqual([]);
});

test('an engine that ended is forgotten', () => {
  const directory = path.join(base, 'gone');
  mkdirSync(directory);
  notes.add(directory);
  expect(readdirSync(path.join(base, 'notes'))).toHaveLength(1);
  expect(notes.running()).toEqual([]);
  expect(readdirSync(path.join(base, 'notes'))).toEqual([]);
});

test('what is no note is passed over', () => {
  mkdirSync(path.join(base, 'notes'));
  writeFileSync(path.join(base, 'notes', 'x.json'), '{"directory":');
  writeFileSync(path.join(base, 'notes', 'y.json'), 'null');
  expect(notes.running()).toEqual([]);
});

test.skipIf(process.getuid?.() !== 0)("a folder of another user's is not believed", async () => {
  const { chownSync } = await import('node:fs');
  const folder = path.join(base, 'notes');
  mkdirSync(folder);
  chownSync(folder, 65_534, 65_534);
  notes.add(path.join(base, 'state'));
  expect(readdirSync(folder)).toEqual([]);
  expect(notes.running()).toEqual([]);
});

test('a folder that cannot be made stops nothing', () => {
  writeFileSync(path.join(base, 'file'), '');
  const nowhere = new EngineNotes(path.join(base, 'file', 'notes'));
  nowhere.add(base);
  expect(nowhere.running()).toEqual([]);
});
