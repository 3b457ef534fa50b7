import type { Alarm } from '@understudy/contract';
import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { fail, requiredBy } from '../../kernel/fail.ts';

const STATISTICS = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'] as const;
const OPERATORS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;
const MISSING_DATA = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const ACTIONS_MAX = 5;
const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 604_800;

const required = requiredBy('ValidationError', (name) => `The parameter ${name} is required.`);

/** Checks an alarm as PutMetricAlarm does, and gives it its defaults. */
export function alarmOf(input: PutMetricAlarmInput, arn: string): Alarm {
  const evaluationPeriods = required(input.EvaluationPeriods, 'EvaluationPeriods');
  const alarm: Alarm = {
    arn,
    name: required(input.AlarmName, 'AlarmName'),
    namespace: required(input.Namespace, 'Namespace'),
    metricName: required(input.MetricName, 'MetricName'),
    dimensions: Object.fromEntries(
      (input.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]),
    ),
    statistic: oneOf(input.Statistic, STATISTICS, 'Statistic'),
    periodSeconds: required(input.Period, 'Period'),
    evaluationPeriods,
    datapointsToAlarm: input.DatapointsToAlarm ?? evaluationPeriods,
    threshold: required(input.Threshold, 'Threshold'),
    comparisonOperator: oneOf(input.ComparisonOperator, OPERATORS, 'ComparisonOperator'),
    treatMissingData: oneOf(input.TreatMissingData ?? 'missing', MISSING_DATA, 'TreatMissingData'),
    actionsEnabled: input.ActionsEnabled ?? true,
    alarmActions: actions(input.AlarmActions, arn),
    okActions: actions(input.OKActions, arn),
    insufficientDataActions: actions(input.InsufficientDataActions, arn),
  };
  checkPeriods(alarm);
  return alarm;
}

function checkPeriods(alarm: Alarm): void {
  const { periodSeconds: period, evaluationPeriods, datapointsToAlarm } = alarm;
  if (![10, 20, 30].includes(period) && (period <= 0 || period % 60 !== 0))
    fail('ValidationError', 'Period must be 10, 20, 30 or a multiple of 60');
  if (evaluationPeriods < 1) fail('ValidationError', 'EvaluationPeriods must be at least 1');
  if (datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods)
    fail(
      'InvalidParameterValue',
      'DatapointsToAlarm must be at least 1 and not greater than EvaluationPeriods',
    );
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  const longest = period >= 3_600 ? WEEK_SECONDS : DAY_SECONDS;
  if (period * evaluationPeriods > longest)
    fail(
      'ValidationError',
      `Metrics cannot be checked across more than ${longest / DAY_SECONDS === 1 ? 'a day' : 'a week'} (EvaluationPeriods * Period must be <= ${longest}).`,
    );
}

function actions(given: string[] | undefined, alarmArn: string): string[] {
  const arns = given ?? [];
  if (arns.length > ACTIONS_MAX)
    fail('ValidationError', `An alarm can have at most ${ACTIONS_MAX} actions a state`);
  for (const arn of arns)
    if (!arn.startsWith('arn:')) fail('ValidationError', `Invalid arn syntax: ${arn}`);
  const regionOf = (arn: string): string => arn.split(':')[3] ?? '';
  for (const arn of arns.filter((one) => one.startsWith('arn:aws:sns:')))
    if (regionOf(arn) !== regionOf(alarmArn))
      fail(
        'ValidationError',
        `Invalid region ${regionOf(arn)} specified. Only ${regionOf(alarmArn)} is supported.`,
      );
  return arns;
}

function oneOf<T extends string>(
  value: string | undefined,
  allowed: readonly T[],
  name: string,
): T {
  return (
    allowed.find((text) => text === value) ??
    fail(
      'ValidationError',
      `Value '${value ?? ''}' for ${name} must be one of: ${allowed.join(', ')}`,
    )
  );
}
