import { expect, test } from 'vitest';
import { longestLaunchSeconds } from './boot-time.ts';

const activity = (Description: string, StatusCode: string, seconds: number | undefined) => ({
  ...{ ActivityId: '1', AutoScalingGroupName: 'web', Cause: '', Description },
  ...{ StatusCode: StatusCode as 'Successful', StartTime: new Date(1_000_000) },
  EndTime: seconds === undefined ? undefined : new Date(1_000_000 + seconds * 1000),
});
const LAUNCH = 'Launching a new EC2 instance: i-1';

test('it is the longest launch that succeeded', () => {
  const activities = [
    activity(LAUNCH, 'Successful', 12.5),
    activity(LAUNCH, 'Successful', 31),
    activity(LAUNCH, 'Failed', 300),
    activity(LAUNCH, 'InProgress', undefined),
    activity('Terminating EC2 instance: i-1', 'Successful', 400),
  ];
  expect(longestLaunchSeconds(activities)).toBe(31);
});

test('without one it is not known', () => {
  expect(longestLaunchSeconds([activity(LAUNCH, 'Failed', 3)])).toBeUndefined();
  expect(longestLaunchSeconds([])).toBeUndefined();
});
