import type { Alarm, AlarmState } from '@understudy/contract';

export type StateValue = AlarmState['state'];

/** The statistic over one period; `value` is undefined where no data came. */
export interface DataPoint {
  startMs: number;
  value: number | undefined;
}

export interface Evaluation {
  state: StateValue;
  reason: string;
}

/**
 * How many more periods than it needs CloudWatch retrieves. It documents no number, only an
 * example: five points for three evaluation periods (alarms-and-missing-data).
 */
const RANGE_MARGIN_PERIODS = 2;

/** The evaluation range, in periods. */
export function rangePeriods(alarm: Pick<Alarm, 'evaluationPeriods'>): number {
  return alarm.evaluationPeriods + RANGE_MARGIN_PERIODS;
}

/**
 * The state that an alarm has after its evaluation range, oldest point first
 * (docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html).
 */
export function evaluateAlarm(
  alarm: Alarm,
  range: readonly DataPoint[],
  current: Evaluation,
): Evaluation {
  const real = range.filter((point) => point.value !== undefined);
  // "evaluates the alarm state based on the most recent existing data points": missing ones do not
  // matter then.
  if (real.length >= alarm.evaluationPeriods) {
    const recent = real.slice(-alarm.evaluationPeriods);
    return decided(alarm, { points: recent, filled: 0, fillBreaches: false });
  }
  const filled = alarm.evaluationPeriods - real.length;
  switch (alarm.treatMissingData) {
    case 'breaching':
      return decided(alarm, { points: real, filled, fillBreaches: true });
    case 'notBreaching':
      return decided(alarm, { points: real, filled, fillBreaches: false });
    case 'ignore':
      return decidedWithoutFilling(alarm, real) ?? current;
    case 'missing':
      return (
        decidedWithoutFilling(alarm, real) ??
        decidedByOldBreach(alarm, range, real) ??
        insufficient(filled)
      );
  }
}

function isBreaching(
  alarm: Pick<Alarm, 'comparisonOperator' | 'threshold'>,
  value: number,
): boolean {
  switch (alarm.comparisonOperator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= alarm.threshold;
    case 'GreaterThanThreshold':
      return value > alarm.threshold;
    case 'LessThanThreshold':
      return value < alarm.threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= alarm.threshold;
  }
}

/**
 * Enough breaches for ALARM, or one point within the threshold for OK; otherwise the data do not
 * decide.
 */
function decidedWithoutFilling(alarm: Alarm, real: readonly DataPoint[]): Evaluation | undefined {
  const breaches = countBreaches(alarm, real);
  const decides = breaches >= alarm.datapointsToAlarm || breaches < real.length;
  return decides ? decided(alarm, { points: real, filled: 0, fillBreaches: false }) : undefined;
}

/**
 * "The alarm always goes into ALARM state when the oldest available breaching data point is at
 * least as old as Datapoints to Alarm, and all other more recent data points are breaching or
 * missing." Asked only when no real point is within the threshold.
 */
function decidedByOldBreach(
  alarm: Alarm,
  range: readonly DataPoint[],
  real: readonly DataPoint[],
): Evaluation | undefined {
  const oldest = range.findIndex((point) => point.value !== undefined);
  if (oldest < 0 || range.length - oldest < alarm.datapointsToAlarm) return undefined;
  return { state: 'ALARM', reason: crossed(alarm, { points: real, state: 'ALARM', filled: 0 }) };
}

function decided(
  alarm: Alarm,
  facts: { points: readonly DataPoint[]; filled: number; fillBreaches: boolean },
): Evaluation {
  const { points, filled, fillBreaches } = facts;
  const breaches = countBreaches(alarm, points) + (fillBreaches ? filled : 0);
  const state = breaches >= alarm.datapointsToAlarm ? 'ALARM' : 'OK';
  return { state, reason: crossed(alarm, { points, state, filled, fillBreaches }) };
}

function countBreaches(alarm: Alarm, points: readonly DataPoint[]): number {
  let breaches = 0;
  for (const { value } of points) {
    if (value !== undefined && isBreaching(alarm, value)) breaches += 1;
  }
  return breaches;
}

function insufficient(unknown: number): Evaluation {
  return {
    state: 'INSUFFICIENT_DATA',
    reason: `Insufficient Data: ${plural(unknown, 'datapoint')} ${were(unknown)} unknown.`,
  };
}

const OPERATOR_WORDS: Record<Alarm['comparisonOperator'], string> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** In CloudWatch's words, as its notifications have them. */
function crossed(
  alarm: Alarm,
  facts: {
    points: readonly DataPoint[];
    state: 'OK' | 'ALARM';
    filled: number;
    fillBreaches?: boolean;
  },
): string {
  const { points, state, filled, fillBreaches } = facts;
  const treated =
    filled > 0
      ? `${plural(filled, 'missing datapoint')} ${were(filled)} treated as ` +
        `[${fillBreaches ? 'Breaching' : 'NonBreaching'}]`
      : '';
  if (points.length === 0)
    return (
      `Threshold Crossed: no datapoints were received for ` +
      `${plural(alarm.evaluationPeriods, 'period')} and ${treated}.`
    );
  // Where the state is OK the points quoted are those that are within the threshold.
  const quoted = points.filter(
    ({ value }) => value !== undefined && isBreaching(alarm, value) === (state === 'ALARM'),
  );
  const shown = quoted.length > 0 ? quoted : points;
  const negation = state === 'OK' ? 'not ' : '';
  const needed = state === 'ALARM' ? alarm.datapointsToAlarm : neededForOk(alarm);
  const transition = state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK';
  return (
    `Threshold Crossed: ${shown.length} out of the last ${points.length} datapoints ` +
    `[${shown.map(pointText).join(', ')}] ${were(shown.length)} ${negation}` +
    `${OPERATOR_WORDS[alarm.comparisonOperator]} the threshold (${doubleText(alarm.threshold)})` +
    `${treated === '' ? '' : ` and ${treated}`}` +
    ` (minimum ${plural(needed, 'datapoint')} for ${transition} transition).`
  );
}

function neededForOk(alarm: Alarm): number {
  return alarm.evaluationPeriods - alarm.datapointsToAlarm + 1;
}

function pointText(point: DataPoint): string {
  const [date = '', time = ''] = new Date(point.startMs).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${doubleText(point.value ?? 0)} (${day}/${month}/${year.slice(2)} ${time.slice(0, 8)})`;
}

/** CloudWatch prints numbers as Java does: `80.0`. */
function doubleText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function were(count: number): string {
  return count === 1 ? 'was' : 'were';
}
