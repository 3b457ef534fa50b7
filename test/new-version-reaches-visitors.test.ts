import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeInstanceRefreshesCommand,
  StartInstanceRefreshCommand,
} from '@aws-sdk/client-auto-scaling';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { understudy, type Finished } from './support/cli.ts';
import { environmentOf } from './support/environment.ts';
import { ExampleSite } from './support/site.ts';
import { until } from './support/until.ts';
import { visit, visitUntil } from './support/visitor.ts';

const SPEED = 20;
const VISITORS = 3;
const DEPLOYED_WITHIN_MS = 120_000;
const IDENTITY = 'const identity = await whoami();';

let site: ExampleSite;

beforeAll(async () => {
  site = new ExampleSite();
  await site.up('--speed', String(SPEED));
}, 120_000);

afterAll(async () => site[Symbol.asyncDispose](), 60_000);

/** Fresh visitors, one after the other in each of a few rows, until they are told to stop. */
function traffic(): { stop(): Promise<{ visits: number; failures: string[] }> } {
  let going = true;
  let visits = 0;
  const failures: string[] = [];
  const row = async (): Promise<void> => {
    while (going) {
      try {
        await visit(site, 10_000);
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
      visits += 1;
    }
  };
  const rows = Array.from({ length: VISITORS }, row);
  return {
    async stop() {
      going = false;
      await Promise.all(rows);
      return { visits, failures };
    },
  };
}

async function deploy(...words: string[]): Promise<Finished> {
  const env = await environmentOf(site);
  const options = { cwd: site.folder, env, withinMs: DEPLOYED_WITHIN_MS };
  return await understudy(['deploy', '--yes', ...words], options);
}

/** Resolves when the standby's group is worked on, and has come to what it should be. */
async function standbyIsReplaced(): Promise<void> {
  using aws = new Aws(site);
  const client = aws.client(CloudFormationClient, 'us-east-1');
  for (const wanted of ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'])
    await until(
      `the standby's group is ${wanted}`,
      async () => {
        const { StackResources: resources = [] } = await client.send(
          new DescribeStackResourcesCommand({ StackName: 'ticketing-us-east-1' }),
        );
        const isGroup = (type = ''): boolean => type.endsWith('::AutoScalingGroup');
        const group = resources.find(({ ResourceType: type }) => isGroup(type));
        return group?.ResourceStatus === wanted ? true : undefined;
      },
      { withinMs: DEPLOYED_WITHIN_MS / 2 },
    );
}

/** By region, the versions of the launch template that instances were launched from. */
async function versions(): Promise<Record<string, (string | undefined)[]>> {
  using aws = new Aws(site);
  const found: Record<string, (string | undefined)[]> = {};
  for (const region of ['ap-northeast-2', 'us-east-1']) {
    const client = aws.client(AutoScalingClient, region);
    const { AutoScalingInstances: instances = [] } = await client.send(
      new DescribeAutoScalingInstancesCommand({}),
    );
    found[region] = instances.map(({ LaunchTemplate: template }) => template?.Version);
  }
  return found;
}

test(
  'up again: a new version takes the place of every instance, and no request fails',
  { timeout: DEPLOYED_WITHIN_MS + 60_000 },
  async () => {
    const visitors = traffic();
    site.edit('web/server.js', IDENTITY, 'const identity = { ...(await whoami()), version: 2 };');
    const { code, stderr } = await site.run(['up'], DEPLOYED_WITHIN_MS);
    expect([code, stderr]).toEqual([0, expect.stringContaining('an engine runs already')]);
    await visitUntil(site, (page) => 'version' in page, { withinMs: 10_000 });
    const { visits, failures } = await visitors.stop();
    expect(failures).toEqual([]);
    expect(visits).toBeGreaterThan(50);
    expect(await versions()).toEqual({ 'ap-northeast-2': ['2', '2'], 'us-east-1': ['2', '2'] });
    // The old version's images went with it, and their folders with their last instances.
    const images = path.join(site.state, 'images');
    await until('an image a region', () => (readdirSync(images).length === 2 ? true : undefined), {
      withinMs: 20_000,
    });
  },
);

test(
  'an instance refresh replaces a region’s instances, launching first, and no request fails',
  { timeout: DEPLOYED_WITHIN_MS },
  async () => {
    using aws = new Aws(site);
    const client = aws.client(AutoScalingClient, 'ap-northeast-2');
    const ids = async (): Promise<(string | undefined)[]> => {
      const { AutoScalingInstances: all = [] } = await client.send(
        new DescribeAutoScalingInstancesCommand({}),
      );
      return all
        .filter(({ LifecycleState: state }) => state !== 'Terminating')
        .map(({ InstanceId: id }) => id);
    };
    const before = await ids();
    const { AutoScalingGroups: groups = [] } = await client.send(
      new DescribeAutoScalingGroupsCommand({}),
    );
    const about = { AutoScalingGroupName: groups[0]?.AutoScalingGroupName };
    const visitors = traffic();
    const Preferences = {
      MinHealthyPercentage: 100,
      MaxHealthyPercentage: 200,
      InstanceWarmup: 10,
    };
    await client.send(new StartInstanceRefreshCommand({ ...about, Preferences }));
    let most = 0;
    await until(
      'the refresh to be successful',
      async () => {
        most = Math.max(most, (await ids()).length);
        const found = await client.send(new DescribeInstanceRefreshesCommand(about));
        return found.InstanceRefreshes?.[0]?.Status === 'Successful' ? true : undefined;
      },
      { withinMs: 60_000 },
    );
    const { visits, failures } = await visitors.stop();
    expect(failures).toEqual([]);
    expect(visits).toBeGreaterThan(20);
    expect(most).toBeGreaterThan(before.length);
    expect((await ids()).filter((id) => before.includes(id))).toEqual([]);
  },
);

test(
  'a version that does not start is taken back, with its last words, and no request fails',
  { timeout: DEPLOYED_WITHIN_MS + 60_000 },
  async () => {
    const visitors = traffic();
    site.edit('web/server.js', 'const routes', "throw new Error('no database');\nconst routes");
    const { code, stderr } = await deploy();
    expect(code).toBe(1);
    expect(stderr).toContain('MinSuccessfulInstancesPercent requirement');
    expect(stderr).toContain('Error: no database');
    const { visits, failures } = await visitors.stop();
    expect(failures).toEqual([]);
    expect(visits).toBeGreaterThan(20);
    expect(await visit(site)).toHaveProperty('version', 2);
    expect(await versions()).toEqual({ 'ap-northeast-2': ['2', '2'], 'us-east-1': ['2', '2'] });
  },
);

test(
  'a version that falls ill later is taken back too, with its last words, and no visitor meets it',
  { timeout: DEPLOYED_WITHIN_MS + 60_000 },
  async () => {
    const visitors = traffic();
    const ill = path.join(site.folder, 'ill');
    site.edit('web/server.js', "throw new Error('no database');\n", '');
    site.edit('web/server.js', 'import http', "import { existsSync } from 'node:fs';\nimport http");
    site.edit(
      'web/server.js',
      "const { pathname } = new URL(request.url ?? '/', 'http://localhost');",
      `if (existsSync('${ill}')) {
         console.error('Error: the pool is exhausted');
         return response.writeHead(500).end();
       }
       const { pathname } = new URL(request.url ?? '/', 'http://localhost');`,
    );
    const deployed = deploy('--monitoring-minutes', '5');
    await standbyIsReplaced();
    writeFileSync(ill, '');
    const { code, stderr } = await deployed;
    expect(code).toBe(1);
    expect(stderr).toContain('is in ALARM state');
    expect(stderr).toMatch(/Last output of instance i-\w+ in us-east-1:\n.*Error: the pool/s);
    const { visits, failures } = await visitors.stop();
    expect(failures).toEqual([]);
    expect(visits).toBeGreaterThan(20);
    expect(await visit(site)).toHaveProperty('version', 2);
    expect(await versions()).toEqual({ 'ap-northeast-2': ['2', '2'], 'us-east-1': ['2', '2'] });
  },
);
