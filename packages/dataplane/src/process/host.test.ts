import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { FromProcess, ToProcess } from '@understudy/contract';
import { until } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { identityOf } from './process-identity.ts';

const PROGRAM = fileURLToPath(new URL('./host.fixture.ts', import.meta.url));
const WITHIN_MS = 8_000;

let directory = '';
let running: Hosted[] = [];

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'understudy-host-'));
  running = [];
});
afterEach(() => {
  for (const { child } of running) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

interface Hosted {
  child: ChildProcess;
  heard: FromProcess[];
  output(): string;
  say(message: ToProcess): void;
  /** The first message of this kind, from those heard already on. */
  hear<K extends FromProcess['kind']>(kind: K): Promise<Extract<FromProcess, { kind: K }>>;
}

function start(options: { channel: boolean; stateDirectory?: string } = { channel: true }): Hosted {
  const { stateDirectory } = options;
  const folders = [directory, ...(stateDirectory === undefined ? [] : [stateDirectory])];
  const child = spawn(process.execPath, [PROGRAM, ...folders], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(options.channel ? ['ipc' as const] : [])],
  });
  const heard: FromProcess[] = [];
  let output = '';
  child.on('message', (message) => heard.push(message as FromProcess));
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const hosted: Hosted = {
    child,
    heard,
    output: () => output,
    say: (message) => void child.send(message),
    hear: (kind) =>
      until(
        () =>
          heard.find((message): message is Extract<FromProcess, { kind: typeof kind }> => {
            return message.kind === kind;
          }),
        { withinMs: WITHIN_MS, what: `a message of kind ${kind}` },
      ),
  };
  running.push(hosted);
  return hosted;
}

const CLOCK = { epochMs: 1_700_000_000_000, speed: 1 };

function documentOf(revision: number, text: string, problems: string[] = []): object {
  return { revision, clock: CLOCK, text, problems };
}

function documentMessage(document: object): ToProcess {
  const { revision } = document as { revision: number };
  return { kind: 'document', revision, text: JSON.stringify(document) };
}

const stored = (): string => path.join(directory, 'document.json');

async function exitSignal(child: ChildProcess): Promise<NodeJS.Signals | null> {
  return ((await once(child, 'exit')) as [number | null, NodeJS.Signals | null])[1];
}

async function exit(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  return ((await once(child, 'exit')) as [number | null])[0];
}

describe('a hosted process', () => {
  test('says that it is ready, takes a document and tells its revision and problems', async () => {
    const { say, hear } = start();
    await hear('ready');
    say(documentMessage(documentOf(7, 'first', ['port 80 is taken'])));
    expect(await hear('applied')).toEqual({
      kind: 'applied',
      revision: 7,
      problems: ['port 80 is taken'],
    });
    const event = await hear('event');
    expect(event.body).toEqual({ type: 'log', level: 'info', message: 'applied first' });
    expect(event.awsMs).toBeGreaterThanOrEqual(CLOCK.epochMs);
  });

  test('keeps its document on disk, readable by its owner only', async () => {
    const { say, hear } = start();
    await hear('ready');
    say(documentMessage(documentOf(1, 'secret')));
    await hear('applied');
    expect(JSON.parse(readFileSync(stored(), 'utf8'))).toEqual(documentOf(1, 'secret'));
    expect(statSync(stored()).mode & 0o777).toBe(0o600);
  });

  test('refuses an invalid document, says which field, and goes on with the one before', async () => {
    const { say, hear, heard } = start();
    await hear('ready');
    const beforeMs = Date.now() - 1;
    say(documentMessage({ revision: 1, clock: CLOCK }));
    const { body, wallMs, awsMs } = await hear('event');
    expect(body).toMatchObject({ type: 'log', level: 'error' });
    expect(body).toHaveProperty('message', expect.stringMatching(/^document refused: text: /));
    expect(Math.min(wallMs, awsMs)).toBeGreaterThan(beforeMs);
    const problems = [expect.stringMatching(/^document refused: text: /) as string];
    expect(await hear('refused')).toEqual({ kind: 'refused', revision: 1, problems });
    say(documentMessage(documentOf(2, 'good')));
    expect((await hear('applied')).revision).toBe(2);
    expect(heard.filter((message) => message.kind === 'applied')).toHaveLength(1);
  });

  test('applies the latest of the documents that arrive while it applies one', async () => {
    const { say, hear, heard } = start();
    await hear('ready');
    say(documentMessage(documentOf(1, 'slow')));
    await hear('event');
    for (const revision of [2, 3, 4])
      say(documentMessage(documentOf(revision, `revision ${revision}`)));
    await until(
      () => heard.some((message) => message.kind === 'applied' && message.revision === 4),
      { withinMs: WITHIN_MS, what: 'revision 4' },
    );
    say({ kind: 'query', id: 1, query: 'applied', input: {} });
    expect((await hear('answer')).output).toEqual(['slow', 'revision 4']);
  });

  test('takes changes to the document that it has, and none to another', async () => {
    const { say, hear, heard } = start();
    await hear('ready');
    const patch = (revision: number, base: number, more: string): void =>
      say({ kind: 'document', revision, base, text: JSON.stringify({ more }) });
    say(documentMessage(documentOf(1, 'slow', ['a problem'])));
    patch(2, 1, 'two');
    patch(3, 2, 'three');
    patch(9, 8, 'nine');
    say({ kind: 'document', revision: 10, base: 3, text: '{"more":1}' });
    patch(4, 3, 'four');
    await until(
      () => heard.some((message) => message.kind === 'applied' && message.revision === 4),
      { withinMs: WITHIN_MS, what: 'revision 4' },
    );
    say({ kind: 'query', id: 1, query: 'applied', input: {} });
    expect((await hear('answer')).output).toEqual(['slow', '+two', '+three', '+four']);
    const told = heard.flatMap((one) => (one.kind === 'refused' ? one.problems : []));
    const patchRefused = expect.stringMatching(/^patch refused: more: /) as string;
    expect(told).toEqual(['it changes revision 8, not in force here', patchRefused]);
    expect(heard.findLast(({ kind }) => kind === 'applied')).toMatchObject({
      problems: ['a problem'],
    });
  });

  test.each([
    { when: 'whole', cut: 0, resumed: 'first+two+three' },
    { when: 'cut short in its last change', cut: 3, resumed: 'first+two' },
  ])('goes on from its document and the changes since: $when', async ({ cut, resumed }) => {
    const one = start();
    await one.hear('ready');
    one.say(documentMessage(documentOf(1, 'first')));
    one.say({ kind: 'document', revision: 2, base: 1, text: '{"more":"two"}' });
    one.say({ kind: 'document', revision: 3, base: 2, text: '{"more":"three"}' });
    await until(() => one.heard.filter(({ kind }) => kind === 'applied').length === 3, {
      withinMs: WITHIN_MS,
      what: 'three documents',
    });
    one.child.kill('SIGKILL');
    await exitSignal(one.child);
    const patches = `${stored()}.patches`;
    expect(statSync(patches).mode & 0o777).toBe(0o600);
    writeFileSync(patches, readFileSync(patches, 'utf8').slice(0, -cut || undefined));
    const other = start();
    await other.hear('applied');
    other.say({ kind: 'query', id: 1, query: 'applied', input: {} });
    expect((await other.hear('answer')).output).toEqual([resumed]);
  });

  test('does not put changes into a document that they are not of', async () => {
    writeFileSync(stored(), JSON.stringify(documentOf(5, 'kept')));
    writeFileSync(`${stored()}.patches`, 'digest-of-another\n{"more":"x"}\n');
    const { say, hear } = start();
    await hear('applied');
    say({ kind: 'query', id: 1, query: 'applied', input: {} });
    expect((await hear('answer')).output).toEqual(['kept']);
  });

  test('answers queries, and tells why it cannot', async () => {
    const { say, hear, heard } = start();
    await hear('ready');
    say({ kind: 'query', id: 1, query: 'applied', input: {} });
    expect(await hear('unready')).toEqual({ kind: 'unready', id: 1 });
    say(documentMessage(documentOf(1, 'first')));
    await hear('applied');
    say({ kind: 'query', id: 2, query: 'applied', input: {} });
    expect(await hear('answer')).toEqual({ kind: 'answer', id: 2, output: ['first'] });
    say({ kind: 'query', id: 3, query: 'nonsense', input: { a: 1 } });
    await until(() => heard.some((message) => message.kind === 'failure' && message.id === 3), {
      withinMs: WITHIN_MS,
      what: 'the second failure',
    });
    expect(heard.at(-1)).toHaveProperty('message', 'no answer to nonsense {"a":1}');
    say({ kind: 'query', id: 4, query: 'refuse', input: {} });
    await until(() => heard.some((message) => message.kind === 'failure' && message.id === 4), {
      withinMs: WITHIN_MS,
      what: 'the refusal',
    });
    expect(heard.at(-1)).toMatchObject({
      message: 'Rate exceeded',
      aws: { code: 'Throttling', status: 400 },
    });
  });

  test('closes its parts and ends when it is told to stop', async () => {
    const { child, say, hear, output } = start();
    await hear('ready');
    say(documentMessage(documentOf(1, 'first')));
    await hear('applied');
    say({ kind: 'stop' });
    expect(await exit(child)).toBe(0);
    expect(output()).toContain('closed in order');
  });

  test('ends with what went wrong when a document breaks it', async () => {
    const { child, say, hear, output } = start();
    await hear('ready');
    say(documentMessage(documentOf(1, 'break')));
    expect(await hear('crash')).toMatchObject({
      code: 'Internal',
      message: 'this document breaks the program',
    });
    expect(await exit(child)).toBe(1);
    expect(output()).toContain('this document breaks the program');
  });
});

describe('without its supervisor or control plane', () => {
  test('goes on with the last document when none is sent', async () => {
    writeFileSync(stored(), JSON.stringify(documentOf(5, 'kept')));
    const { hear } = start();
    await hear('ready');
    // Its revision was counted by another supervisor.
    expect((await hear('applied')).revision).toBe(0);
  });

  test.each(['before a document came', 'while it serves'])(
    'ends when the channel closes %s',
    async (when) => {
      const { child, say, hear } = start();
      await hear('ready');
      if (when === 'while it serves') {
        say(documentMessage(documentOf(1, 'first')));
        await hear('applied');
      }
      child.disconnect();
      expect(await exit(child)).toBe(0);
    },
  );

  test('ends when there never was a channel', async () => {
    const { child } = start({ channel: false });
    expect(await exit(child)).toBe(0);
  });

  test('ends what else its supervisor had started, also what hangs, before itself', async () => {
    const hung = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const gone = exitSignal(hung);
    hung.kill('SIGSTOP');
    const { child, hear } = start({ channel: true, stateDirectory: directory });
    const own = exitSignal(child);
    const recorded = [child, hung].map(({ pid = 0 }) => ({ name: 'x', ...identityOf(pid) }));
    writeFileSync(path.join(directory, 'processes.json'), JSON.stringify(recorded));
    await hear('ready');
    child.disconnect();
    expect(await gone).toBe('SIGKILL');
    expect(await own).toBe('SIGKILL');
  });

  test('prefers a document that is sent to the one on disk', async () => {
    writeFileSync(stored(), JSON.stringify(documentOf(5, 'kept')));
    const { say, hear, heard } = start();
    await hear('ready');
    say(documentMessage(documentOf(6, 'sent')));
    await hear('applied');
    say({ kind: 'query', id: 1, query: 'applied', input: {} });
    expect((await hear('answer')).output).toEqual(['sent']);
    expect(heard.filter((message) => message.kind === 'applied')).toHaveLength(1);
  });
});
