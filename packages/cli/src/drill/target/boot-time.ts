import {
  DescribeScalingActivitiesCommand,
  type Activity,
  type AutoScalingClient,
} from '@aws-sdk/client-auto-scaling';

/**
 * The longest that the newest launches of a group took, until the instance was in service, as Auto
 * Scaling itself has it; undefined: it has made none.
 */
export async function bootSeconds(
  client: Pick<AutoScalingClient, 'send'>,
  AutoScalingGroupName: string,
): Promise<number | undefined> {
  // "Describes the scaling activities […] sorted by start time", the newest first: one page.
  // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScalingActivities.html
  const { Activities: activities = [] } = await client.send(
    new DescribeScalingActivitiesCommand({ AutoScalingGroupName }),
  );
  return longestLaunchSeconds(activities);
}

export function longestLaunchSeconds(activities: readonly Activity[]): number | undefined {
  const took = activities.flatMap((activity) => {
    const { Description: what, StatusCode: status, StartTime: start, EndTime: end } = activity;
    const isLaunch = what?.startsWith('Launching') === true && status === 'Successful';
    return isLaunch && start && end ? [(end.getTime() - start.getTime()) / 1000] : [];
  });
  return took.length === 0 ? undefined : Math.max(0, ...took);
}
