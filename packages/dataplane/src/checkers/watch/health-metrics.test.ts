import type { Alarm, EventBody, HealthCheck, MetricQuery } from '@understudy/contract';
import { SeededRandom, until, VirtualClock } from '@understudy/contract/testing';
import { afterEach, expect, test } from 'vitest';
import { Alarms } from '../../alarms/alarms.ts';
import { MetricFeed, tellMetrics } from '../../alarms/metric-feed.ts';
import { MetricStore } from '../../alarms/metric-store.ts';
import { StatusServer } from '../../net/status-server.ts';
import { Checkers } from '../checkers.ts';
import { CHECKERS, healthCheck } from '../checkers.fixture.ts';
import { HealthMetrics } from './health-metrics.ts';

const STATUS = { address: '127.103.9.1', port: 8_099 };
const START_MS = 1_700_000_040_000 - 40_000;
const ended: { close(): unknown }[] = [];

afterEach(async () => {
  for (const part of ended.splice(0)) await part.close();
});

/** The global process's side and us-east-1's, with the status address between them. */
async function twoProcesses() {
  const clock = new VirtualClock({ startMs: START_MS });
  const events: EventBody[] = [];
  const random = new SeededRandom(3);
  const context = { clock, random, emit: (body: EventBody) => void events.push(body) };
  const down = new Set<string>();
  const store = new MetricStore();
  const metrics: HealthMetrics = new HealthMetrics(context, {
    measure: () => checkers.measure(),
    sink: { record: (datum) => void store.record(datum, clock.nowMs()) },
  });
  const checkers: Checkers = new Checkers(context, {
    resolve: () => Promise.reject(new Error('unused')),
    ports: { privilegedPortOffset: 0 },
    probe: ({ check, localAddress }) => {
      const ok = !down.has(check.id) && !down.has(localAddress);
      const latencies = { connectMs: 10, firstByteMs: localAddress.endsWith('.1') ? 20 : 40 };
      return Promise.resolve({ ok, status: 'x', ...(check.measureLatency && { latencies }) });
    },
    onLatencies: (id, region, latencies) => metrics.latencies(id, region, latencies),
  });
  const status = new StatusServer(context, {
    answers: { metrics: (_, query) => tellMetrics(store, query) },
  });
  metrics.start();
  expect(await status.apply(STATUS)).toEqual([]);
  const region = cloudWatch(context);
  ended.push(metrics, checkers, status);
  const apply = (...healthChecks: HealthCheck[]) =>
    checkers.apply({ checkers: CHECKERS, healthChecks, metricSources: [] });
  return { context, clock, events, down, status, apply, ...region };
}

/** CloudWatch of us-east-1, which has lost what it knew whenever it is begun anew. */
function cloudWatch(context: ConstructorParameters<typeof MetricFeed>[0]) {
  const kept = new MetricStore();
  const feed = new MetricFeed(context, { store: kept });
  feed.apply(STATUS);
  const alarms = new Alarms(context, {
    store: kept,
    feed,
    executor: { executePolicy: () => undefined },
  });
  ended.push(alarms);
  const ask = async (
    metricName: string,
    statistic: MetricQuery['statistic'],
    dimensions: Record<string, string> = { HealthCheckId: 'check' },
  ): Promise<number[]> => {
    const { points } = await alarms.metricStatistics({
      namespace: 'AWS/Route53',
      metricName,
      dimensions,
      statistic,
      periodSeconds: 60,
      startMs: START_MS,
      endMs: context.clock.nowMs() + 1,
    });
    return points.map(({ value }) => value);
  };
  return { alarms, ask };
}

const FAILED_OVER: Alarm = {
  arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:failed-over',
  name: 'failed-over',
  namespace: 'AWS/Route53',
  metricName: 'HealthCheckStatus',
  dimensions: { HealthCheckId: 'check' },
  statistic: 'Minimum',
  periodSeconds: 60,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  threshold: 1,
  comparisonOperator: 'LessThanThreshold',
  treatMissingData: 'missing',
  actionsEnabled: false,
  alarmActions: [],
  okActions: [],
  insufficientDataActions: [],
};

test('an alarm of us-east-1 tells that the site fails over, and that it is back', async () => {
  const { clock, apply, alarms, events, down } = await twoProcesses();
  await apply(healthCheck());
  await alarms.apply({ alarms: [FAILED_OVER], scalingPolicies: [] });
  const stateBecomes = (state: string) =>
    until(
      async () => {
        await clock.advance(1_000);
        return alarms.describeAlarmStates()[0]?.state === state ? true : undefined;
      },
      { withinMs: 10_000, what: state },
    );
  await stateBecomes('OK');
  down.add('check');
  await stateBecomes('ALARM');
  down.clear();
  await stateBecomes('OK');
  const states = events.flatMap((event) => (event.type === 'alarm' ? [event.state] : []));
  expect(states).toEqual(['OK', 'ALARM', 'OK']);
});

test('status and the share of checkers, by the minute', async () => {
  const { clock, apply, ask, down } = await twoProcesses();
  await apply(healthCheck());
  await clock.advance(60_000);
  for (const { address } of CHECKERS.slice(0, 12)) down.add(address);
  await clock.advance(120_000);
  expect(await ask('HealthCheckStatus', 'Minimum')).toEqual([1, 1, 1]);
  const share = await ask('HealthCheckPercentageHealthy', 'Average');
  expect(share[0]).toBe(100);
  expect(share[2]).toBe(25);
  expect(await ask('ChildHealthCheckHealthyCount', 'Average')).toEqual([]);
  expect(await ask('ConnectionTime', 'Average')).toEqual([]);
});

test('a calculated check tells its healthy children, and no checkers', async () => {
  const { clock, apply, ask, down } = await twoProcesses();
  down.add('b');
  await apply(
    healthCheck({ id: 'a' }),
    healthCheck({ id: 'b' }),
    healthCheck({ type: 'CALCULATED', childHealthCheckIds: ['a', 'b'], healthThreshold: 2 }),
  );
  await clock.advance(120_000);
  expect((await ask('ChildHealthCheckHealthyCount', 'Minimum'))[1]).toBe(1);
  expect((await ask('HealthCheckStatus', 'Maximum'))[1]).toBe(0);
  expect(await ask('HealthCheckPercentageHealthy', 'Average')).toEqual([]);
});

test('latencies are told where they are measured, over all regions and by region', async () => {
  const { clock, apply, ask, alarms } = await twoProcesses();
  await apply(healthCheck({ measureLatency: true }));
  await clock.advance(60_000);
  expect(await ask('ConnectionTime', 'Average')).toEqual([10]);
  expect(await ask('TimeToFirstByte', 'Maximum')).toEqual([40]);
  const byRegion = { HealthCheckId: 'check', Region: 'us-east-1' };
  expect(await ask('TimeToFirstByte', 'Minimum', byRegion)).toEqual([20]);
  expect(await ask('SSLHandshakeTime', 'Average')).toEqual([]);
  const { metrics } = await alarms.listMetrics();
  expect(metrics).toContainEqual({
    namespace: 'AWS/Route53',
    metricName: 'ConnectionTime',
    dimensions: byRegion,
  });
});

test('what us-east-1 missed while one of the two was away comes later, once', async () => {
  const { clock, apply, ask, status, context } = await twoProcesses();
  await apply(healthCheck());
  await clock.advance(60_000);
  expect(await ask('HealthCheckStatus', 'SampleCount')).toHaveLength(1);
  await status.close();
  await clock.advance(600_000);
  expect(await ask('HealthCheckStatus', 'SampleCount')).toHaveLength(1);
  await status.apply(STATUS);
  const all = await ask('HealthCheckStatus', 'SampleCount');
  expect(all).toHaveLength(11);
  expect(await ask('HealthCheckStatus', 'SampleCount')).toEqual(all);
  expect(all.slice(1, -1).every((count) => count === 6)).toBe(true);
  const healed = cloudWatch(context);
  expect(await healed.ask('HealthCheckStatus', 'SampleCount')).toEqual(all);
});
