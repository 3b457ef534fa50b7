import {
  closeSync,
  copyFileSync,
  existsSync,
  globSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Finished } from '../support/cli.ts';
import { ExampleSite } from '../support/site.ts';
import { pidOf } from '../support/tree.ts';
import { until } from '../support/until.ts';
import { visit } from '../support/visitor.ts';

/** One engine, whose files are damaged in turn. */
let site: ExampleSite;
const UP = ['up', '--detach', '--json', '--port', '0', '--speed', '10'];

beforeAll(() => {
  site = new ExampleSite();
});
afterAll(() => site[Symbol.asyncDispose]());

const file = (name: string): string => path.join(site.state, name);

function failureOf({ code, stdout }: Finished): { code: string; message: string; hint: string } {
  expect(code).toBe(1);
  return (JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }).error;
}

function cutShort(name: string): void {
  truncateSync(file(name), Math.floor(statSync(file(name)).size / 2));
}

test('what says where the engine is', { timeout: 120_000 }, async () => {
  await site.up('--speed', '10');
  cutShort('engine.json');
  expect(failureOf(await site.run(['status', '--json']))).toMatchObject({
    code: 'StateUnreadable',
    message: `'${file('engine.json')}' cannot be read: it is cut short, or no JSON`,
    hint: expect.stringContaining("'understudy down' ends the engine") as string,
  });
  expect(failureOf(await site.run(UP)).code).toBe('StateUnreadable');
  const listed = await site.run(['list']);
  expect(listed.stdout).toContain(`(unknown)`);
  expect(listed.stdout).toContain(site.state);
  expect(listed.stderr).toContain(`'${file('engine.json')}' cannot be read`);
  // Nothing that names a process is left: it is found by what it calls itself.
  for (const name of ['engine.lock', 'processes.json']) cutShort(name);
  const { code, stdout } = await site.run(['down']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('stopped; ')]);
  await site.nothingRuns();
});

test('what an engine writes anew is mended by up', { timeout: 120_000 }, async () => {
  for (const name of ['engine.json', 'engine.lock', 'processes.json', 'site.json'])
    writeFileSync(file(name), '\0\u0001{');
  const documents = globSync('{global,regions/*}/document.json', { cwd: site.state });
  expect(documents).toHaveLength(3);
  for (const name of documents) cutShort(name);
  const { systems } = await site.up('--speed', '10');
  expect(systems.map(({ state }) => state)).not.toContain('failing');
  for (const name of documents)
    expect(JSON.parse(readFileSync(file(name), 'utf8'))).toHaveProperty('revision');
});

test('what a region keeps', { timeout: 120_000 }, async () => {
  expect((await site.run(['down'])).code).toBe(0);
  const metadata = file('regions/us-east-1/store/metadata.sqlite');
  copyFileSync(metadata, `${metadata}.whole`);
  writeFileSync(metadata, 'no database, and long enough to be taken for one '.repeat(100));
  const error = failureOf(await site.run(UP));
  expect(error).toMatchObject({ code: 'StateUnreadable' });
  expect(error.message).toMatch(/^us-east-1: .*no SQLite database$/);
  expect(error.message).toContain(`'${metadata}'`);
  await site.nothingRuns();
  renameSync(`${metadata}.whole`, metadata);
  await site.up('--speed', '10');
});

test(
  'what the control plane knows, while it runs and afterwards',
  { timeout: 120_000 },
  async () => {
    const database = file('control-plane.sqlite');
    const { endpoint, token } = site.endpoint;
    damagePages(database);
    process.kill(pidOf(site, 'control-plane'), 'SIGKILL');
    const asked = async (): Promise<{ error: { code: string; message: string } } | undefined> => {
      const answer = await fetch(`${endpoint}/_understudy/state`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return answer.status === 503 ? ((await answer.json()) as never) : undefined;
    };
    const { error } = await until('an answer', asked, { withinMs: 20_000 });
    expect(error).toMatchObject({
      code: 'StateUnreadable',
      message: expect.stringContaining(`'${database}': it is damaged`) as string,
    });
    expect((await visit(site)).secure).toBe(true);
    expect(failureOf(await site.run(['status', '--json'])).code).toBe('StateUnreadable');
    expect((await site.run(['down'])).code).toBe(0);
    await site.nothingRuns();
    const { code, message, hint } = failureOf(await site.run(UP));
    expect([code, message]).toEqual([
      'StateUnreadable',
      expect.stringContaining(`'${database}': it is damaged`),
    ]);
    expect(hint).toMatch(/^move the state folder away/);
    await site.nothingRuns();
  },
);

/** All but the first, also of what is not in the file itself yet. */
function damagePages(database: string): void {
  for (const [name, start] of [
    [database, 4_096],
    [`${database}-wal`, 0],
  ] as const) {
    if (!existsSync(name)) continue;
    const bytes = Math.max(0, statSync(name).size - start);
    const descriptor = openSync(name, 'r+');
    writeSync(descriptor, Buffer.alloc(bytes, 0x5a), 0, bytes, start);
    closeSync(descriptor);
  }
}
