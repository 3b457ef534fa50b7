import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processesOf } from '../../bench/support/process-tree.ts';
import type { Foreground } from '../support/foreground.ts';
import { ExampleSite } from '../support/site.ts';
import { pidOf, reaperOf } from '../support/tree.ts';
import { until } from '../support/until.ts';

/** What `down` said is stopped is: the system only has to take it out of its list. */
const STOPPED_MS_MAX = 2_000;
const REGION = 'ap-northeast-2';

let site: ExampleSite;

beforeAll(() => {
  site = new ExampleSite();
});
afterAll(() => site[Symbol.asyncDispose]());

type Victim = 'command line' | 'supervisor' | 'reaper' | 'control-plane' | 'global' | typeof REGION;

const COMBINATIONS: readonly { killed: readonly Victim[]; hang?: true }[] = [
  { killed: ['supervisor'] },
  { killed: ['supervisor', 'reaper'] },
  { killed: ['supervisor', 'control-plane'] },
  { killed: ['supervisor', 'reaper'], hang: true },
  { killed: ['command line', 'reaper', 'supervisor'] },
  { killed: ['supervisor', 'reaper', 'control-plane', 'global'], hang: true },
];

test.each(COMBINATIONS)(
  '$killed, a region hangs: $hang',
  { timeout: 120_000 },
  async ({ killed, hang }) => {
    const up = await serving();
    if (hang) expect((await site.run(['fault', 'region', REGION, '--mode', 'hang'])).code).toBe(0);
    const pids = killed.map((victim) => (victim === 'command line' ? undefined : find(victim)));
    if (killed.includes('command line')) up.kill('SIGKILL');
    for (const pid of pids) if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await site.nothingRuns();
    await up.ended;
  },
);

test('what nobody was left to end, the next command ends', { timeout: 120_000 }, async () => {
  const up = await serving();
  // A hung region hears nothing, and all that could have ended it goes with the engine.
  process.kill(-pidOf(site, REGION), 'SIGSTOP');
  const all = ['supervisor', 'control-plane', 'global', 'us-east-1'].map((name) =>
    pidOf(site, name),
  );
  const reaper = reaperOf(site);
  for (const pid of [reaper, ...all]) process.kill(pid, 'SIGSTOP');
  up.kill('SIGKILL');
  for (const pid of [reaper, ...all]) process.kill(pid, 'SIGKILL');
  const left = pidOf(site, REGION);
  expect(processesOf(site.folder).map(({ pid }) => pid)).toContain(left);
  const { code, stdout } = await site.run(['down']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('ended what an engine that died')]);
  await site.nothingRuns();
});

test.each<readonly Victim[]>([['control-plane'], ['supervisor'], ['global', REGION]])(
  'down ends an engine in which %s hangs',
  { timeout: 120_000 },
  async (...hung) => {
    const up = await serving();
    for (const name of hung) process.kill(find(name), 'SIGSTOP');
    const { code, stdout } = await site.run(['down']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('stopped')]);
    await site.nothingRuns(STOPPED_MS_MAX);
    await up.ended;
  },
);

test('up works a moment after a crash', { timeout: 120_000 }, async () => {
  const up = await serving();
  process.kill(pidOf(site, 'supervisor'), 'SIGKILL');
  await until('another engine', async () => ((await again()) ? true : undefined), {
    withinMs: 100_000,
  });
  await up.ended;
  expect((await site.run(['down'])).code).toBe(0);
});

/** At once: whoever killed the last one has not even had its death told. */
async function again(): Promise<boolean> {
  const { code, stderr } = await site.run(['up', '--detach', '--port', '0'], 100_000);
  expect(stderr).not.toContain('EngineAlreadyRunning');
  return code === 0;
}

function find(victim: Victim): number {
  return victim === 'reaper' ? reaperOf(site) : pidOf(site, victim);
}

async function serving(): Promise<Foreground> {
  const up = site.start(['up', '--port', '0', '--speed', '10']);
  const shown = until('the site', () => (/Try next/.test(up.written()) ? true : undefined), {
    withinMs: 100_000,
  });
  await up.during(shown);
  return up;
}
