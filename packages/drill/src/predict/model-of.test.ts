import { expect, test } from 'vitest';
import type { DeployedTemplate } from '../target.ts';
import { modelOf } from './model-of.ts';
import { predictCapacity } from './predict-capacity.ts';

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
    Out: { Type: 'AWS::AutoScaling::ScalingPolicy', Properties: { ScalingAdjustment: 1 } },
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
    expect(modelOf(templates, SITE)).toEqual({ name: undefined, standby: undefined });
  },
);

test.each([
  [1_100, { takes: 1200, needed: 2, firstAddedSeconds: null, allAddedSeconds: null }],
  // Two minutes of the alarm, a boot of one at most, two checks of ten seconds.
  [1_300, { needed: 3, firstAddedSeconds: 200, allAddedSeconds: 200 }],
  // One more, after the cooldown and the alarm's next period.
  [2_400, { needed: 4, firstAddedSeconds: 200, allAddedSeconds: 560 }],
  // No more than the group may have.
  [9_000, { needed: 15, firstAddedSeconds: 200, allAddedSeconds: 560 }],
])('of %d requests a minute', (requests, expected) => {
  const { standby } = modelOf([FLEET], SITE);
  if (standby === undefined) throw new Error('there is a group');
  expect(predictCapacity(standby, requests)).toMatchObject({ instances: 2, ...expected });
});
