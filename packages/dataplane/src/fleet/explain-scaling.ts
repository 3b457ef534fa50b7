import {
  Reasons,
  type Alarm,
  type RegionQueries,
  type ScalingActivity,
  type ScalingPolicy,
} from '@understudy/contract';
import type { Alarms } from '../alarms/alarms.ts';
import type { Fleet } from './fleet.ts';

type Explained = RegionQueries['explainScaling']['output'];
type Group = NonNullable<ReturnType<Fleet['scalingOf']>['group']>;

const ACTIVITIES_TOLD_MAX = 5;

/** Asks the group, its policies and its alarms what they would do now, and says it. */
export function explainScaling(
  parts: { fleet: Fleet; alarms: Pick<Alarms, 'actingOn'> },
  groupName: string,
): Explained {
  const { fleet, alarms } = parts;
  const groups = fleet.describeGroups().map(({ name }) => name);
  const { group, policies } = fleet.scalingOf(groupName);
  if (group === undefined) return { groups, scaling: null, because: [] };
  const reasons = new Reasons();
  const inService = fleet
    .describeInstances()
    .filter((one) => one.groupName === groupName && one.lifecycleState === 'InService').length;
  const { desiredCapacity, minSize, maxSize } = group.state();
  const says = `${groupName} wants ${desiredCapacity} (from ${minSize} to ${maxSize}) and has ${inService} in service`;
  const isThere = inService === desiredCapacity;
  const facts = { desiredCapacity, minSize, maxSize, inService };
  reasons.add('scaling.capacity', says, { mark: isThere ? 'well' : 'ill', facts });
  const pending = tellPending(reasons, group);
  const told = policies.map((policy) => tellPolicy(reasons, { group, policy, alarms }));
  const activities = fleet.describeActivities({ groupName });
  for (const activity of newestOf(activities)) tellActivity(reasons, activity);
  return { groups, scaling: { ...facts, pending, policies: told }, because: reasons.list };
}

function tellPending(reasons: Reasons, group: Group): ('launch' | 'terminate')[] {
  const decisions = group.pending();
  const { failedLaunchesInARow } = group.state();
  if (decisions.length === 0) {
    const why =
      failedLaunchesInARow > 0
        ? `${failedLaunchesInARow} launches failed in a row, so the next one waits`
        : 'nothing is to be launched or terminated now';
    reasons.add('scaling.pending', why, { facts: { failedLaunchesInARow } });
  }
  for (const decision of decisions) {
    const what =
      decision.kind === 'launch'
        ? `launch in ${decision.place.zone}`
        : `terminate ${decision.instanceId}`;
    reasons.add('scaling.pending', `the group is to ${what}: ${decision.reason}`, {
      mark: 'ill',
      facts: { kind: decision.kind, reason: decision.reason },
    });
  }
  return decisions.map(({ kind }) => kind);
}

function tellPolicy(
  reasons: Reasons,
  asked: { group: Group; policy: ScalingPolicy; alarms: Pick<Alarms, 'actingOn'> },
): NonNullable<Explained['scaling']>['policies'][number] {
  const { group, policy, alarms } = asked;
  const { from, to, blocked } = group.judge(policy);
  const would =
    to === from
      ? `would change nothing: ${from} is a bound already, or what it asks for`
      : `would bring it from ${from} to ${to}`;
  const waits = blocked === undefined ? '' : `; not now: ${blocked}`;
  const told = reasons.add('scaling.policy', `policy ${policy.name} ${would}${waits}`, {
    mark: blocked === undefined && to !== from ? 'well' : 'passed-over',
    facts: { policy: policy.name, from, to, blocked: blocked ?? null },
  });
  const acting = alarms.actingOn(policy.arn);
  if (acting.length === 0)
    told.add('scaling.alarm', 'no alarm carries it out: only ExecutePolicy does');
  for (const { alarm, current } of acting) {
    const isActing = actionsIn(alarm, current.state).includes(policy.arn) && alarm.actionsEnabled;
    const next = isActing ? 'which carries it out each minute' : conditionOf(alarm, policy.arn);
    told.add(
      'scaling.alarm',
      `alarm ${alarm.name} is ${current.state}, ${next}: ${current.reason}`,
      {
        mark: isActing ? 'chosen' : 'passed-over',
        facts: { alarm: alarm.name, state: current.state, acting: isActing },
      },
    );
  }
  return {
    name: policy.name,
    to,
    blocked: blocked ?? null,
    alarms: acting.map(({ alarm, current }) => ({ name: alarm.name, state: current.state })),
  };
}

function actionsIn(alarm: Alarm, state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'): readonly string[] {
  if (state === 'ALARM') return alarm.alarmActions;
  return state === 'OK' ? alarm.okActions : alarm.insufficientDataActions;
}

/** What would have to be so for the alarm to carry the policy out. */
function conditionOf(alarm: Alarm, policyArn: string): string {
  if (!alarm.actionsEnabled) return 'and its actions are switched off';
  if (!alarm.alarmActions.includes(policyArn)) return 'and acts in another state';
  const { statistic, metricName, comparisonOperator, threshold } = alarm;
  const { datapointsToAlarm, evaluationPeriods, periodSeconds } = alarm;
  const than = comparisonOperator.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return `and would be ALARM were ${statistic} ${metricName} ${than.replace(' threshold', '')} ${threshold} in ${datapointsToAlarm} of ${evaluationPeriods} periods of ${periodSeconds} s`;
}

function newestOf(activities: readonly ScalingActivity[]): ScalingActivity[] {
  return activities
    .toSorted((one, other) => other.startMs - one.startMs)
    .slice(0, ACTIVITIES_TOLD_MAX);
}

function tellActivity(reasons: Reasons, activity: ScalingActivity): void {
  const { description, cause, status, statusMessage, startMs } = activity;
  const at = new Date(startMs).toISOString();
  const why = statusMessage === '' ? '' : ` (${statusMessage})`;
  reasons
    .add('scaling.activity', `${at}: ${description} ${status}${why}`, {
      mark: status === 'Failed' ? 'ill' : 'well',
      facts: { activityId: activity.activityId, status, startMs },
    })
    .add('scaling.activity', cause);
}
