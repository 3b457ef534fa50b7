import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineNotes } from './running-engines.ts';

const PLACE = { dns: { address: '127.16.0.2', port: 53 }, regions: ['a', 'b'] };
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

test('an engine that ended is not listed, and keeps its networks until its folder is gone', () => {
  const directory = path.join(base, 'ended');
  mkdirSync(directory);
  notes.add(directory, PLACE);
  expect(notes.running()).toEqual([]);
  expect(notes.networksOfOthers(path.join(base, 'new'))).toEqual([16, 17, 18]);
  expect(notes.networksOfOthers(directory)).toEqual([]);
  rmSync(directory, { recursive: true });
  expect(notes.networksOfOthers(path.join(base, 'new'))).toEqual([]);
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
  notes.add(path.join(base, 'state'), PLACE);
  expect(readdirSync(folder)).toEqual([]);
  expect(notes.running()).toEqual([]);
});

test('a folder that cannot be made stops nothing', () => {
  writeFileSync(path.join(base, 'file'), '');
  const nowhere = new EngineNotes(path.join(base, 'file', 'notes'));
  nowhere.add(base, PLACE);
  expect(nowhere.running()).toEqual([]);
});
