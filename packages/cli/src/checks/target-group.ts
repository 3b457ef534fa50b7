import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { stackNames } from '@understudy/site';
import { inEachRegion, outputOf, type Check, type CheckContext } from './check.ts';

/** Step 9: the load balancer's health checks call the targets healthy. */
export const targetGroupCheck: Check = {
  step: 9,
  name: 'Target group',
  async run(context) {
    const { site } = context.session;
    const names = stackNames(site);
    return inEachRegion(
      await Promise.all([
        targets(context, site.primary, names.primary),
        targets(context, site.standby, names.standby),
      ]),
    );
  },
};

async function targets(
  context: CheckContext,
  region: string,
  stack: string,
): Promise<{ region: string; ok: boolean; evidence: string }> {
  if (!context.alive.includes(region)) return { region, ok: false, evidence: 'lost' };
  const { TargetHealthDescriptions: all = [] } = await context.clients
    .get(ElasticLoadBalancingV2Client, region)
    .send(
      new DescribeTargetHealthCommand({
        TargetGroupArn: outputOf(context, stack, 'TargetGroupArn'),
      }),
    );
  const healthy = all.filter((target) => target.TargetHealth?.State === 'healthy').length;
  const sick = all.find((target) => target.TargetHealth?.State !== 'healthy')?.TargetHealth;
  const reason = sick === undefined ? '' : ` (${sick.State ?? ''} ${sick.Reason ?? ''})`;
  return {
    region,
    ok: healthy > 0 && healthy === all.length,
    evidence: `${healthy} of ${all.length} targets healthy${reason}`,
  };
}
