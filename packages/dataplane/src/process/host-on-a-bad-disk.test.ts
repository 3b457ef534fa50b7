import { spawn, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { FromProcess, ToProcess } from '@understudy/contract';
import { until } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const PROGRAM = fileURLToPath(new URL('./host.fixture.ts', import.meta.url));
const WITHIN_MS = 8_000;
const CLOCK = { epochMs: 1_700_000_000_000, speed: 1 };

let directory = '';
let file = '';
let child: ChildProcess;
let heard: FromProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'understudy-host-'));
  file = path.join(directory, 'document.json');
  heard = [];
});
afterEach(() => {
  child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** Every write to /dev/full fails as on a full disk. */
function start(log = '/dev/null'): void {
  const fd = openSync(log, 'w');
  child = spawn(process.execPath, [PROGRAM, directory], { stdio: ['ignore', fd, fd, 'ipc'] });
  closeSync(fd);
  child.on('message', (message) => heard.push(message as FromProcess));
}

function hear<K extends FromProcess['kind']>(
  kind: K,
  which: (one: object) => boolean = () => true,
) {
  return until(
    () =>
      heard.find(
        (message): message is Extract<FromProcess, { kind: K }> =>
          message.kind === kind && which(message),
      ),
    { withinMs: WITHIN_MS, what: `a message of kind ${kind}` },
  );
}

function give(revision: number, text: string): Promise<{ problems: string[] }> {
  const document = { revision, clock: CLOCK, text };
  child.send({ kind: 'document', revision, text: JSON.stringify(document) } satisfies ToProcess);
  return applied(revision);
}

const applied = (revision: number): Promise<{ problems: string[] }> =>
  hear('applied', (message) => (message as { revision: number }).revision === revision);

const keptText = (): string => (JSON.parse(readFileSync(file, 'utf8')) as { text: string }).text;

describe('a document that cannot be kept', () => {
  test('is in force all the same, which is told until one can be kept again', async () => {
    mkdirSync(file);
    start();
    await hear('ready');
    expect((await give(1, 'first')).problems).toEqual([
      'its document is not kept on disk: it is a folder',
    ]);
    rmdirSync(file);
    // A change to what is not on disk is kept by nobody.
    const patch = { kind: 'document', revision: 2, base: 1, text: '{"more":"x"}' } as const;
    child.send(patch satisfies ToProcess);
    await applied(2);
    expect(existsSync(`${file}.patches`)).toBe(false);
    expect((await give(3, 'second')).problems).toEqual([]);
    expect(keptText()).toBe('second');
  });

  test('takes none of the changes after one that could not be kept', async () => {
    start();
    await hear('ready');
    await give(1, 'first');
    mkdirSync(`${file}.patches`);
    const patch = { kind: 'document', revision: 2, base: 1, text: '{"more":"x"}' } as const;
    child.send(patch satisfies ToProcess);
    const { problems } = (await applied(2)) as { problems: string[] };
    expect(problems).toEqual(['its document is not kept on disk: it is a folder']);
    rmdirSync(`${file}.patches`);
    child.send({ ...patch, revision: 3, base: 2 } satisfies ToProcess);
    await applied(3);
    expect(existsSync(`${file}.patches`)).toBe(false);
    expect(keptText()).toBe('first');
  });
});

describe('a kept document that is damaged', () => {
  const whole = JSON.stringify({ revision: 5, clock: CLOCK, text: 'kept' });

  test.each([
    ['truncated', whole.slice(0, -10)],
    ['empty', ''],
    ['binary', '\0\u0001\ufffd'],
    ['of another version', '{"text": 7}'],
  ])('%s, is told by its name, and the process waits for another', async (_how, content) => {
    writeFileSync(file, content);
    start();
    const { body } = await hear('event');
    expect(body).toMatchObject({ type: 'log', level: 'error' });
    expect(body).toHaveProperty(
      'message',
      expect.stringContaining(`${file} is damaged and refused`),
    );
    expect((await give(1, 'sent')).problems).toEqual([]);
    expect(keptText()).toBe('sent');
  });

  test('being a folder, too', async () => {
    mkdirSync(file);
    start();
    const { body } = await hear('event');
    expect(body).toHaveProperty(
      'message',
      `the document kept in ${file} cannot be read: it is a folder`,
    );
    await give(1, 'sent');
  });

  test('in the middle of its changes, goes by those before', async () => {
    start();
    await hear('ready');
    await give(1, 'first');
    for (const [revision, more] of [
      [2, 'two'],
      [3, 'three'],
      [4, 'four'],
    ] as const) {
      const text = JSON.stringify({ more });
      child.send({ kind: 'document', revision, base: revision - 1, text } satisfies ToProcess);
      await applied(revision);
    }
    child.kill('SIGKILL');
    const patches = `${file}.patches`;
    writeFileSync(patches, readFileSync(patches, 'utf8').replace('{"more":"three"}', '{"mor'));
    heard = [];
    start();
    await applied(0);
    child.send({ kind: 'query', id: 1, query: 'applied', input: {} } satisfies ToProcess);
    expect((await hear('answer')).output).toEqual(['first+two']);
  });
});

test.skipIf(!existsSync('/dev/full'))('a log whose disk is full ends nothing', async () => {
  start('/dev/full');
  await hear('ready');
  await give(1, 'first'); // says on standard output that it listens
  child.send({ kind: 'query', id: 1, query: 'applied', input: {} } satisfies ToProcess);
  expect((await hear('answer')).output).toEqual(['first']);
  expect(child.exitCode).toBeNull();
});
