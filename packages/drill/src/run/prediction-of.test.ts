import { expect, test } from 'vitest';
import { predictRto } from '../predict/predict-rto.ts';
import { SCENARIOS } from '../scenario/library/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { sampleReport } from '../report/sample-report.fixture.ts';
import type { DeployedTemplate } from '../target.ts';
import { predictionOf } from './prediction-of.ts';
import { standbyOf } from './standby-of.ts';

const SITE = {
  ...{ domain: 'site.example', primary: 'eu-west-1', standby: 'us-east-1', templates: [] },
  healthCheck: { intervalSeconds: 10, failureThreshold: 3 },
};

function scenario(name: string): Scenario {
  const found = SCENARIOS.get(name);
  if (found === undefined) throw new Error(`${name} is gone`);
  return found;
}

test.each([
  // Three probes and two intervals, the first within one; then a minute.
  ['region-loss', 0, 90],
  ['region-loss-hang', 2, 96],
  ['region-loss-blackhole', 4, 102],
])('%s: a probe fails after %d s, and a new visitor is back within %d s', (name, fails, bound) => {
  const prediction = predictionOf(SITE, scenario(name));
  expect(prediction.detection).toMatchObject({
    ...{ failsAfterSeconds: fails, failsAfterLeastSeconds: fails },
  });
  expect(predictRto('fresh', prediction).highSeconds).toBe(bound);
});

test('a loss that comes after other faults is counted from', () => {
  expect(predictionOf(SITE, scenario('replication-paused')).atSeconds).toBe(30);
});

test('a check that only connects does not see a region that hangs', () => {
  const HealthCheckConfig = { Type: 'TCP', RequestInterval: 10, FailureThreshold: 3 };
  const body = {
    Resources: {
      Check: { Type: 'AWS::Route53::HealthCheck', Properties: { HealthCheckConfig } },
      Name: {
        Type: 'AWS::Route53::RecordSet',
        Properties: {
          ...{ Name: 'site.example.', Failover: 'PRIMARY', HealthCheckId: { Ref: 'Check' } },
        },
      },
    },
  };
  const template = {
    ...{ stack: 'routing', region: 'us-east-1', sha256: '', parameters: {} },
    body,
  };
  const site = { ...SITE, templates: [template] };
  expect(predictionOf(site, scenario('region-loss-hang')).isNoticed).toBe(false);
  expect(predictionOf(site, scenario('region-loss-blackhole'))).toMatchObject({
    ...{ isNoticed: true, detection: { failsAfterSeconds: 10 } },
  });
});

/** Four servers at most, of which one takes 600 requests a minute. */
const FLEET: DeployedTemplate = {
  ...{ stack: 'standby', region: 'us-east-1', sha256: '', parameters: {} },
  body: {
    Resources: {
      Group: {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: { MinSize: '1', MaxSize: '4' },
      },
      Out: { Type: 'AWS::AutoScaling::ScalingPolicy', Properties: { ScalingAdjustment: 1 } },
      High: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          ...{ MetricName: 'RequestCountPerTarget', Period: 60, EvaluationPeriods: 1 },
          ...{ Threshold: 600, AlarmActions: [{ Ref: 'Out' }] },
        },
      },
    },
  },
};

test('a surge enters what is predicted of the standby, unless it is over before', () => {
  const surge = scenario('surge');
  const site = { ...SITE, templates: [FLEET], scalesAbove: 10, bootSeconds: 5 };
  // Of each of five profiles a page a second.
  const { seconds } = sampleReport();
  const standby = (of: Scenario) =>
    standbyOf({ site, seconds, scenario: of }, predictionOf(site, of));
  expect(standby(surge)).toMatchObject({
    ...{ requestsPerMinute: 300, surgePerMinute: 900, needed: 2, firstAddedSeconds: 120 + 5 + 30 },
  });
  const brief = { ...surge, surge: () => [{ atSeconds: 0, forSeconds: 10, perSecond: 15 }] };
  expect(standby(brief)).toMatchObject({
    ...{ requestsPerMinute: 300, surgePerMinute: 0, needed: 1, firstAddedSeconds: null },
  });
});
