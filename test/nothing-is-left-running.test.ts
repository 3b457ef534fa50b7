import { afterAll, beforeAll, expect, test } from 'vitest';
import { processesOf } from '../bench/support/process-tree.ts';
import type { Foreground } from './support/foreground.ts';
import { ExampleSite } from './support/site.ts';
import { until } from './support/until.ts';

/**
 * The command line, the engine, its reaper, three processes below it, four web servers and their
 * guards.
 */
const PROCESSES_MIN = 10;

/**
 * One folder: the first `up` deploys, the others serve what it left, as after any of these ends.
 */
let site: ExampleSite;

beforeAll(() => {
  site = new ExampleSite();
});
afterAll(() => site[Symbol.asyncDispose]());

test('SIGKILL while the site is still being deployed', { timeout: 120_000 }, async () => {
  const up = site.start(['up', '--port', '0', '--speed', '10']);
  await written(up, /stack ticketing-zone/);
  expect(processesOf(site.folder).length).toBeGreaterThan(4);
  up.kill('SIGKILL');
  await site.nothingRuns();
});

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('%s', { timeout: 120_000 }, async (signal) => {
  const up = await serving();
  up.kill(signal);
  await site.nothingRuns();
  expect(await up.ended).toBe(signal === 'SIGKILL' ? 'SIGKILL' : 0);
});

test.each(['hang', 'blackhole'])(
  'SIGKILL while a fault (%s) holds a region',
  { timeout: 120_000 },
  async (mode) => {
    const up = await serving();
    expect((await site.run(['fault', 'region', 'ap-northeast-2', '--mode', mode])).code).toBe(0);
    up.kill('SIGKILL');
    await site.nothingRuns();
  },
);

async function serving(): Promise<Foreground> {
  const up = site.start(['up', '--port', '0', '--speed', '10']);
  await written(up, /Try next/);
  expect(processesOf(site.folder).length).toBeGreaterThanOrEqual(PROCESSES_MIN);
  return up;
}

async function written(up: Foreground, pattern: RegExp): Promise<void> {
  const seen = until(String(pattern), () => (pattern.test(up.written()) ? true : undefined), {
    withinMs: 100_000,
  });
  await up.during(seen);
}
