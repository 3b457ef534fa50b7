import type { ResourceStatus, StackEvent } from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { launchedBetween, suspects } from './suspects.ts';

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

function events(...told: [type: string, status: ResourceStatus, reason?: string][]): StackEvent[] {
  return told.map(([type, status, reason], second) => ({
    StackId: 'stack',
    EventId: String(second),
    StackName: 'shop',
    Timestamp: at(second),
    ResourceType: `AWS::${type}`,
    PhysicalResourceId: type === 'CloudFormation::Stack' ? 'stack' : `${type} 1`,
    ResourceStatus: status,
    ...(reason !== undefined && { ResourceStatusReason: reason }),
  }));
}

const GROUP = 'AutoScaling::AutoScalingGroup';
const STACK = 'CloudFormation::Stack';

test('an instance that said so itself is asked, and none of the version before', () => {
  const found = suspects(
    events(
      [STACK, 'UPDATE_IN_PROGRESS'],
      [GROUP, 'UPDATE_IN_PROGRESS', 'Received SUCCESS signal with UniqueId i-0a'],
      [GROUP, 'UPDATE_IN_PROGRESS', 'Received FAILURE signal with UniqueId i-0b'],
      [GROUP, 'UPDATE_FAILED', 'Received 1 FAILURE signal(s) out of 2.'],
      [STACK, 'UPDATE_ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to update: [G]'],
      [GROUP, 'UPDATE_IN_PROGRESS', 'Received FAILURE signal with UniqueId i-0c'],
    ),
  );
  expect(found).toEqual({
    ...{ instances: ['i-0b'], group: `${GROUP} 1` },
    ...{ from: at(0), to: at(4) },
  });
});

test.each([
  ['that told that it served', ['Received SUCCESS signal with UniqueId i-0a'], ['i-0a']],
  ['of the group, where none can tell', [], []],
])('an instance %s is asked where an alarm took the update back', (_what, told, expected) => {
  const { instances, group } = suspects(
    events(
      [STACK, 'UPDATE_IN_PROGRESS'],
      ...told.map(
        (reason) => [GROUP, 'UPDATE_IN_PROGRESS', reason] as [string, ResourceStatus, string],
      ),
      [GROUP, 'UPDATE_COMPLETE'],
      [STACK, 'UPDATE_ROLLBACK_IN_PROGRESS', 'Rollback trigger … is in ALARM state'],
    ),
  );
  expect([instances, group]).toEqual([expected, `${GROUP} 1`]);
});

test('where another resource failed, instances know nothing of it', () => {
  const { group } = suspects(
    events(
      [STACK, 'UPDATE_IN_PROGRESS'],
      [GROUP, 'UPDATE_COMPLETE'],
      ['S3::Bucket', 'UPDATE_FAILED', 'Access Denied'],
      [STACK, 'UPDATE_ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to update: [B]'],
    ),
  );
  expect(group).toBeUndefined();
});

test('launches of that time alone, by AWS’s description', () => {
  const activity = (second: number, Description: string) => ({
    ...{ ActivityId: '', AutoScalingGroupName: '', Cause: '', StatusCode: 'Successful' as const },
    ...{ StartTime: at(second), Description },
  });
  const found = launchedBetween(
    [
      activity(9, 'Launching a new EC2 instance: i-0d'),
      activity(5, 'Launching a new EC2 instance: i-0c'),
      activity(4, 'Terminating EC2 instance: i-0a'),
      activity(1, 'Launching a new EC2 instance: i-0b'),
    ],
    at(2),
    at(8),
  );
  expect(found).toEqual(['i-0c']);
});
