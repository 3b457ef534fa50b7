import type { Alarm } from '@understudy/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateAlarm, rangePeriods, type DataPoint, type Evaluation } from './evaluate-alarm.ts';

const START_MS = Date.UTC(2026, 1, 28, 14, 39);

function alarm(changed: Partial<Alarm> = {}): Alarm {
  return {
    arn: 'arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:busy',
    name: 'busy',
    namespace: 'AWS/EC2',
    metricName: 'CPUUtilization',
    dimensions: {},
    statistic: 'Average',
    periodSeconds: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    threshold: 5,
    comparisonOperator: 'GreaterThanThreshold',
    treatMissingData: 'missing',
    actionsEnabled: true,
    alarmActions: [],
    okActions: [],
    insufficientDataActions: [],
    ...changed,
  };
}

/** `0` within the threshold, `X` breaching, `-` missing, as the documentation draws them. */
function range(drawing: string): DataPoint[] {
  return drawing.split(' ').map((symbol, index) => ({
    startMs: START_MS + index * 60_000,
    value: symbol === '-' ? undefined : symbol === 'X' ? 9 : 1,
  }));
}

const KEPT: Evaluation = { state: 'OK', reason: 'kept' };
const WORDS = {
  OK: 'OK',
  ALARM: 'ALARM',
  Insufficient: 'INSUFFICIENT_DATA',
  Retain: 'Retain',
} as const;

/** The tables of "Configuring how CloudWatch alarms treat missing data", word for word. */
const THREE_OF_THREE = [
  ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  ['- - - - -', 'Insufficient', 'Retain', 'ALARM', 'OK'],
  ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['- - - - X', 'Insufficient', 'Retain', 'ALARM', 'OK'],
  ['X - - - -', 'ALARM', 'Retain', 'ALARM', 'OK'],
] as const;
const TWO_OF_THREE = [
  ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - - X', 'Insufficient', 'Retain', 'ALARM', 'OK'],
] as const;
const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

describe('an alarm', () => {
  const rows = [
    ...THREE_OF_THREE.map((row) => ({ row, datapointsToAlarm: 3 })),
    ...TWO_OF_THREE.map((row) => ({ row, datapointsToAlarm: 2 })),
  ].flatMap(({ row: [drawing, ...expected], datapointsToAlarm }) =>
    TREATMENTS.map((treatMissingData, column) => ({
      drawing,
      datapointsToAlarm,
      treatMissingData,
      expected: expected[column] ?? 'OK',
    })),
  );
  test.each(rows)(
    '$datapointsToAlarm of 3 over $drawing, missing data $treatMissingData: $expected',
    ({ drawing, datapointsToAlarm, treatMissingData, expected }) => {
      const made = alarm({ datapointsToAlarm, treatMissingData });
      const result = evaluateAlarm(made, range(drawing), KEPT);
      if (expected === 'Retain') expect(result).toBe(KEPT);
      else expect(result.state).toBe(WORDS[expected]);
    },
  );

  test('retrieves five points for three periods, as the documentation does', () => {
    expect(rangePeriods(alarm())).toBe(5);
  });

  test.each([
    ['GreaterThanOrEqualToThreshold', 5, 'ALARM'],
    ['GreaterThanThreshold', 5, 'OK'],
    ['LessThanOrEqualToThreshold', 5, 'ALARM'],
    ['LessThanThreshold', 5, 'OK'],
    ['LessThanThreshold', 4.9, 'ALARM'],
  ] as const)('compares by %s: %d is %s', (comparisonOperator, value, state) => {
    const made = alarm({ comparisonOperator, evaluationPeriods: 1, datapointsToAlarm: 1 });
    expect(evaluateAlarm(made, [{ startMs: START_MS, value }], KEPT).state).toBe(state);
  });

  const one = { evaluationPeriods: 1, datapointsToAlarm: 1 };
  test.each([
    [
      one,
      'X',
      'Threshold Crossed: 1 out of the last 1 datapoints [9.0 (28/02/26 14:39:00)] was ' +
        'greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
    ],
    [
      one,
      '0',
      'Threshold Crossed: 1 out of the last 1 datapoints [1.0 (28/02/26 14:39:00)] was not ' +
        'greater than the threshold (5.0) (minimum 1 datapoint for ALARM -> OK transition).',
    ],
    [one, '-', 'Insufficient Data: 1 datapoint was unknown.'],
    [
      { ...one, treatMissingData: 'breaching' as const },
      '-',
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was ' +
        'treated as [Breaching].',
    ],
  ])('says why in CloudWatch’s words (%#)', (changed, drawing, reason) => {
    expect(evaluateAlarm(alarm(changed), range(drawing), KEPT).reason).toBe(reason);
  });

  test('never depends on how missing data is treated when nothing is missing', () => {
    const values = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 3 }), (numbers, datapointsToAlarm) => {
        const points = numbers.map((value, index) => ({ startMs: index * 60_000, value }));
        const states = TREATMENTS.map(
          (treatMissingData) =>
            evaluateAlarm(alarm({ treatMissingData, datapointsToAlarm }), points, KEPT).state,
        );
        const breaches = numbers.slice(-3).filter((value) => value > 5).length;
        const expected = breaches >= datapointsToAlarm ? 'ALARM' : 'OK';
        return states.every((state) => state === expected);
      }),
    );
  });
});
