import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { ExampleSite } from './support/site.ts';
import { until } from './support/until.ts';
import { visit, visitUntil } from './support/visitor.ts';
import type { Foreground } from './support/foreground.ts';

const IDENTITY = 'const identity = await whoami();';
/** Two seconds on a machine that does nothing else; this one may be three times slower. */
const BROUGHT_WITHIN_MS = 6_000;

const site = new ExampleSite();
let dev: Foreground;

beforeAll(async () => {
  await site.up();
  dev = site.start(['dev']);
  await dev.during(until('it watches', () => says('; Ctrl-C to end'), { withinMs: 20_000 }));
}, 180_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
}, 60_000);

const says = (text: string): true | undefined => (dev.written().includes(text) ? true : undefined);

test('a change of the app is answered within seconds, by the same instances', async () => {
  const before = await instances();
  const savedMs = performance.now();
  site.edit('web/server.js', IDENTITY, 'const identity = { ...(await whoami()), version: 2 };');
  await visitUntil(site, (page) => 'version' in page, { withinMs: BROUGHT_WITHIN_MS });
  const tookMs = Math.round(performance.now() - savedMs);
  process.stdout.write(`from save to answer: ${tookMs} ms\n`);
  const told = 'server.js → 2 web servers of us-east-1';
  await dev.during(until('both regions have it', () => says(told), { withinMs: 20_000 }));
  expect(await instances()).toEqual(before);
}, 60_000);

test('an app that does not start is told with its last words, and the one before goes on', async () => {
  site.edit('web/server.js', 'const routes', "throw new Error('no database');\nconst routes");
  const isTold = (): true | undefined => says('Error: no database');
  await dev.during(until('it is told', isTold, { withinMs: 20_000 }));
  expect(dev.written()).toContain('error AppDidNotStart: the changed app did not start on i-');
  expect(await visit(site)).toHaveProperty('version', 2);
}, 60_000);

test('a static file is in the bucket, and out of the caches', async () => {
  const read = async (): Promise<string> => {
    const url = `https://${await assetsDomain()}/news.txt`;
    return (await site.run(['curl', '-s', url])).stdout;
  };
  for (const text of ['one', 'two']) {
    writeFileSync(path.join(site.folder, 'assets/news.txt'), text);
    const isThere = async (): Promise<true | undefined> =>
      (await read()) === text ? true : undefined;
    await dev.during(until(`it is ${text}`, isThere, { withinMs: 20_000 }));
  }
}, 90_000);

test('what happened and what was written is told, also while it goes on', async () => {
  const { stdout } = await site.run(['events', '--json']);
  const types = stdout.split('\n').map((line) => (/"type":"([a-z-]+)"/.exec(line) ?? [])[1]);
  expect(types).toEqual(expect.arrayContaining(['instance', 'stack', 'target-health']));
  const all = await site.run(['logs', '--all']);
  expect(all.stdout).toMatch(/^i-[0-9a-f]{17} \| /m);

  const followed = site.start(['events', '--follow']);
  const logs = site.start(['logs', '--follow']);
  const hears =
    (one: Foreground, text: string): (() => true | undefined) =>
    () =>
      one.written().includes(text) ? true : undefined;
  await logs.during(until('it has lines', hears(logs, ' | '), { withinMs: 20_000 }));
  await site.run(['fault', 'region', 'us-east-1']);
  await followed.during(
    until('the loss is told', hears(followed, 'us-east-1 region crashed'), { withinMs: 20_000 }),
  );
}, 60_000);

test('a domain for another site can be registered at the engine that runs', async () => {
  const registered = await site.run(['registrar', 'register', 'bakery.example']);
  expect([registered.code, registered.stdout]).toEqual([
    0,
    expect.stringContaining('bakery.example is registered'),
  ]);
  const shown = await site.run(['registrar', 'show', 'bakery.example']);
  expect(shown.stdout).toContain('(none: the domain does not resolve)');
  const again = await site.run(['registrar', 'register', 'bakery.example']);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('UsageInvalid')]);
}, 60_000);

async function instances(): Promise<string[]> {
  const { stdout } = await site.run(['logs']);
  return (stdout.match(/i-[0-9a-f]{17}/g) ?? []).sort();
}

async function assetsDomain(): Promise<string> {
  using aws = new Aws(site);
  return (await aws.outputs('ticketing-ap-northeast-2', 'ap-northeast-2'))('AssetsDomain');
}
