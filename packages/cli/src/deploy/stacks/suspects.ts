import type { Activity } from '@aws-sdk/client-auto-scaling';
import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { beginsRollback, failureOf } from './follow-stack.ts';

export interface Suspects {
  /**
   * Those that told CloudFormation that they do not serve; where none did, those that told it that
   * they do.
   */
  instances: string[];
  /**
   * The Auto Scaling group whose instances may be why: it failed itself, or no resource did, so
   * that a rollback trigger took back what all had come to.
   */
  group: string | undefined;
  /** When it was: what the group launched then is of the version that was taken back. */
  from: Date;
  to: Date;
}

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const SIGNAL = /^Received (SUCCESS|FAILURE) signal with UniqueId (i-[0-9a-f]+)/;
const LAUNCH = /^Launching a new EC2 instance: (i-[0-9a-f]+)/;

/** Which instances may say why an operation on a stack failed, by its events in their order. */
export function suspects(events: readonly StackEvent[]): Suspects {
  const end = events.findIndex(beginsRollback);
  const forward = end === -1 ? events : events.slice(0, end + 1);
  const ofGroup = forward.filter(
    ({ ResourceType: type, PhysicalResourceId: id = '' }) => type === GROUP && id !== '',
  );
  const isOurs = isOfInstances(forward);
  const signals = ofGroup.flatMap(({ ResourceStatusReason: reason = '' }) => {
    const [, status, instance] = SIGNAL.exec(reason) ?? [];
    return instance === undefined || !isOurs ? [] : [{ status, instance }];
  });
  const ill = signals.filter(({ status }) => status === 'FAILURE');
  return {
    instances: (ill.length > 0 ? ill : signals).map(({ instance }) => instance),
    group: isOurs ? ofGroup[0]?.PhysicalResourceId : undefined,
    from: forward[0]?.Timestamp ?? new Date(0),
    to: forward.at(-1)?.Timestamp ?? new Date(0),
  };
}

function isOfInstances(events: readonly StackEvent[]): boolean {
  const failed = events.filter((event) => !beginsRollback(event) && failureOf(event) !== undefined);
  return failed.length === 0 || failed.some(({ ResourceType: type }) => type === GROUP);
}

/** The instances that a group launched in that time, the last first. */
export function launchedBetween(activities: readonly Activity[], from: Date, to: Date): string[] {
  return activities
    .filter(({ StartTime: start }) => start !== undefined && start >= from && start <= to)
    .flatMap(({ Description: text = '' }) => {
      const [, instance] = LAUNCH.exec(text) ?? [];
      return instance === undefined ? [] : [instance];
    });
}
