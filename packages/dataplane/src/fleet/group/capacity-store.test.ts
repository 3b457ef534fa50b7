import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CapacityStore } from './capacity-store.ts';

let directory = '';
let file = '';
let problems: string[] = [];

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'understudy-capacity-'));
  file = path.join(directory, 'capacity.json');
  problems = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

const open = (): CapacityStore =>
  new CapacityStore(directory, (problem) => void problems.push(problem));
const three = { desiredCapacity: 3, desiredRevision: 1 };

test('outlives its process', () => {
  open().put('web', three);
  expect(open().get('web')).toEqual(three);
  open().delete('web');
  expect(open().get('web')).toBeUndefined();
  expect(problems).toEqual([]);
});

test.each([
  ['truncated', '{"web":{"desiredCap'],
  ['empty', ''],
  ['binary', '\0\u0001'],
  ['of another shape', '{"web":3}'],
])('a file that is %s is told, and the groups have their own capacities', (_how, content) => {
  writeFileSync(file, content);
  const store = open();
  expect(store.get('web')).toBeUndefined();
  expect(problems).toEqual([
    expect.stringContaining(`desired capacities in ${file} are damaged`) as string,
  ]);
  store.put('web', three);
  expect(open().get('web')).toEqual(three);
});

test('what could not be written is there with the next write', () => {
  const store = open();
  mkdirSync(`${file}.next`);
  store.put('web', three);
  expect(problems).toEqual([`desired capacities are not kept in ${file}: it is a folder`]);
  expect(store.get('web')).toEqual(three);
  rmdirSync(`${file}.next`);
  store.put('api', three);
  expect(open().get('web')).toEqual(three);
});
