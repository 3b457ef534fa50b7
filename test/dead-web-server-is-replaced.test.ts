import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { until } from '@understudy/contract/testing';
import { expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { ExampleSite } from './support/site.ts';
import { visit } from './support/visitor.ts';

const REGION = 'ap-northeast-2';

test(
  'a web process that is killed is replaced, while the other one serves',
  { timeout: 120_000 },
  async () => {
    await using site = new ExampleSite();
    await site.up('--speed', '10');
    using aws = new Aws(site);
    const groups = aws.client(AutoScalingClient, REGION);
    const inService = async (): Promise<string[]> => {
      const { AutoScalingGroups: [group] = [] } = await groups.send(
        new DescribeAutoScalingGroupsCommand({}),
      );
      const ready = (group?.Instances ?? []).filter((one) => one.LifecycleState === 'InService');
      return ready.map((one) => one.InstanceId ?? '').sort();
    };
    const before = await inService();
    expect(before).toHaveLength(2);

    const [pid] = webProcesses(site, REGION);
    if (pid === undefined) throw new Error('no web process was found');
    process.kill(pid, 'SIGKILL');
    let failures = 0;
    const after = await until(
      async () => {
        await visit(site).catch(() => (failures += 1));
        const now = await inService();
        return now.length === 2 && now.join() !== before.join() && now;
      },
      { withinMs: 60_000, what: 'another instance in service' },
    );
    expect(after.filter((id) => before.includes(id))).toHaveLength(1);
    // The load balancer finds the dead one by its refused connections or at the next probe.
    expect(failures).toBeLessThanOrEqual(3);
  },
);

/**
 * Web processes of one region: `node server.js` with that region in its environment, from this
 * site's state.
 */
function webProcesses(site: ExampleSite, region: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        const ours = environment.some((line) => line.includes(site.folder));
        return command[1] === 'server.js' && ours && environment.includes(`AWS_REGION=${region}`);
      } catch {
        return false; // it is gone
      }
    });
}
