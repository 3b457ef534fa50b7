import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { outputOf, type Check } from '../check.ts';
import { checkRegions } from '../report/regions.ts';

/** Step 9: the load balancer's health checks call the targets healthy. */
export const targetGroupCheck: Check = {
  step: 9,
  name: 'Target group',
  run: (context) =>
    checkRegions(context, async ({ region, stack }) => {
      const arn = outputOf(context, stack, 'TargetGroupArn');
      const { TargetHealthDescriptions: all = [] } = await context.clients
        .get(ElasticLoadBalancingV2Client, region)
        .send(new DescribeTargetHealthCommand({ TargetGroupArn: arn }));
      const healthy = all.filter((target) => target.TargetHealth?.State === 'healthy').length;
      const sick = all.find((target) => target.TargetHealth?.State !== 'healthy')?.TargetHealth;
      const reason = sick === undefined ? '' : ` (${sick.State ?? ''} ${sick.Reason ?? ''})`;
      return {
        ok: healthy > 0 && healthy === all.length,
        evidence: `${healthy} of ${all.length} targets healthy${reason}`,
      };
    }),
};
