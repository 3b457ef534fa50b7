import { existsSync } from 'node:fs';
import path from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { understudy, type Finished } from '../support/cli.ts';
import { environmentOf } from '../support/environment.ts';
import { ExampleSite } from '../support/site.ts';
import { visit } from '../support/visitor.ts';

/** A site whose app works from nobody's first deployment on: no stack of it stays. */
const SPEED = ['--speed', '20'];
const WITHIN_MS = 120_000;
const STANDBY = 'us-east-1';
const APP = 'web/server.js';
const CRASH = "throw new Error('no database');\n";
const HEALTH = "'GET /healthz': () => ({ type";
const SICK = "'GET /healthz': () => (console.error('no room'), { status: 503, type";

let site: ExampleSite;
beforeAll(() => {
  site = new ExampleSite();
});
afterAll(async () => site[Symbol.asyncDispose](), 60_000);

async function deploy(): Promise<Finished> {
  const env = await environmentOf(site);
  return await understudy(['deploy', '--yes'], { cwd: site.folder, env, withinMs: WITHIN_MS });
}

/** Of the standby's stack, which is deployed first. */
async function stackStatus(): Promise<string | undefined> {
  using aws = new Aws(site);
  const { Stacks: [stack] = [] } = await aws
    .client(CloudFormationClient, STANDBY)
    .send(new DescribeStacksCommand({ StackName: `ticketing-${STANDBY}` }));
  return stack?.StackStatus;
}

test(
  'up says why with the last words, stops its engine, and keeps the state',
  { timeout: WITHIN_MS },
  async () => {
    site.edit(APP, 'const routes', `${CRASH}const routes`);
    const words = ['up', '--detach', '--port', '0', ...SPEED];
    const { code, stderr } = await site.run(words, WITHIN_MS);
    expect(code).toBe(1);
    expect(stderr).toContain('DeploymentFailed: ticketing-us-east-1/');
    expect(stderr).toContain('Received 1 FAILURE signal(s) out of 2.');
    expect(stderr).toMatch(/Instance i-\w+: Its last output: .*Error: no database/s);
    await site.nothingRuns();
    expect(existsSync(path.join(site.state, 'control-plane.sqlite'))).toBe(true);
  },
);

test('deploy of one that crashes rolls the stack back', { timeout: WITHIN_MS }, async () => {
  const regions = ['--region', 'ap-northeast-2', STANDBY];
  const words = ['engine', '--detach', '--port', '0', ...SPEED, ...regions];
  expect(await site.run(words, WITHIN_MS)).toMatchObject({ code: 0 });
  const { code, stderr } = await deploy();
  expect(code).toBe(1);
  expect(stderr).toContain('Error: no database');
  expect(await stackStatus()).toBe('ROLLBACK_COMPLETE');
});

test(
  'deploy of one that never is healthy says how it was found',
  { timeout: WITHIN_MS },
  async () => {
    site.edit(APP, CRASH, '');
    site.edit(APP, HEALTH, SICK);
    const { code, stderr } = await deploy();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /Instance i-\w+ was unhealthy: Target\.ResponseCodeMismatch \(.*503.*\)\. Its last output: .*no room/s,
    );
    expect(await stackStatus()).toBe('ROLLBACK_COMPLETE');
  },
);

test('the next one takes the place of what was rolled back', { timeout: WITHIN_MS }, async () => {
  site.edit(APP, SICK, HEALTH);
  expect(await deploy()).toMatchObject({ code: 0 });
  expect(await stackStatus()).toMatch(/^(CREATE|UPDATE)_COMPLETE$/);
  expect(await visit(site)).toHaveProperty('region', 'ap-northeast-2');
});
