import { statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { until } from '@understudy/contract/testkit';
import { describe, expect, test } from 'vitest';
import type { TestDocument } from './process-testkit.ts';
import { applies, ChildBench, reaches, runs, WITHIN_MS } from './child-testkit.ts';

const asks = (document: TestDocument): TestDocument => document;

describe('a managed process', () => {
  test('gets the document that was pushed before it ran', async () => {
    await using bench = new ChildBench();
    const managed = bench.make('one');
    managed.push({ revision: 3 });
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

  test('answers queries, and tells what its process says against them', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    await expect(managed.query('echo', { a: 1 })).resolves.toEqual({ a: 1 });
    await expect(managed.query('nonsense', {})).rejects.toThrow("there is no query 'nonsense'");
    await expect(managed.query('refuse', {})).rejects.toMatchObject({
      code: 'InvalidInstanceID.NotFound',
      status: 400,
      message: 'no such instance',
    });
  });

  test("has none of the user's credentials", async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'of the user';
    await using bench = new ChildBench();
    const environment = await (await bench.run('here')).query('environment', {});
    delete process.env['AWS_SECRET_ACCESS_KEY'];
    expect(environment).toMatchObject({ UNDERSTUDY_PROCESS: 'here' });
    expect(environment).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
  });

  test('rejects a query that is not answered in time', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    const answer = expect(managed.query('ignore', {})).rejects.toMatchObject({
      code: 'RegionUnavailable',
      message: 'one cannot be asked: it did not answer within 10 s',
    });
    await bench.clock.advance(10_000);
    await answer;
  });

  test('rejects queries that wait when it dies, and queries while it does not run', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    await expect(managed.query('crash', {})).rejects.toMatchObject({
      code: 'RegionUnavailable',
      message: 'one cannot be asked: exited with code 3',
    });
    await expect(managed.query('echo', {})).rejects.toThrow('it is not running');
  });
});

describe('after a crash', () => {
  test('it starts again, later each time', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    for (const delayMs of [200, 400]) {
      managed.query('crash', {}).catch(() => undefined);
      await reaches(managed, 'restarting');
      await bench.clock.advance(delayMs - 1);
      expect(managed.state).toBe('restarting');
      managed.push(asks({ revision: delayMs, silent: true }));
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

  test('it starts again soon with its last document, once it had taken one', async () => {
    await using bench = new ChildBench();
    const managed = await bench.run();
    managed.push({ revision: 1 });
    for (let round = 0; round < 2; round += 1) {
      await applies(managed, 1);
      managed.query('crash', {}).catch(() => undefined);
      await reaches(managed, 'restarting');
      await bench.clock.advance(200);
      expect(managed.state).toBe('starting');
    }
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
    managed.query('crash', {}).catch(() => undefined);
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
    managed.push(asks({ revision: 1, stubborn: true }));
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

test('whoever waits for a document hears when the process is lost', async () => {
  await using bench = new ChildBench();
  const managed = await bench.run();
  let heard = 0;
  managed.onApplied(() => (heard += 1));
  managed.suspended = true;
  expect(heard).toBe(1);
  managed.signal('SIGKILL', { wanted: false });
  await until(() => heard === 2, { withinMs: WITHIN_MS, what: 'the second call' });
});
