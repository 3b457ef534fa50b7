/**
 * Auto Scaling's own words for what it does and why.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-verify-scaling-activity.html
 */
export interface CapacityChange {
  from: number;
  to: number;
}

export const described = {
  launch: (instanceId: string) => `Launching a new EC2 instance: ${instanceId}`,
  failedLaunch: (reason: string) =>
    `Launching a new EC2 instance.  Status Reason: ${reason}. Launching EC2 instance failed.`,
  terminate: (instanceId: string) => `Terminating EC2 instance: ${instanceId}`,
  draining: (instanceId: string) =>
    `Terminating EC2 instance: ${instanceId} - Waiting For ELB Connection Draining.`,
};

export const caused = {
  created: (nowMs: number, change: CapacityChange) =>
    at(
      nowMs,
      `a user request created an AutoScalingGroup changing the desired ${capacity(change)}`,
    ),
  updated: (nowMs: number, change: CapacityChange, sizes: { minSize: number; maxSize: number }) =>
    at(
      nowMs,
      'a user request update of AutoScalingGroup constraints to ' +
        `min: ${sizes.minSize}, max: ${sizes.maxSize}, desired: ${change.to} ` +
        `changing the desired ${capacity(change)}`,
    ),
  /** `cause` reads like `a monitor alarm X in state ALARM triggered policy Y`. */
  policy: (nowMs: number, change: CapacityChange, cause: string) =>
    at(nowMs, `${cause} changing the desired ${capacity(change)}`),
  started: (nowMs: number, change: CapacityChange) =>
    at(nowMs, `an instance was started ${inResponse}, increasing the ${capacity(change)}`),
  replaced: (nowMs: number) =>
    at(
      nowMs,
      'an instance was launched in response to an unhealthy instance needing to be replaced',
    ),
  rebalanced: (nowMs: number, zone: string) =>
    at(
      nowMs,
      "an instance was launched to aid in balancing the group's zones; " +
        `availability zone ${zone} had the fewest instances`,
    ),
  refreshTermination: (nowMs: number) =>
    at(nowMs, `an instance was ${takenOut} in response to an instance refresh`),
  refreshLaunch: (nowMs: number) =>
    at(nowMs, 'an instance was launched in response to an instance refresh'),
  endedToBalance: (nowMs: number) =>
    at(nowMs, `an instance was ${takenOut} to aid in balancing the group's zones`),
  shrunkBy: (nowMs: number, from: number, instanceIds: readonly string[]) => [
    at(
      nowMs,
      `an instance was ${takenOut} ${inResponse}, ` +
        `shrinking the ${capacity({ from, to: from - instanceIds.length })}`,
    ),
    ...instanceIds.map((instanceId) =>
      at(nowMs, `instance ${instanceId} was selected for termination`),
    ),
  ],
  unhealthy: (nowMs: number, check: 'EC2' | 'ELB') =>
    at(nowMs, `an instance was ${takenOut} in response to an ${failedChecks[check]}`),
  userTermination: (nowMs: number, instanceId: string, change: CapacityChange | undefined) => {
    const shrinking = change === undefined ? '' : `, shrinking the ${capacity(change)}`;
    return at(
      nowMs,
      `instance ${instanceId} was ${takenOut} in response to a user request${shrinking}`,
    );
  },
  groupDeleted: (nowMs: number) => at(nowMs, 'a user request force deleted AutoScalingGroup'),
};

const takenOut = 'taken out of service';
const inResponse = 'in response to a difference between desired and actual capacity';
const failedChecks = {
  EC2: 'EC2 health check indicating it has been terminated or stopped',
  ELB: 'ELB system health check failure',
};

/** AWS joins the sentences of a cause with two spaces. */
export function causeOf(...sentences: (string | undefined)[]): string {
  return sentences.filter((sentence) => sentence !== undefined).join('  ');
}

function at(nowMs: number, what: string): string {
  return `At ${new Date(nowMs).toISOString().replace(/\.\d{3}Z$/, 'Z')} ${what}.`;
}

function capacity(change: CapacityChange): string {
  return `capacity from ${change.from} to ${change.to}`;
}
