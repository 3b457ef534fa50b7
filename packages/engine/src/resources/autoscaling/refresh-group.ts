import type { InstanceRefresh } from '@aws-sdk/client-auto-scaling';
import type { RefreshPreferences } from '../../kernel/resource-policies.ts';
import type { HandlerContext } from '../handler-context.ts';
import { asInput } from '../as-input.ts';
import type { AutoScalingAutoScalingGroupLaunchTemplateSpecification as Template } from '../properties.generated.ts';
import { within } from '../within.ts';
import { LOOK_AGAIN_MS } from './decide-capacity.ts';
import { obsoleteInstances } from './plan-rolling-update.ts';
import { withLastOutput } from './why-it-failed.ts';
import { failure } from './wait-for-group.ts';

type Preferences = NonNullable<InstanceRefresh['Preferences']>;

/**
 * Replaces the instances that are not as the template has them by an instance refresh, which gives
 * the group its new launch template when it succeeds. False where there are none.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.CfnAutoScalingInstanceRefresh.html
 *
 * @throws AwsError when the refresh does not succeed; the rollback replaces what it has launched
 */
export async function refreshGroup(
  name: string,
  wanted: Template,
  preferences: RefreshPreferences,
  context: HandlerContext,
): Promise<boolean> {
  const { services, request, progress } = context;
  const { autoscaling } = services;
  const { StartInstanceRefresh, UpdateAutoScalingGroup } = autoscaling.operations;
  await endFormer(name, context);
  await autoscaling.settled();
  const { instances } = await autoscaling.progress(request.region, name, []);
  const launch = services.ec2.launchSpecification(request.region, wanted, wanted.Version);
  const { subnetIds } = autoscaling.configuration(request.region, name);
  const obsolete = obsoleteInstances(instances, { ...launch, subnetIds });
  const about = { AutoScalingGroupName: name };
  if (obsolete.length === 0) {
    await UpdateAutoScalingGroup(request, { ...about, LaunchTemplate: wanted });
    return false;
  }
  // In a rollback the group itself is as it was: only what the failed refresh launched goes.
  const isBack = autoscaling.group(request.region, name)?.launchTemplate.version === wanted.Version;
  await StartInstanceRefresh(request, {
    ...{ ...about, DesiredConfiguration: { LaunchTemplate: wanted } },
    Preferences: {
      ...asInput<Preferences>(preferences),
      ...(isBack && { SkipMatching: true }),
    },
  });
  progress(`Instance refresh initiated. Replacing ${obsolete.length} instance(s).`);
  const { Status: status = '', StatusReason: reason } = await ended(name, context);
  if (status === 'Successful') return true;
  const known = new Set(instances.map(({ instanceId }) => instanceId));
  const why = reason === undefined ? '' : `: ${reason}`;
  const error = failure(`Instance refresh of group ${name} is ${status}${why}`);
  throw await withLastOutput(error, name, { known }, context);
}

/** One that an update before this one has begun, and that was cut off. */
async function endFormer(name: string, context: HandlerContext): Promise<void> {
  if (latest(name, context)?.EndTime !== undefined || latest(name, context) === undefined) return;
  const { CancelInstanceRefresh } = context.services.autoscaling.operations;
  if (latest(name, context)?.Status !== 'Cancelling')
    CancelInstanceRefresh(context.request, { AutoScalingGroupName: name });
  await ended(name, context);
}

async function ended(name: string, context: HandlerContext): Promise<InstanceRefresh> {
  let told = 0;
  for (;;) {
    const news = context.services.autoscaling.progressed(context.request.region);
    const refresh = latest(name, context) ?? {};
    if (refresh.EndTime !== undefined || refresh.Status === undefined) return refresh;
    const { PercentageComplete: percent = 0 } = refresh;
    if (percent > told) context.progress(`Instance refresh: ${percent}% complete.`);
    told = Math.max(told, percent);
    await within(LOOK_AGAIN_MS, news, context);
  }
}

function latest(name: string, { services, request }: HandlerContext): InstanceRefresh | undefined {
  const { DescribeInstanceRefreshes } = services.autoscaling.operations;
  return DescribeInstanceRefreshes(request, { AutoScalingGroupName: name }).InstanceRefreshes?.[0];
}
