import type { Alarm, AlarmsConfig, EventBody } from '@understudy/contract';
import { SeededRandom, VirtualClock } from '@understudy/contract/testing';
import { expect, test } from 'vitest';
import { Alarms } from './alarms.ts';
import { SERIES_MAX } from './metric-store.ts';

const POLICY = 'arn:aws:autoscaling:ap-northeast-2:111122223333:scalingPolicy:1:out';
const ELSEWHERE = 'arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:2:out';
const TOPIC = 'arn:aws:sns:ap-northeast-2:111122223333:people';
const METRIC = {
  namespace: 'AWS/EC2',
  metricName: 'CPUUtilization',
  dimensions: { AutoScalingGroupName: 'web' },
};

function config(changed: Partial<Alarm> = {}): AlarmsConfig {
  return {
    alarms: [
      {
        ...METRIC,
        arn: 'arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:busy',
        name: 'busy',
        statistic: 'Average',
        periodSeconds: 60,
        evaluationPeriods: 2,
        datapointsToAlarm: 2,
        threshold: 70,
        comparisonOperator: 'GreaterThanThreshold',
        treatMissingData: 'missing',
        actionsEnabled: true,
        alarmActions: [POLICY, TOPIC, ELSEWHERE],
        okActions: [],
        insufficientDataActions: [],
        ...changed,
      },
    ],
    scalingPolicies: [
      {
        arn: POLICY,
        name: 'out',
        groupName: 'web',
        policyType: 'SimpleScaling',
        adjustmentType: 'ChangeInCapacity',
        scalingAdjustment: 1,
        minAdjustmentMagnitude: 0,
      },
    ],
  };
}

async function start(changed: Partial<Alarm> = {}) {
  const clock = new VirtualClock({ startMs: 1_700_000_040_000 - 40_000 });
  const events: EventBody[] = [];
  const executed: { policyArn: string; cause: string }[] = [];
  const context = {
    clock,
    random: new SeededRandom(1),
    emit: (body: EventBody) => void events.push(body),
  };
  const alarms = new Alarms(context, {
    executor: { executePolicy: (policyArn, cause) => void executed.push({ policyArn, cause }) },
  });
  const problems = await alarms.apply(config(changed));
  const minuteAt = async (value: number | undefined): Promise<void> => {
    if (value !== undefined) alarms.record({ ...METRIC, value });
    await clock.advance(60_000);
  };
  return { clock, events, executed, alarms, problems, minuteAt };
}

test('an alarm starts without data and is in ALARM after enough breaching periods', async () => {
  const { alarms, events, minuteAt } = await start();
  expect(alarms.describeAlarmStates()[0]).toMatchObject({
    state: 'INSUFFICIENT_DATA',
    reason: 'Unchecked: Initial alarm creation',
  });
  await minuteAt(90);
  await minuteAt(90);
  await minuteAt(90);
  expect(alarms.describeAlarmStates()[0]?.state).toBe('ALARM');
  expect(events.filter((event) => event.type === 'alarm')).toHaveLength(1);
});

test('a scaling policy is invoked each minute while the alarm lasts, and not before', async () => {
  const { executed, minuteAt } = await start();
  await minuteAt(90);
  expect(executed).toHaveLength(0);
  for (let minute = 0; minute < 4; minute += 1) await minuteAt(90);
  expect(executed.length).toBeGreaterThanOrEqual(3);
  expect(executed[0]).toEqual({
    policyArn: POLICY,
    cause: 'a monitor alarm busy in state ALARM triggered policy out',
  });
  await minuteAt(10);
  await minuteAt(10);
  const soFar = executed.length;
  await minuteAt(10);
  expect(executed).toHaveLength(soFar);
});

test('an action that is neither a topic nor a policy of this region is reported once', async () => {
  const { events, minuteAt } = await start();
  for (let minute = 0; minute < 5; minute += 1) await minuteAt(90);
  const logs = events.filter((event) => event.type === 'log');
  expect(logs).toHaveLength(1);
  expect(logs[0]?.message).toContain(ELSEWHERE);
});

test('an alarm whose actions are disabled changes state and does nothing', async () => {
  const { alarms, executed, minuteAt } = await start({ actionsEnabled: false });
  for (let minute = 0; minute < 3; minute += 1) await minuteAt(90);
  expect(alarms.describeAlarmStates()[0]?.state).toBe('ALARM');
  expect(executed).toHaveLength(0);
});

test('an alarm that was changed keeps its state; one that was removed is gone', async () => {
  const { alarms, minuteAt } = await start();
  for (let minute = 0; minute < 3; minute += 1) await minuteAt(90);
  await alarms.apply(config({ threshold: 95 }));
  expect(alarms.describeAlarmStates()[0]?.state).toBe('ALARM');
  await minuteAt(90);
  expect(alarms.describeAlarmStates()[0]?.state).toBe('OK');
  await alarms.apply({ alarms: [], scalingPolicies: [] });
  expect(alarms.describeAlarmStates()).toEqual([]);
});

test('an executor that throws does not stop the alarms', async () => {
  const clock = new VirtualClock();
  const events: EventBody[] = [];
  const context = {
    clock,
    random: new SeededRandom(1),
    emit: (body: EventBody) => void events.push(body),
  };
  const executor = {
    executePolicy: () => {
      throw new Error('no such group');
    },
  };
  const alarms = new Alarms(context, { executor });
  await alarms.apply(config({ treatMissingData: 'breaching' }));
  await clock.advance(120_000);
  expect(events.some((event) => event.type === 'log' && /no such group/.test(event.message))).toBe(
    true,
  );
  expect(alarms.describeAlarmStates()[0]?.state).toBe('ALARM');
});

test('statistics are over whole periods, and periods without data are left out', async () => {
  const { alarms, clock } = await start();
  const startMs = clock.nowMs();
  alarms.record({ ...METRIC, value: 1 });
  alarms.record({ ...METRIC, value: 10, sampleCount: 4, minimum: 0, maximum: 7 });
  await clock.advance(120_000);
  alarms.record({ ...METRIC, value: 5 });
  const ask = async (statistic: 'Average' | 'Sum' | 'Minimum' | 'Maximum' | 'SampleCount') => {
    const range = { periodSeconds: 60, startMs, endMs: clock.nowMs() + 1 };
    const { points } = await alarms.metricStatistics({ ...METRIC, statistic, ...range });
    return points.map((point) => point.value);
  };
  expect(await ask('Sum')).toEqual([11, 5]);
  expect(await ask('SampleCount')).toEqual([5, 1]);
  expect(await ask('Average')).toEqual([2.2, 5]);
  expect(await ask('Minimum')).toEqual([0, 5]);
  expect(await ask('Maximum')).toEqual([7, 5]);
});

test('other dimensions are another metric, whatever order they come in', async () => {
  const { alarms, clock } = await start();
  const metric = { namespace: 'N', metricName: 'M' };
  alarms.record({ ...metric, dimensions: { A: '1', B: '2' }, value: 3 });
  const count = async (dimensions: Record<string, string>) => {
    const range = { startMs: clock.nowMs() - 60_000, endMs: clock.nowMs() + 1 };
    const query = { ...metric, ...range, dimensions, statistic: 'Sum', periodSeconds: 60 } as const;
    return (await alarms.metricStatistics(query)).points.length;
  };
  expect(await count({ B: '2', A: '1' })).toBe(1);
  expect(await count({ A: '1' })).toBe(0);
  expect((await alarms.listMetrics()).metrics).toEqual([
    { ...metric, dimensions: { A: '1', B: '2' } },
  ]);
});

test('metrics older than three hours are gone', async () => {
  const { alarms, clock } = await start();
  const startMs = clock.nowMs();
  alarms.record({ ...METRIC, value: 1 });
  await clock.advance(180 * 60_000);
  alarms.record({ ...METRIC, value: 2 });
  const { points } = await alarms.metricStatistics({
    ...METRIC,
    statistic: 'Sum',
    periodSeconds: 60,
    startMs,
    endMs: clock.nowMs() + 1,
  });
  expect(points.map((point) => point.value)).toEqual([2]);
});

test('the number of metrics is bounded, and the loss is said once', async () => {
  const { alarms, events } = await start();
  for (let index = 0; index < SERIES_MAX + 5; index += 1)
    alarms.record({ namespace: 'N', metricName: `m${index}`, dimensions: {}, value: 1 });
  expect(events.filter((event) => event.type === 'log')).toHaveLength(1);
});

test('a high-resolution period is told to be rounded', async () => {
  const { problems } = await start({ periodSeconds: 10 });
  expect(problems).toEqual(['alarm busy: its period of 10 s is rounded up to whole minutes']);
});
