import type { ResourcePolicies } from '../../../../kernel/resource-policies.ts';
import type { PropertyChange } from '../../schema/replacement.ts';

/** Properties whose change leaves instances that do not match the group any more. */
const OF_INSTANCES: readonly string[] = [
  'AvailabilityZones',
  'LaunchConfigurationName',
  'LaunchTemplate',
  'MixedInstancesPolicy',
  'VPCZoneIdentifier',
];

/**
 * Whether AutoScalingReplacingUpdate makes another group of an update: where instances would have
 * to be replaced, and before a rolling update, which it rules out.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
 */
export function replacesGroup(
  { update }: ResourcePolicies,
  changed: readonly PropertyChange[],
): boolean {
  return update?.willReplace === true && changed.some(({ name }) => OF_INSTANCES.includes(name));
}
