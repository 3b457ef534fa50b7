import type { LaunchSpecification } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { reservedVariableProblems } from '../instance/environment.ts';
import type { GroupSettings } from '../instance/launcher.ts';
import { parseUserData } from '../instance/user-data.ts';

/** What of a group's settings cannot be met, as sentences. */
export function settingProblems({ group, network, targetGroups }: GroupSettings): string[] {
  const subnets = new Set(network.subnets.map(({ subnetId }) => subnetId));
  const known = new Set(targetGroups.map(({ arn }) => arn));
  return [
    ...group.subnetIds
      .filter((id) => !subnets.has(id))
      .map((id) => `group ${group.name}: there is no subnet ${id}`),
    ...group.targetGroupArns
      .filter((arn) => !known.has(arn))
      .map((arn) => `group ${group.name}: there is no target group ${arn}`),
  ];
}

/** What of a launch template has no effect here, as sentences. */
export function launchProblems(launch: LaunchSpecification): string[] {
  const { variables, problems } = parseUserData(launch.userData);
  return [...problems, ...reservedVariableProblems(variables)];
}

export function notManaged(instanceId: string): AwsError {
  return new AwsError({
    code: 'ValidationError',
    message: `Instance Id not found - No managed instance found for instance ID: ${instanceId}`,
  });
}

export function belowMinimum(minSize: number): AwsError {
  return new AwsError({
    code: 'ValidationError',
    message:
      `Currently, desiredSize equals minSize (${minSize}). ` +
      "Terminating instance without replacement will violate group's min size constraint. " +
      "Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.",
  });
}
