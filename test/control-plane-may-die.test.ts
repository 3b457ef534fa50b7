import process from 'node:process';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { ExampleSite } from './support/site.ts';
import { pidOf as processId } from './support/tree.ts';
import { until } from './support/until.ts';
import { visit, visitUntil } from './support/visitor.ts';

/** That it comes back, on a slow machine too; how soon is a figure of `bench/`. */
const BACK_MS_MAX = 10_000;
const VISIT_PAUSE_MS = 20;

let site: ExampleSite;

beforeAll(async () => {
  site = new ExampleSite();
  await site.up('--speed', '10');
}, 120_000);
afterAll(() => site[Symbol.asyncDispose]());

const pidOf = (name: string): number => processId(site, name);

async function stackStates(): Promise<string[]> {
  using aws = new Aws(site);
  const virginia = aws.client(CloudFormationClient, 'us-east-1');
  const { Stacks: stacks = [] } = await virginia.send(new DescribeStacksCommand({}));
  return stacks.map((stack) => `${stack.StackName} ${stack.StackStatus}`).sort();
}

/** Visits until told to stop; a visit that fails is kept. */
function traffic(): { stop(): Promise<{ visits: number; failures: unknown[] }> } {
  let going = true;
  const failures: unknown[] = [];
  let visits = 0;
  const run = async (): Promise<void> => {
    while (going) {
      await visit(site).catch((error: unknown) => failures.push(error));
      visits += 1;
      await new Promise((fulfil) => setTimeout(fulfil, VISIT_PAUSE_MS));
    }
  };
  const done = run();
  return {
    async stop() {
      going = false;
      await done;
      return { visits, failures };
    },
  };
}

test('killed under traffic: no request fails, and it is back on its port', async () => {
  const stacks = await stackStates();
  const { endpoint } = site.endpoint;
  const before = pidOf('control-plane');
  const visitors = traffic();
  process.kill(before, 'SIGKILL');
  const back = await until('the stacks', stackStates, { withinMs: BACK_MS_MAX });
  expect(back).toEqual(stacks);
  expect(site.endpoint.endpoint).toBe(endpoint);
  expect(pidOf('control-plane')).not.toBe(before);
  const { visits, failures } = await visitors.stop();
  expect(failures).toEqual([]);
  expect(visits).toBeGreaterThan(10);
});

test('a region that is lost while there is none fails over', { timeout: 60_000 }, async () => {
  const stopped = pidOf('control-plane');
  process.kill(stopped, 'SIGSTOP');
  const lost = pidOf('ap-northeast-2');
  // Again and again: the supervisor brings it back, as it does when nobody has asked for the loss.
  const killing = setInterval(() => {
    try {
      process.kill(-pidOf('ap-northeast-2'), 'SIGKILL');
    } catch {
      return; // it is just not there
    }
  }, 50);
  try {
    await visitUntil(site, (page) => page.region === 'us-east-1', { withinMs: 30_000 });
  } finally {
    clearInterval(killing);
    process.kill(stopped, 'SIGKILL');
  }
  await until('the stacks', stackStates, { withinMs: BACK_MS_MAX });
  expect(pidOf('control-plane')).not.toBe(stopped);
  await visitUntil(site, (page) => page.region === 'ap-northeast-2', { withinMs: 30_000 });
  expect(pidOf('ap-northeast-2')).not.toBe(lost);
});

test('status waits for it, and lists the tree', { timeout: 60_000 }, async () => {
  process.kill(pidOf('control-plane'), 'SIGKILL');
  const { processes } = await site.status();
  const names = ['supervisor', 'control-plane', 'global', 'ap-northeast-2', 'us-east-1'];
  expect(processes).toEqual(names.map((name) => ({ name, pid: pidOf(name), state: 'running' })));
});

test('events are numbered on, for whoever asks from where it was', async () => {
  const last = (await events(0)).at(-1);
  const sequence = Number(/^id: (\d+)/.exec(last ?? '')?.[1]);
  process.kill(pidOf('control-plane'), 'SIGKILL');
  await until('the stacks', stackStates, { withinMs: BACK_MS_MAX });
  const after = await events(sequence - 1);
  expect(after[0]).toBe(last);
  expect(after.join()).toContain('the control plane killed by SIGKILL');
});

/** Those of the stream's first piece that are whole. */
async function events(lastSeen: number): Promise<string[]> {
  const { endpoint, token } = site.endpoint;
  const response = await fetch(`${endpoint}/_understudy/events`, {
    headers: { authorization: `Bearer ${token}`, 'last-event-id': String(lastSeen) },
  });
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return Buffer.from(value ?? [])
    .toString()
    .split('\n\n')
    .slice(0, -1);
}

test('a fault kills it or lets it hang, and heal ends the hang', { timeout: 60_000 }, async () => {
  const before = pidOf('control-plane');
  expect((await site.run(['fault', 'control-plane'])).code).toBe(0);
  await until('the stacks', stackStates, { withinMs: BACK_MS_MAX });
  expect(pidOf('control-plane')).not.toBe(before);
  const hung = await site.run(['fault', 'control-plane', '--mode', 'hang']);
  expect(hung.stdout).toContain('the control plane hangs');
  expect((await visit(site)).secure).toBe(true);
  const { code, stdout } = await site.run(['heal']);
  expect([code, stdout]).toEqual([0, 'no region was lost\n']);
  expect(await stackStates()).toHaveLength(4);
});

test('status of one that hangs says which call has no answer', { timeout: 60_000 }, async () => {
  process.kill(pidOf('control-plane'), 'SIGSTOP');
  const { code, stdout } = await site.run(['status', '--json']);
  expect(code).not.toBe(0);
  expect(stdout).toContain('did not answer GET /_understudy/state within 12 s');
});
