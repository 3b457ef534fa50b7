import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import { healthCheckSchema } from '@understudy/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDeps, testRequest, type TestDeps } from '../../../kernel/kernel.fixture.ts';
import { testHandlerContext } from '../../../resources/testing/context.ts';
import { checkedHandler } from '../../../resources/testing/checked-handler.ts';
import { healthCheck } from '../../../resources/route53/health-check.ts';
import { CloudWatchService } from '../../cloudwatch/cloudwatch-service.ts';
import type { Services } from '../../registry.ts';
import { Route53Service } from '../route53-service.ts';

const REGION = 'eu-west-1';
const ALARM = {
  AlarmName: 'errors',
  Namespace: 'Shop',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'Site', Value: 'shop' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 2,
  Threshold: 10,
  ComparisonOperator: 'GreaterThanThreshold',
} as const;
const CONFIG: HealthCheckConfig = {
  Type: 'CLOUDWATCH_METRIC',
  AlarmIdentifier: { Name: 'errors', Region: REGION },
  InsufficientDataHealthStatus: 'Unhealthy',
};

describe('a health check of a CloudWatch alarm', () => {
  let deps: TestDeps;
  let cloudwatch: CloudWatchService;
  let route53: Route53Service;

  beforeEach(() => {
    deps = testDeps();
    cloudwatch = new CloudWatchService(deps);
    route53 = new Route53Service(deps, {
      findAlarm: (region, name) => cloudwatch.alarm(region, name),
    });
    put();
  });

  function put(changes: object = {}): void {
    const input = { ...ALARM, Dimensions: [...ALARM.Dimensions], ...changes };
    cloudwatch.operations.PutMetricAlarm(testRequest(REGION), input);
  }

  function create(changes: object = {}): string {
    const HealthCheckConfig = { ...CONFIG, ...changes };
    const input = { CallerReference: 'one', HealthCheckConfig };
    return route53.operations.CreateHealthCheck(testRequest(), input).HealthCheck?.Id ?? '';
  }

  it('copies what the alarm looks at, and shows it', () => {
    const id = create();
    const [document] = route53.healthChecks();
    expect(healthCheckSchema.strict().parse(document)).toMatchObject({
      id,
      type: 'CLOUDWATCH_METRIC',
      alarm: {
        region: REGION,
        name: 'errors',
        metricName: 'Errors',
        threshold: 10,
        insufficientData: 'Unhealthy',
      },
    });
    const { HealthCheck: shown } = route53.operations.GetHealthCheck(testRequest(), {
      HealthCheckId: id,
    });
    expect(shown?.CloudWatchAlarmConfiguration).toEqual({
      EvaluationPeriods: 2,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanThreshold',
      Period: 60,
      MetricName: 'Errors',
      Namespace: 'Shop',
      Statistic: 'Sum',
      Dimensions: [{ Name: 'Site', Value: 'shop' }],
    });
  });

  it('does not see a changed alarm until it is updated itself', () => {
    const id = create();
    put({ Threshold: 99 });
    expect(route53.healthChecks()[0]?.alarm?.threshold).toBe(10);
    route53.operations.UpdateHealthCheck(testRequest(), { HealthCheckId: id, Inverted: true });
    expect(route53.healthChecks()[0]).toMatchObject({ inverted: true, alarm: { threshold: 99 } });
  });

  it.each([
    [
      'no such alarm',
      {},
      { AlarmIdentifier: { Name: 'other', Region: REGION } },
      /no CloudWatch alarm/,
    ],
    [
      'one of another region',
      {},
      { AlarmIdentifier: { Name: 'errors', Region: 'us-west-2' } },
      /no CloudWatch alarm errors in region us-west-2/,
    ],
    ['M out of N', { DatapointsToAlarm: 1 }, {}, /M out of N/],
    ['high resolution', { Period: 10 }, {}, /high-resolution/],
    ['another word for no data', {}, { InsufficientDataHealthStatus: 'Sick' }, /Sick/],
    ['an endpoint', {}, { Port: 80 }, /Port is not allowed/],
  ])('is refused with %s', (_, alarm, changes, reason) => {
    put(alarm);
    expect(() => create(changes)).toThrow(reason);
  });

  it('is made and changed by templates', async () => {
    const services = { route53, cloudwatch } as Partial<Services> as Services;
    const context = testHandlerContext(deps, services);
    const properties = { HealthCheckConfig: { ...CONFIG } };
    const { physicalId } = await checkedHandler(healthCheck).create(properties, context);
    expect(route53.healthChecks()[0]?.alarm?.insufficientData).toBe('Unhealthy');
    const changed = {
      HealthCheckConfig: { ...CONFIG, InsufficientDataHealthStatus: 'LastKnownStatus' },
    };
    await checkedHandler(healthCheck).update(changed, properties, physicalId, context);
    expect(route53.healthChecks()[0]?.alarm?.insufficientData).toBe('LastKnownStatus');
  });
});
