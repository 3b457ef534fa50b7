import { alarmSchema, UnderstudyError } from '@understudy/contract';
import type { ListMetricsInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from 'vitest';
import { codeAndMessage } from '../../kernel/error.fixture.ts';
import { testDeps, testRequest, type TestDeps } from '../../kernel/kernel.fixture.ts';
import { CloudWatchService } from './cloudwatch-service.ts';

const request = testRequest('us-east-1');
const ALARM: PutMetricAlarmInput = {
  AlarmName: 'busy',
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'RequestCountPerTarget',
  Dimensions: [{ Name: 'TargetGroup', Value: 'targetgroup/web/1' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 100,
  ComparisonOperator: 'GreaterThanThreshold',
  AlarmActions: ['arn:aws:autoscaling:us-east-1:1:scalingPolicy:x'],
};

describe('CloudWatch', () => {
  let deps: TestDeps;
  let service: CloudWatchService;

  beforeEach(() => {
    deps = testDeps();
    service = new CloudWatchService(deps);
    deps.dataPlane.answers['describeAlarmStates'] = () => [];
  });

  it('gives the data plane alarms that it accepts, with AWS defaults', () => {
    service.operations.PutMetricAlarm(request, ALARM);
    const [alarm] = service.alarms('us-east-1');
    expect(alarmSchema.strict().parse(alarm)).toEqual({
      arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:busy',
      name: 'busy',
      namespace: 'AWS/ApplicationELB',
      metricName: 'RequestCountPerTarget',
      dimensions: { TargetGroup: 'targetgroup/web/1' },
      statistic: 'Sum',
      periodSeconds: 60,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      threshold: 100,
      comparisonOperator: 'GreaterThanThreshold',
      treatMissingData: 'missing',
      actionsEnabled: true,
      alarmActions: ALARM.AlarmActions,
      okActions: [],
      insufficientDataActions: [],
    });
    expect(deps.dataPlane.changes).toBe(1);
  });

  it.each<[Partial<PutMetricAlarmInput>, string]>([
    [{ Period: 45 }, 'Period must be 10, 20, 30 or a multiple of 60'],
    [{ DatapointsToAlarm: 4 }, 'DatapointsToAlarm'],
    [{ EvaluationPeriods: 2_000 }, 'Metrics cannot be checked across more than a day'],
    [{ Statistic: undefined }, 'Statistic'],
    [{ AlarmActions: ['out'] }, 'Invalid arn syntax: out'],
    [{ ExtendedStatistic: 'p99' }, 'ExtendedStatistic of PutMetricAlarm is not supported'],
    [{ ComparisonOperator: 'GreaterThanUpperThreshold' }, 'ComparisonOperator'],
  ])('refuses %j', (overrides, reason) => {
    const call = (): void => service.operations.PutMetricAlarm(request, { ...ALARM, ...overrides });
    expect(codeAndMessage(call).message).toContain(reason);
  });

  it('describes alarms in the state that the region finds them in', async () => {
    service.operations.PutMetricAlarm(request, ALARM);
    service.operations.PutMetricAlarm(request, { ...ALARM, AlarmName: 'calm' });
    deps.dataPlane.answers['describeAlarmStates'] = () => [
      {
        arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:busy',
        name: 'busy',
        state: 'ALARM',
        reason: 'Threshold Crossed',
        updatedMs: 5_000,
      },
    ];
    const states = async (input: object): Promise<unknown[]> =>
      ((await service.operations.DescribeAlarms(request, input)).MetricAlarms ?? []).map(
        (alarm) => [alarm.AlarmName, alarm.StateValue],
      );
    expect(await states({})).toEqual([
      ['busy', 'ALARM'],
      ['calm', 'INSUFFICIENT_DATA'],
    ]);
    expect(await states({ StateValue: 'ALARM' })).toEqual([['busy', 'ALARM']]);
    expect(await states({ AlarmNamePrefix: 'ca' })).toEqual([['calm', 'INSUFFICIENT_DATA']]);
  });

  it('turns actions off and on, and deletes only what is there', () => {
    service.operations.PutMetricAlarm(request, ALARM);
    service.operations.DisableAlarmActions(request, { AlarmNames: ['busy', 'nobody'] });
    expect(service.alarms('us-east-1')[0]?.actionsEnabled).toBe(false);
    const remove = (names: string[]) => (): void =>
      service.operations.DeleteAlarms(request, { AlarmNames: names });
    expect(codeAndMessage(remove(['busy', 'nobody'])).code).toBe('ResourceNotFound');
    expect(service.alarms('us-east-1')).toHaveLength(1);
    remove(['busy'])();
    expect(service.alarms('us-east-1')).toEqual([]);
  });

  it('answers statistics with the points of each, by time', async () => {
    deps.dataPlane.answers['metricStatistics'] = ({ statistic }: { statistic: string }) => ({
      points: [{ startMs: 60_000, value: statistic === 'Sum' ? 10 : 2 }],
    });
    const range = { StartTime: new Date(0), EndTime: new Date(120_000), Period: 60 };
    const metric = { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount' };
    const { Datapoints: points } = await service.operations.GetMetricStatistics(request, {
      ...metric,
      ...range,
      Statistics: ['Sum', 'Average'],
    });
    expect(points).toEqual([{ Timestamp: new Date(60_000), Unit: 'None', Sum: 10, Average: 2 }]);
    await expect(
      service.operations.GetMetricStatistics(request, {
        ...metric,
        ...range,
        EndTime: new Date(60_000 * 2_000),
        Statistics: ['Sum'],
      }),
    ).rejects.toThrow('more than the 1,440 datapoints');
    const { MetricDataResults: results } = await service.operations.GetMetricData(request, {
      StartTime: range.StartTime,
      EndTime: range.EndTime,
      MetricDataQueries: [{ Id: 'a', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } }],
    });
    expect(results).toMatchObject([{ Id: 'a', Values: [10], StatusCode: 'Complete' }]);
  });

  it("lists metrics by namespace, name and dimensions, and gives Route 53's their units", async () => {
    const at = { HealthCheckId: 'abc' };
    const metrics = ['HealthCheckStatus', 'ConnectionTime'].map((metricName) => ({
      namespace: 'AWS/Route53',
      metricName,
      dimensions: at,
    }));
    deps.dataPlane.answers['listMetrics'] = () => ({
      metrics: [...metrics, { namespace: 'AWS/EC2', metricName: 'CPUUtilization', dimensions: {} }],
    });
    const list = async (input: ListMetricsInput): Promise<(string | undefined)[]> => {
      const { Metrics: found = [] } = await service.operations.ListMetrics(request, input);
      return found.map((metric) => metric.MetricName);
    };
    const both = ['HealthCheckStatus', 'ConnectionTime'];
    expect(await list({})).toEqual([...both, 'CPUUtilization']);
    expect(await list({ Namespace: 'AWS/Route53' })).toEqual(both);
    expect(await list({ Dimensions: [{ Name: 'HealthCheckId' }] })).toEqual(both);
    expect(await list({ Dimensions: [{ Name: 'HealthCheckId', Value: 'x' }] })).toEqual([]);
    expect(await list({ MetricName: 'ConnectionTime' })).toEqual(['ConnectionTime']);
    deps.dataPlane.answers['metricStatistics'] = () => ({ points: [{ startMs: 0, value: 3 }] });
    const { Datapoints: points } = await service.operations.GetMetricStatistics(request, {
      Namespace: 'AWS/Route53',
      MetricName: 'ConnectionTime',
      StartTime: new Date(0),
      EndTime: new Date(60_000),
      Period: 60,
      Statistics: ['Average'],
    });
    expect(points?.[0]?.Unit).toBe('Milliseconds');
  });

  it('describes alarms a page at a time, and takes no token that it did not give', async () => {
    for (const AlarmName of ['a', 'b'])
      service.operations.PutMetricAlarm(request, { ...ALARM, AlarmName });
    const names = async (NextToken?: string): Promise<(string | undefined)[]> => {
      const page = await service.operations.DescribeAlarms(request, { MaxRecords: 1, NextToken });
      const here = (page.MetricAlarms ?? []).map(({ AlarmName }) => AlarmName);
      return page.NextToken === undefined ? here : [...here, ...(await names(page.NextToken))];
    };
    expect(await names()).toEqual(['a', 'b']);
    await expect(names('x')).rejects.toMatchObject({ code: 'InvalidNextToken' });
  });

  it('asks the global process for us-east-1 where no such region runs, and for no other', async () => {
    deps.dataPlane.answers['listMetrics'] = (_input, region) => {
      if (region === 'global') return { metrics: [] };
      throw new UnderstudyError('RegionUnknown', { message: region });
    };
    expect(await service.operations.ListMetrics(request, {})).toEqual({ Metrics: [] });
    await expect(
      (async () => service.operations.ListMetrics(testRequest('eu-west-1'), {}))(),
    ).rejects.toThrow('eu-west-1');
  });
});
