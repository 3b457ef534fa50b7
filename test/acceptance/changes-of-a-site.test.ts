import { afterAll, beforeAll, expect, test } from 'vitest';
import { understudy, type Finished } from '../support/cli.ts';
import { environmentOf } from '../support/environment.ts';
import { ExampleSite } from '../support/site.ts';
import { visit, visitUntil } from '../support/visitor.ts';

/**
 * What becomes of a site whose configuration is changed, one change after the other, by `deploy` to
 * the engine that it runs on; and of a second site beside it.
 */
const SPEED = 20;
const WITHIN_MS = 120_000;
const CONFIG = 'understudy.config.ts';

let site: ExampleSite;
beforeAll(async () => {
  site = new ExampleSite();
  site.edit(CONFIG, "origin: 'http',", "origin: 'https',");
  await site.up('--speed', String(SPEED));
}, WITHIN_MS);
afterAll(async () => site[Symbol.asyncDispose](), WITHIN_MS);

async function act(...words: string[]): Promise<Finished> {
  return await actIn(site.folder, ...words);
}

async function actIn(cwd: string, ...words: string[]): Promise<Finished> {
  const env = await environmentOf(site);
  return await understudy(words, { cwd, env, withinMs: WITHIN_MS });
}

const step = (evidence: string) => expect.objectContaining({ evidence });

test(
  'capacity: the group becomes as large, and instances stay',
  { timeout: WITHIN_MS },
  async () => {
    site.edit(CONFIG, 'min: 2, max: 4', 'min: 3, max: 5');
    const before = await visit(site);
    expect(await act('deploy', '--yes')).toMatchObject({ code: 0 });
    const { systems } = await site.status();
    expect(systems.find(({ name }) => name === 'Target group')).toEqual(
      step('ap-northeast-2: 3 of 3 targets healthy; us-east-1: 3 of 3 targets healthy'),
    );
    await visitUntil(site, ({ instance }) => instance === before.instance, { withinMs: 10_000 });
  },
);

test('regions that change places: the other one serves', { timeout: WITHIN_MS }, async () => {
  const failures: unknown[] = [];
  let going = true;
  const visitor = (async () => {
    while (going) await visit(site, 10_000).catch((error: unknown) => failures.push(error));
  })();
  site.edit(CONFIG, "primary: 'ap-northeast-2'", "primary: 'us-east-1'");
  site.edit(CONFIG, "standby: 'us-east-1'", "standby: 'ap-northeast-2'");
  expect(await act('deploy', '--yes')).toMatchObject({ code: 0 });
  await visitUntil(site, ({ region }) => region === 'us-east-1', { withinMs: 10_000 });
  going = false;
  await visitor;
  expect(failures).toEqual([]);
  const { systems, regions } = await site.status();
  expect(regions).toContainEqual(expect.objectContaining({ name: 'us-east-1', role: 'primary' }));
  expect(systems.filter(({ state }) => state !== 'working')).toEqual([]);
});

test(
  'a site that is renamed, or loses its web servers, is told why it cannot',
  async () => {
    site.edit(CONFIG, "domain: 'ticketing.pw',", "domain: 'ticketing.pw', name: 'box',");
    const renamed = await act('deploy', '--yes');
    expect([renamed.code, renamed.stderr]).toEqual([
      1,
      expect.stringMatching(/ChangeImpossible: .* serves ticketing\.pw already.*put 'name' back/s),
    ]);
    expect((await act('diff')).stdout).toMatch(/left behind.*ticketing-edge.*cannot be deployed/s);
    site.edit(CONFIG, ", name: 'box',", ',');
    site.edit(CONFIG, 'web: {', 'web: undefined && {');
    site.edit(CONFIG, 'bucket: true', 'bucket: false');
    const without = await act('deploy', '--yes');
    expect([without.code, without.stderr]).toEqual([
      1,
      expect.stringContaining('is deployed with web servers, and is to have none'),
    ]);
    site.edit(CONFIG, 'web: undefined && {', 'web: {');
    site.edit(CONFIG, 'bucket: false', 'bucket: true');
    expect(await visit(site)).toHaveProperty('region', 'us-east-1');
  },
  WITHIN_MS,
);

test('files that are named no more stay in the bucket, and are told', async () => {
  site.edit(CONFIG, "assets: './assets',", '');
  const { stdout } = await act('diff');
  expect(stdout).toContain('no stack changes');
  expect(stdout).toMatch(/7 other objects in the bucket stay/);
});

test('a second site on the engine outlives the first', { timeout: 2 * WITHIN_MS }, async () => {
  await using second = new ExampleSite('node');
  second.edit(CONFIG, "standby: 'us-west-2'", "standby: 'ap-northeast-2'");
  expect(await act('registrar', 'register', 'example.com')).toMatchObject({ code: 0 });
  expect(await actIn(second.folder, 'deploy', '--yes')).toMatchObject({ code: 0 });
  const status = async (name: string): Promise<string> => {
    const url = `https://${name}/`;
    return (await act('curl', '-so', '/dev/null', '-w', '%{http_code}', url)).stdout.trim();
  };
  expect([await status('ticketing.pw'), await status('example.com')]).toEqual(['200', '200']);
  const { code, stdout } = await act('destroy', '--yes');
  expect([code, stdout]).toEqual([0, expect.stringContaining('example-edge in us-east-1')]);
  expect(await status('example.com')).toBe('200');
});
