import { expect, test } from 'vitest';
import type { DeployedTemplate } from '../target.ts';
import { modelOf } from './model-of.ts';
import { predictCapacity, type Demand } from './predict-capacity.ts';

const SITE = { domain: 'site.example', standby: 'us-east-1' };

function template(stack: string, region: string, body: object): DeployedTemplate {
  return { stack, region, sha256: '', parameters: { Threshold: '5' }, body };
}

const record = (properties: object) => ({
  Type: 'AWS::Route53::RecordSet',
  Properties: { ...{ Name: 'site.example.', Failover: 'PRIMARY' }, ...properties },
});

function routing(recordProperties: object, config: object): DeployedTemplate {
  return template('routing', 'us-east-1', {
    Resources: {
      Check: { Type: 'AWS::Route53::HealthCheck', Properties: { HealthCheckConfig: config } },
      Other: record({ Name: 'other.example.', TTL: 1 }),
      Primary: record({ HealthCheckId: { Ref: 'Check' }, ...recordProperties }),
    },
  });
}

const FLEET = template('standby', 'us-east-1', {
  Resources: {
    Group: {
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: {
        ...{ MinSize: '2', MaxSize: '4', DesiredCapacity: '2', Cooldown: '300' },
        ...{ HealthCheckGracePeriod: 60, TargetGroupARNs: [{ Ref: 'Targets' }] },
      },
    },
    Targets: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: { HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 2 },
    },
    Out: {
      Type: 'AWS::AutoScaling::ScalingPolicy',
      Properties: { ScalingAdjustment: 1, Cooldown: '120' },
    },
    In: { Type: 'AWS::AutoScaling::ScalingPolicy', Properties: { ScalingAdjustment: -1 } },
    Low: alarm(120, 'In', 15),
    High: alarm(600, 'Out', 1),
  },
});

function alarm(Threshold: number, policy: string, EvaluationPeriods: number): object {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      ...{ MetricName: 'RequestCountPerTarget', Period: 60, EvaluationPeriods, Threshold },
      AlarmActions: [{ Ref: policy }],
    },
  };
}

test('a name is read with its own health check, parameters resolved', () => {
  const fails = { RequestInterval: 10, FailureThreshold: { Ref: 'Threshold' }, Type: 'HTTP' };
  const { name } = modelOf([routing({ AliasTarget: {} }, fails)], SITE);
  expect(name).toMatchObject({
    detection: { intervalSeconds: 10, failureThreshold: 5, failsAfterSeconds: 6 },
    ttlSeconds: 60,
  });
});

test('a record set that is no alias has its TTL, and a check what AWS gives it', () => {
  const { name } = modelOf([routing({ TTL: '20' }, { Type: 'TCP' })], SITE);
  expect(name).toMatchObject({
    detection: { intervalSeconds: 30, failureThreshold: 3, failsAfterSeconds: 10 },
    ttlSeconds: 20,
  });
});

test.each([[[]], [[template('x', 'us-east-1', [])]], [[routing({ Failover: 'SECONDARY' }, {})]]])(
  'templates without such a name say nothing (%#)',
  (templates) => {
    expect(modelOf(templates, SITE)).toEqual({
      ...{ name: undefined, standby: undefined, edge: undefined },
    });
  },
);

const demand = { surgePerMinute: 0, bootSeconds: 60 };

function predicted(of: Partial<Demand>): ReturnType<typeof predictCapacity> {
  const { standby } = modelOf([FLEET], SITE);
  if (standby === undefined) throw new Error('there is a group');
  return predictCapacity(standby, { ...demand, requestsPerMinute: 0, ...of });
}

test.each([
  [1_100, { takes: 1200, needed: 2, firstAddedSeconds: null, allAddedSeconds: null }],
  // Two minutes of the alarm, a launch of one at most, one check.
  [1_300, { needed: 3, firstAddedSeconds: 190, allAddedSeconds: 190 }],
  // One more: the policy's cooldown from the launch's end on, its next minute, and a launch.
  [2_400, { needed: 4, firstAddedSeconds: 190, allAddedSeconds: 190 + 120 + 60 + 60 }],
  // No more than the group may have.
  [9_000, { needed: 15, firstAddedSeconds: 190, allAddedSeconds: 190 + 120 + 60 + 60 }],
])('of %d requests a minute', (requestsPerMinute, expected) => {
  expect(predicted({ requestsPerMinute })).toMatchObject({ instances: 2, ...expected });
});

test('a surge is borne besides what came before', () => {
  expect(predicted({ requestsPerMinute: 1_100, surgePerMinute: 1_300 })).toMatchObject({
    ...{ requestsPerMinute: 1_100, surgePerMinute: 1_300, needed: 4, firstAddedSeconds: 190 },
  });
});

test('where no launch was seen it takes what AWS says, whatever the grace period', () => {
  const assumed = predicted({ requestsPerMinute: 1_300, bootSeconds: undefined });
  expect(assumed).toMatchObject({
    bootSeconds: 600,
    isBootMeasured: false,
    firstAddedSeconds: 730,
  });
  expect(predicted({ requestsPerMinute: 1_300 })).toMatchObject({ isBootMeasured: true });
});

test('a policy without a cooldown has its group’s', () => {
  const { standby } = modelOf([withoutCooldown()], SITE);
  expect(standby?.scaleOut?.cooldownSeconds).toBe(300);
});

function withoutCooldown(): DeployedTemplate {
  const body = JSON.stringify(FLEET.body).replace(',"Cooldown":"120"', '');
  return { ...FLEET, body: JSON.parse(body) as unknown };
}
