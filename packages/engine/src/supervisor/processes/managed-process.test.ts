import { statSync } from 'node:fs';
import path from 'node:path';
import { until } from '@understudy/contract/testing';
import { describe, expect, test, vi } from 'vitest';
import { applies, ask, ChildBench, give, reaches, runs, WITHIN_MS } from '../child.fixture.ts';
import type { FromSupervisor } from '../protocol.ts';

describe('a managed process', () => {
  test('gets the document that was pushed before it ran', async () => {
    await using bench = new ChildBench();
    const managed = bench.make('one');
    give(managed, { revision: 3 });
    managed.start();
    await applies(managed, 3);
    expect(managed.state).toBe('running');
  });

  test('keeps its files for its owner only', async () => {
    await using bench = new ChildBench();
    await bench.run('one');
    const directory = path.join(bench.directory, 'one');
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(directory, 'process.log')).mode & 0o777).toBe(0o600);
  });

  test("has none of the user's credentials", async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'of the user');
    await using bench = new ChildBench();
    ask(await bench.run('here'), 'environment');
    vi.unstubAllEnvs();
    const answer = await until(() => bench.told.find(({ kind }) => kind === 'answer'), {
      withinMs: WITHIN_MS,
      what: 'an answer',
    });
    expect(answer).toMatchObject({ output: { UNDERSTUDY_PROCESS: 'here' } });
    expect(answer).not.toHaveProperty('output.AWS_SECRET_ACCESS_KEY');
  });

  test('gets no document while it hangs, and the last one when it goes on', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    managed.suspended = true;
    give(managed, { revision: 1 });
    give(managed, { revision: 2 });
    expect(ask(managed, 'echo')).toBe(false);
    managed.suspended = false;
    await applies(managed, 2);
    expect(bench.told.flatMap(appliedIn)).not.toContain(1);
  });
});

test('a document that it refused is told, until it has taken another', async () => {
  await using bench = new ChildBench();
  const managed = await bench.run();
  ask(managed, 'refuse-next');
  give(managed, { revision: 1 });
  await until(() => managed.report().refused !== undefined, {
    withinMs: WITHIN_MS,
    what: 'a refusal',
  });
  expect(managed.report()).toMatchObject({
    appliedRevision: 0,
    refused: { revision: 1, problems: ['document refused: a: b'] },
  });
  give(managed, { revision: 2 });
  await applies(managed, 2);
  expect(managed.report().refused).toBeUndefined();
});

const appliedIn = (message: FromSupervisor): number[] =>
  message.kind === 'process' ? [message.report.appliedRevision] : [];

describe('after a crash', () => {
  test('it starts again, later each time', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    for (const delayMs of [200, 400]) {
      ask(managed, 'crash');
      await reaches(managed, 'restarting');
      await bench.clock.advance(delayMs - 1);
      expect(managed.state).toBe('restarting');
      give(managed, { revision: delayMs, silent: true });
      await bench.clock.advance(1);
      await reaches(managed, 'running');
    }
    expect(bench.events.map(({ source, body }) => [source, body.type])).toEqual([
      ['one', 'region'],
      ['one', 'region'],
    ]);
    expect(bench.events[0]?.body).toMatchObject({
      state: 'restarting',
      reason: expect.stringMatching(/^one: exited with code 3; see .*process\.log$/) as string,
    });
  });

  test('what it said of its end is told, until it has taken a document again', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    ask(managed, 'fail');
    await reaches(managed, 'restarting');
    const ended = { code: 'StateUnwritable', message: 'no such disk' };
    expect(managed.report().ended).toEqual(ended);
    expect(bench.events[0]?.body).toMatchObject({
      reason: expect.stringMatching(/^one: exited with code 1: no such disk; see /) as string,
    });
    give(managed, { revision: 1 });
    await bench.clock.advance(200);
    await applies(managed, 1);
    expect(managed.report().ended).toBeUndefined();
  });

  test('it starts again soon with its last document, once it had taken one', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    give(managed, { revision: 1 });
    for (let round = 0; round < 2; round += 1) {
      await applies(managed, 1);
      ask(managed, 'crash');
      await reaches(managed, 'restarting');
      await bench.clock.advance(200);
      expect(managed.state).toBe('starting');
    }
  });

  test('it starts again with its last document and all that was changed in it', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    give(managed, { revision: 1 });
    managed.push({ revision: 2, digest: 'two', text: '{}', base: 1 });
    managed.push({ revision: 3, digest: 'three', text: '{}', base: 2 });
    await applies(managed, 3);
    expect(managed.report().pushed).toEqual({ revision: 3, digest: 'three' });
    ask(managed, 'crash');
    await reaches(managed, 'restarting');
    await bench.clock.advance(200);
    await applies(managed, 3);
  });

  test('it stays away when it was killed on purpose', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    managed.signal('SIGKILL', { wanted: false });
    await managed.gone();
    await bench.clock.advance(60_000);
    expect(managed.state).toBe('stopped');
    expect(bench.events).toEqual([]);
    managed.start();
    await reaches(managed, 'running');
  });

  test('it does not come back when it was killed on purpose while it waited', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    ask(managed, 'crash');
    await reaches(managed, 'restarting');
    managed.signal('SIGKILL', { wanted: false });
    await bench.clock.advance(60_000);
    expect(managed.pid).toBeUndefined();
  });
});

describe('stopping', () => {
  test('lets it end in order', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    const { pid } = managed;
    await managed.stop();
    expect(runs(pid)).toBe(false);
    expect(managed.state).toBe('stopped');
    await bench.clock.advance(60_000);
    expect(managed.pid).toBeUndefined();
  });

  test('kills what does not end', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    const { pid } = managed;
    give(managed, { revision: 1, stubborn: true });
    await applies(managed, 1);
    const stopped = managed.stop();
    await bench.clock.advance(1_499);
    expect(runs(pid)).toBe(true);
    await bench.clock.advance(1);
    await stopped;
    expect(runs(pid)).toBe(false);
  });

  test('wakes a hung process to end it', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    managed.signal('SIGSTOP', { wanted: false });
    await managed.stop();
    expect(managed.state).toBe('stopped');
  });
});

test('every change is told', async () => {
  await using bench = new ChildBench();
  const managed = await bench.run();
  const states = (): string[] =>
    bench.told.flatMap((message) =>
      message.kind === 'process' ? [`${message.report.state} ${message.report.suspended}`] : [],
    );
  managed.suspended = true;
  managed.signal('SIGKILL', { wanted: false });
  await until(() => states().length === 4, { withinMs: WITHIN_MS, what: 'the fourth report' });
  expect(states()).toEqual(['starting false', 'running false', 'running true', 'stopped true']);
});
