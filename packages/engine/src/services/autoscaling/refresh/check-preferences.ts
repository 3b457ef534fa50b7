import type { DesiredConfiguration, RefreshPreferences } from '@aws-sdk/client-auto-scaling';
import { fail } from '../../../kernel/fail.ts';
import { refuseOthers } from '../../../kernel/refuse-others.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import type { AutoScalingStore } from '../autoscaling-store.ts';
import { launchTemplateOf } from '../groups.ts';
import { checkPercentages } from '../maintenance-settings.ts';
import type { GroupRecord, RefreshRecord } from '../records.ts';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html */
const MIN_HEALTHY_PERCENTAGE = 90;
const CHECKPOINT_DELAY_SECONDS = 3_600;
const DELAY_SECONDS_MAX = 172_800;
const ALARMS_MAX = 10;

type Settings = Pick<
  RefreshRecord,
  | 'alarms'
  | 'autoRollback'
  | 'bakeSeconds'
  | 'checkpointDelaySeconds'
  | 'checkpointPercentages'
  | 'maxHealthyPercentage'
  | 'minHealthyPercentage'
  | 'scaleInProtectedInstances'
  | 'skipMatching'
  | 'standbyInstances'
  | 'warmupSeconds'
>;

/** What a refresh is to keep to, with AWS's defaults and the group's own. */
export function settingsOf(group: GroupRecord, preferences: RefreshPreferences): Settings {
  const policy = group.instanceMaintenancePolicy;
  const { MaxHealthyPercentage: most = policy?.maxHealthyPercentage } = preferences;
  const least =
    preferences.MinHealthyPercentage ?? policy?.minHealthyPercentage ?? MIN_HEALTHY_PERCENTAGE;
  if (
    preferences.MaxHealthyPercentage !== undefined &&
    preferences.MinHealthyPercentage === undefined
  )
    fail(
      'ValidationError',
      'If you specify MaxHealthyPercentage, you must also specify MinHealthyPercentage',
    );
  checkPercentages({ least, most });
  const warmup =
    preferences.InstanceWarmup ??
    group.defaultInstanceWarmupSeconds ??
    group.healthCheckGracePeriodSeconds;
  if (warmup < 0) fail('ValidationError', 'InstanceWarmup must not be negative');
  const { BakeTime: bakeSeconds } = preferences;
  checkDelay('BakeTime', bakeSeconds);
  return {
    ...checkpointsOf(preferences),
    minHealthyPercentage: least,
    ...(most !== undefined && { maxHealthyPercentage: most }),
    warmupSeconds: warmup,
    skipMatching: preferences.SkipMatching ?? false,
    autoRollback: preferences.AutoRollback ?? false,
    // Here there are no such instances: each of the values comes to the same.
    scaleInProtectedInstances: preferences.ScaleInProtectedInstances ?? 'Wait',
    standbyInstances: preferences.StandbyInstances ?? 'Wait',
    ...(bakeSeconds !== undefined && { bakeSeconds }),
    ...alarmsOf(preferences),
  };
}

/** The launch template that is to be rolled out. */
export function desiredTemplate(
  store: AutoScalingStore,
  { region }: RequestContext,
  given: DesiredConfiguration | undefined,
): RefreshRecord['desiredTemplate'] {
  if (given === undefined) return undefined;
  refuseOthers('DesiredConfiguration', given, ['LaunchTemplate']);
  const template = launchTemplateOf(store, region, given.LaunchTemplate);
  if (!store.ec2.launchTemplateExists(region, template.id, template.version))
    fail(
      'ValidationError',
      `You must use a valid fully-formed launch template. Could not find the specified version ${template.version} for the launch template with ID ${template.id}.`,
    );
  return template;
}

/** https://github.com/hashicorp/terraform-provider-aws/issues/29830 */
export function checkRollback(
  group: GroupRecord,
  { isAuto, isDesired }: { isAuto: boolean; isDesired: boolean },
): void {
  if (isAuto && !isDesired)
    fail(
      'ValidationError',
      "The request isn't valid. The AutoRollback parameter cannot be set to true when the DesiredConfiguration parameter is empty. Set AutoRollback to false or specify a desired configuration and try again.",
    );
  if (isAuto && isMoving(group))
    fail(
      'ValidationError',
      `The request isn't valid. The AutoRollback parameter cannot be set to true when the Auto Scaling group uses the launch template version ${group.launchTemplate.version}.`,
    );
}

/** What was launched through `$Latest` or `$Default` cannot be had back by the same name. */
export function isMoving({ launchTemplate }: GroupRecord): boolean {
  return launchTemplate.version.startsWith('$');
}

function checkpointsOf({
  CheckpointPercentages: percentages = [],
  CheckpointDelay: delay,
}: RefreshPreferences): Pick<Settings, 'checkpointPercentages' | 'checkpointDelaySeconds'> {
  checkDelay('CheckpointDelay', delay);
  if (percentages.length === 0) {
    if (delay !== undefined)
      fail(
        'ValidationError',
        'If you specify CheckpointDelay, you must also specify CheckpointPercentages',
      );
    return {};
  }
  const isAscending = percentages.every(
    (percentage, index) => percentage > (percentages[index - 1] ?? 0) && percentage <= 100,
  );
  if (!isAscending)
    fail(
      'ValidationError',
      'CheckpointPercentages must be unique, in ascending order, and between 1 and 100',
    );
  return {
    checkpointPercentages: percentages,
    checkpointDelaySeconds: delay ?? CHECKPOINT_DELAY_SECONDS,
  };
}

function alarmsOf({ AlarmSpecification: given }: RefreshPreferences): Pick<Settings, 'alarms'> {
  const { Alarms: alarms = [] } = given ?? {};
  if (alarms.length > ALARMS_MAX)
    fail('ValidationError', `You can choose a maximum of ${ALARMS_MAX} alarms`);
  return alarms.length === 0 ? {} : { alarms };
}

function checkDelay(name: string, seconds: number | undefined): void {
  if (seconds !== undefined && (seconds < 0 || seconds > DELAY_SECONDS_MAX))
    fail('ValidationError', `${name} must be between 0 and ${DELAY_SECONDS_MAX}`);
}
