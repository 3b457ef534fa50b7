import type { FaultView } from './faults-now.ts';

export interface Launch {
  zone: string;
  /** Where else the group may launch. */
  zones: readonly string[];
  instanceType: string;
  account: string;
}

/**
 * Why an instance cannot be launched in the zone, in EC2's words; undefined where it can.
 *
 * `InsufficientInstanceCapacity` is of one zone, and names those that have room:
 * https://github.com/hashicorp/terraform-provider-aws/issues/1496 has an answer of EC2's as it
 * came, and https://github.com/commonwarexyz/monorepo/issues/2859 one of 2026.
 */
export function launchRefusal(
  faults: FaultView,
  { zone, zones, instanceType, account }: Launch,
): string | undefined {
  // Launches met "request limit exceeded" after the region's EC2 had lost its own dependency:
  // https://aws.amazon.com/message/101925/. RequestLimitExceeded is worded as in
  // https://github.com/CloudSnorkel/cdk-github-runners/issues/946.
  if (faults.of('control-plane').some(({ mode }) => mode === 'refuse-launches'))
    return (
      `Request limit exceeded. Account ${account} has been throttled on ec2:RunInstances ` +
      'because it exceeded its request rate limit.'
    );
  if (hasRoom(faults, zone)) return undefined;
  const others = zones.filter((other) => other !== zone && hasRoom(faults, other));
  const where =
    others.length === 0
      ? ''
      : ` You can currently get ${instanceType} capacity by not specifying an Availability Zone ` +
        `in your request or choosing ${others.join(', ')}.`;
  return (
    `We currently do not have sufficient ${instanceType} capacity in the Availability Zone you ` +
    `requested (${zone}). Our system will be working on provisioning additional capacity.${where}`
  );
}

function hasRoom(faults: FaultView, zone: string): boolean {
  return !(
    faults.of('capacity').some((fault) => fault.zone === undefined || fault.zone === zone) ||
    faults.of('zone').some((fault) => fault.zone === zone)
  );
}
