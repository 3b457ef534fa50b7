import { describe, expect, test } from 'vitest';
import { ask, ChildBench, reaches } from '../../supervisor/child.fixture.ts';
import type { ManagedProcess } from '../../supervisor/processes/managed-process.ts';
import type { DataPlaneProcess } from './data-plane-process.ts';
import { connect } from './link.fixture.ts';

async function known(
  bench: ChildBench,
): Promise<{ managed: ManagedProcess; process: DataPlaneProcess }> {
  const managed = await bench.run('one');
  const [process] = (await connect(bench)).processes;
  if (process === undefined) throw new Error('no process is known');
  return { managed, process };
}

describe('a query', () => {
  test('is answered, or told what the process says against it', async () => {
    await using bench = new ChildBench();
    const { process } = await known(bench);
    await expect(process.query('echo', { a: 1 })).resolves.toEqual({ a: 1 });
    await expect(process.query('nonsense', {})).rejects.toThrow("there is no query 'nonsense'");
    await expect(process.query('refuse', {})).rejects.toMatchObject({
      code: 'InvalidInstanceID.NotFound',
      status: 400,
      message: 'no such instance',
    });
    await expect(process.query('misunderstand', {})).rejects.toMatchObject({
      code: 'QueryInvalid',
      fault: 'engine',
      message: 'the request of query misunderstand is invalid',
    });
  });

  test('that is not answered in time is rejected', async () => {
    await using bench = new ChildBench();
    const { process } = await known(bench);
    const answer = expect(process.query('ignore', {})).rejects.toMatchObject({
      code: 'RegionUnavailable',
      message: 'one cannot be asked: it did not answer within 10 s',
    });
    await bench.clock.advance(10_000);
    await answer;
  });

  test('is rejected when the process dies, and while it does not run', async () => {
    await using bench = new ChildBench();
    const { process } = await known(bench);
    await expect(process.query('crash', {})).rejects.toMatchObject({
      code: 'RegionUnavailable',
      message: 'one cannot be asked: it has ended; process.log in its folder says why',
    });
    await expect(process.query('echo', {})).rejects.toThrow('it is not running');
  });

  test('that comes before the first document is rejected', async () => {
    await using bench = new ChildBench();
    const { process } = await known(bench);
    await expect(process.query('unready', {})).rejects.toMatchObject({
      code: 'RegionUnavailable',
      message: 'one cannot be asked: it has no document yet',
    });
  });

  test('that meets a process which ended just now is rejected', async () => {
    await using bench = new ChildBench();
    const { managed, process } = await known(bench);
    bench.tell = () => undefined; // the report is still on its way
    ask(managed, 'crash');
    await reaches(managed, 'restarting');
    const { link } = await connect(bench);
    const late = process.query('echo', {});
    process.answer({
      kind: 'unavailable',
      id: 1_000_000_000,
      name: 'one',
      why: 'it is not running',
    });
    await expect(late).rejects.toThrow('one cannot be asked: it is not running');
    expect(link).toBeDefined();
  });

  test('has an id that no query of the control plane before had', async () => {
    await using bench = new ChildBench();
    await known(bench);
    const [again] = (await connect(bench, 2)).processes;
    const answer = again?.query('echo', 'mine');
    for (const id of [0, 1, 1_000_000_000]) again?.answer({ kind: 'answer', id, output: 'old' });
    await expect(answer).resolves.toBe('mine');
  });
});

test('whoever waits for a document hears when the process hangs, and when it is lost', async () => {
  await using bench = new ChildBench();
  const { managed, process } = await known(bench);
  const heard: string[] = [];
  process.onChange(() => heard.push(`${process.report.state} ${process.report.suspended}`));
  managed.suspended = true;
  managed.signal('SIGKILL', { wanted: false });
  await reaches(managed, 'stopped');
  expect(heard).toEqual(['running true', 'stopped true']);
});
