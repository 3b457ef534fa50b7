import process from 'node:process';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { Aws } from '../test/support/aws.ts';
import { ExampleSite } from '../test/support/site.ts';
import { pidOf } from '../test/support/tree.ts';
import { until } from '../test/support/until.ts';
import { atMost, type Figure } from './support/figures.ts';

const BACK_SECONDS_MAX = 3;
const KILLS = 3;
const WITHIN_MS = 60_000;

/** How long after its control plane was killed the engine describes its stacks again, at worst. */
export async function measureControlPlane(): Promise<Figure[]> {
  await using site = new ExampleSite();
  await site.up();
  let worst = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    process.kill(pidOf(site, 'control-plane'), 'SIGKILL');
    const killedMs = performance.now();
    await until('the stacks', () => describesStacks(site), { withinMs: WITHIN_MS });
    worst = Math.max(worst, (performance.now() - killedMs) / 1000);
  }
  return [atMost('control plane killed: stacks are described again', worst, 's', BACK_SECONDS_MAX)];
}

async function describesStacks(site: ExampleSite): Promise<true> {
  using aws = new Aws(site);
  await aws.client(CloudFormationClient, 'us-east-1').send(new DescribeStacksCommand({}));
  return true;
}
