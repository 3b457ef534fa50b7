import type { FaultView } from './faults-now.ts';

/**
 * Why an instance cannot be launched in the zone, in EC2's words; undefined where it can.
 *
 * `InsufficientInstanceCapacity` is of one zone, and names those that have room.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function launchRefusal(
  faults: FaultView,
  { zone, zones, instanceType }: { zone: string; zones: readonly string[]; instanceType: string },
): string | undefined {
  // What launches met after the region's EC2 had lost its own dependency.
  // https://aws.amazon.com/message/101925/
  if (faults.of('control-plane').some(({ mode }) => mode === 'refuse-launches'))
    return 'Request limit exceeded.';
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
