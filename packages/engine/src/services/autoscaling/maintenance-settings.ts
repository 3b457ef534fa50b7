import type { CreateAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import { fail } from '../../kernel/fail.ts';
import type { GroupRecord } from './records.ts';

/** What takes a value that was set before away again. */
const CLEARED = -1;

type Settings = Pick<GroupRecord, 'instanceMaintenancePolicy' | 'defaultInstanceWarmupSeconds'>;
type Given = Pick<
  CreateAutoScalingGroupType,
  'InstanceMaintenancePolicy' | 'DefaultInstanceWarmup'
>;

/**
 * How instances of a group are replaced, after a request: what it does not name stays.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceMaintenancePolicy.html
 */
export function maintenanceSettings(given: Given, before: Settings): Settings {
  const policy =
    given.InstanceMaintenancePolicy === undefined
      ? before.instanceMaintenancePolicy
      : parsePolicy(given.InstanceMaintenancePolicy);
  const warmup = given.DefaultInstanceWarmup ?? before.defaultInstanceWarmupSeconds ?? CLEARED;
  if (warmup < CLEARED)
    fail('ValidationError', 'DefaultInstanceWarmup must not be negative, or -1 to remove it');
  return {
    ...(policy && { instanceMaintenancePolicy: policy }),
    ...(warmup !== CLEARED && { defaultInstanceWarmupSeconds: warmup }),
  };
}

/** Undefined where both percentages are -1. */
function parsePolicy(
  given: NonNullable<Given['InstanceMaintenancePolicy']>,
): Settings['instanceMaintenancePolicy'] {
  const { MinHealthyPercentage: least, MaxHealthyPercentage: most } = given;
  if (least === undefined || most === undefined)
    fail('ValidationError', 'Both MinHealthyPercentage and MaxHealthyPercentage must be specified');
  if (least === CLEARED && most === CLEARED) return undefined;
  checkPercentages({ least, most });
  return { minHealthyPercentage: least, maxHealthyPercentage: most };
}

/** Of a maintenance policy, or of an instance refresh, which may name no maximum. */
export function checkPercentages({
  least,
  most,
}: {
  least: number;
  most: number | undefined;
}): void {
  if (least < 0 || least > 100)
    fail('ValidationError', 'MinHealthyPercentage must be between 0 and 100');
  if (most === undefined) return;
  if (most < 100 || most > 200)
    fail('ValidationError', 'MaxHealthyPercentage must be between 100 and 200');
  if (most - least > 100)
    fail(
      'ValidationError',
      'The difference between MinHealthyPercentage and MaxHealthyPercentage cannot be greater than 100',
    );
}
