import { appendFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { understudy } from './support/cli.ts';
import { environmentOf } from './support/environment.ts';
import { ExampleSite } from './support/site.ts';

interface Deployed {
  changed: boolean;
  outputs: Record<string, Record<string, string>>;
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

    appendFileSync(path.join(site.folder, 'web/events.js'), '\n// another image\n');
    const before = same.outputs['ticketing-us-east-1']?.['ImageId'];
    const changed = JSON.parse((await deploy('--yes', '--json')).stdout) as Deployed;
    expect(changed.changed).toBe(true);
    expect(changed.outputs['ticketing-us-east-1']?.['ImageId']).not.toBe(before);
    expect((await site.status()).systems.map((system) => system.state)).not.toContain('failing');

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
