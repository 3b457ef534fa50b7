import { regionName } from './region-names.ts';
import type { AlarmRecord } from './records.ts';

/** A change of an alarm's state, AWS time. */
export interface StateChange {
  from: AlarmStateName;
  to: AlarmStateName;
  reason: string;
  atMs: number;
}

export type AlarmStateName = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

const SUBJECT_CHARACTERS_MAX = 100;

/** "SampleCount" is the only name of two words. */
const STATISTICS: Readonly<Record<string, string>> = { SampleCount: 'SAMPLE_COUNT' };

/**
 * What CloudWatch publishes to the topics of an alarm's actions. Its form is not in the user guide;
 * this is the one of messages that others have kept (members, their order, and the way times are
 * written).
 */
export function alarmMessage(
  alarm: AlarmRecord,
  change: StateChange,
  where: { account: string; region: string },
): { subject: string; message: string } {
  const region = regionName(where.region);
  const message = {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: where.account,
    AlarmConfigurationUpdatedTimestamp: time(alarm.updatedMs),
    NewStateValue: change.to,
    NewStateReason: change.reason,
    StateChangeTime: time(change.atMs),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: change.from,
    OKActions: alarm.okActions,
    AlarmActions: alarm.alarmActions,
    InsufficientDataActions: alarm.insufficientDataActions,
    Trigger: trigger(alarm),
  };
  return { subject: subjectOf(alarm.name, change.to, region), message: JSON.stringify(message) };
}

function trigger(alarm: AlarmRecord): object {
  return {
    MetricName: alarm.metricName,
    Namespace: alarm.namespace,
    StatisticType: 'Statistic',
    Statistic: STATISTICS[alarm.statistic] ?? alarm.statistic.toUpperCase(),
    Unit: alarm.unit ?? null,
    Dimensions: Object.entries(alarm.dimensions).map(([name, value]) => ({ value, name })),
    Period: alarm.periodSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    ...(alarm.datapointsToAlarm === alarm.evaluationPeriods
      ? {}
      : { DatapointsToAlarm: alarm.datapointsToAlarm }),
    ComparisonOperator: alarm.comparisonOperator,
    Threshold: alarm.threshold,
    TreatMissingData: alarm.treatMissingData,
    EvaluateLowSampleCountPercentile: '',
  };
}

/** No longer than SNS allows: of a long name, the beginning. */
function subjectOf(name: string, state: AlarmStateName, region: string): string {
  const around = (text: string): string => `${state}: "${text}" in ${region}`;
  const room = SUBJECT_CHARACTERS_MAX - around('').length;
  return around(name.length <= room ? name : `${name.slice(0, room - 3)}...`);
}

/** `2024-07-05T15:19:31.960+0000` */
function time(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}
