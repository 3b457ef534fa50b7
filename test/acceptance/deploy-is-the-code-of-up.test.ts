import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { understudy } from '../support/cli.ts';
import { environmentOf } from '../support/environment.ts';
import { ExampleSite } from '../support/site.ts';

interface Deployed {
  changed: boolean;
  outputs: Record<string, Record<string, string>>;
}

interface Plan {
  stacks: {
    name: string;
    step: string;
    from: string;
    changes: { type: string; action: string }[];
  }[];
  assets: { upload: string[]; remove: string[]; stay: number };
  leftBehind: object[];
}

test(
  'deploy speaks to whatever the environment names, asks first, and destroy leaves nothing',
  { timeout: 180_000 },
  async () => {
    await using site = new ExampleSite();
    await site.up('--speed', '50');
    const env = await environmentOf(site);
    const deploy = async (
      ...words: string[]
    ): Promise<{ code: number; stdout: string; stderr: string }> =>
      await understudy(['deploy', ...words], { cwd: site.folder, env, withinMs: 90_000 });

    const unasked = await deploy();
    expect(unasked.code).toBe(1);
    expect(unasked.stderr).toContain('DeploymentDeclined');
    const same = JSON.parse((await deploy('--yes', '--json')).stdout) as Deployed;
    expect(same.changed).toBe(false);

    const diff = async (): Promise<Plan> => {
      const words = ['diff', '--json'];
      const { stdout } = await understudy(words, { cwd: site.folder, env, withinMs: 90_000 });
      return JSON.parse(stdout) as Plan;
    };
    const nothing = { upload: [], remove: [], stay: 0 };
    expect(await diff()).toMatchObject({ stacks: [], assets: nothing, leftBehind: [] });
    appendFileSync(path.join(site.folder, 'web/events.js'), '\n// another image\n');
    writeFileSync(path.join(site.folder, 'assets/more.txt'), 'more');
    const planned = await diff();
    expect(planned.assets).toEqual({ upload: ['more.txt'], remove: [], stay: 0 });
    const standby = planned.stacks.find(({ name }) => name === 'ticketing-us-east-1');
    expect(standby).toMatchObject({ step: 'update', from: 'change-set' });
    expect(standby?.changes).toContainEqual(
      expect.objectContaining({ type: 'AWS::ImageBuilder::Image', action: 'replace' }),
    );
    const before = same.outputs['ticketing-us-east-1']?.['ImageId'];
    const changed = JSON.parse((await deploy('--yes', '--json')).stdout) as Deployed;
    expect(changed.changed).toBe(true);
    expect(changed.outputs['ticketing-us-east-1']?.['ImageId']).not.toBe(before);
    expect((await site.status()).systems.map((system) => system.state)).not.toContain('failing');

    rmSync(path.join(site.folder, 'assets/more.txt'));
    expect((await diff()).assets).toEqual({ upload: [], remove: ['more.txt'], stay: 0 });
    const removed = await deploy('--yes');
    expect(removed.stderr).toContain('1 static file to remove: more.txt');
    expect(await diff()).toMatchObject({ stacks: [], assets: nothing });

    {
      using aws = new Aws(site);
      const virginia = aws.client(CloudFormationClient, 'us-east-1');
      expect((await virginia.send(new DescribeStacksCommand({}))).Stacks).toHaveLength(4);
    }
    const destroyed = await understudy(['destroy', '--yes'], {
      cwd: site.folder,
      withinMs: 90_000,
    });
    expect([destroyed.code, destroyed.stderr]).toEqual([0, expect.any(String)]);
    expect(existsSync(site.state)).toBe(false);
  },
);
