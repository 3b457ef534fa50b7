import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { outputOf, type Check } from '../check.ts';
import { checkRegions } from '../report/regions.ts';

/**
 * Step 11: the group runs as many instances as it wants, in more than one zone, and its alarms
 * watch.
 */
export const groupCheck: Check = {
  step: 11,
  name: 'Auto Scaling group',
  run: (context) =>
    checkRegions(context, async ({ region, stack }) => {
      const names = [outputOf(context, stack, 'GroupName')];
      const [{ AutoScalingGroups: [found] = [] }, { MetricAlarms: alarms = [] }] =
        await Promise.all([
          context.clients
            .get(AutoScalingClient, region)
            .send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: names })),
          context.clients
            .get(CloudWatchClient, region)
            .send(new DescribeAlarmsCommand({ AlarmNamePrefix: `${stack}-` })),
        ]);
      const instances = found?.Instances ?? [];
      const inService = instances.filter((instance) => instance.LifecycleState === 'InService');
      const zones = new Set(inService.map((instance) => instance.AvailabilityZone));
      const desired = found?.DesiredCapacity ?? 0;
      const isSpread = zones.size >= Math.min(desired, 2);
      return {
        ok: desired > 0 && inService.length >= desired && isSpread && alarms.length > 0,
        evidence: `${inService.length} of ${desired} in service in ${zones.size} zones, ${alarms.length} alarms`,
      };
    }),
};
