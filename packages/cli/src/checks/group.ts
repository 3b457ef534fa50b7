import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { stackNames } from '@understudy/site';
import { inEachRegion, outputOf, type Check, type CheckContext } from './check.ts';

/** Step 11: the group runs as many instances as it wants, in more than one zone, and its alarms watch. */
export const groupCheck: Check = {
  step: 11,
  name: 'Auto Scaling group',
  async run(context) {
    const { site } = context.session;
    const names = stackNames(site);
    return inEachRegion(
      await Promise.all([
        group(context, site.primary, names.primary),
        group(context, site.standby, names.standby),
      ]),
    );
  },
};

async function group(
  context: CheckContext,
  region: string,
  stack: string,
): Promise<{ region: string; ok: boolean; evidence: string }> {
  if (!context.alive.includes(region)) return { region, ok: false, evidence: 'lost' };
  const name = outputOf(context, stack, 'GroupName');
  const [{ AutoScalingGroups: [found] = [] }, { MetricAlarms: alarms = [] }] = await Promise.all([
    context.clients
      .get(AutoScalingClient, region)
      .send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] })),
    context.clients.get(CloudWatchClient, region).send(new DescribeAlarmsCommand({})),
  ]);
  const inService = (found?.Instances ?? []).filter(
    (instance) => instance.LifecycleState === 'InService',
  );
  const zones = new Set(inService.map((instance) => instance.AvailabilityZone));
  const desired = found?.DesiredCapacity ?? 0;
  const ok =
    inService.length >= desired &&
    desired > 0 &&
    zones.size >= Math.min(desired, 2) &&
    alarms.length > 0;
  return {
    region,
    ok,
    evidence: `${inService.length} of ${desired} in service in ${zones.size} zones, ${alarms.length} alarms`,
  };
}
