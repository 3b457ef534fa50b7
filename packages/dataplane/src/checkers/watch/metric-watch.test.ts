import { setImmediate } from 'node:timers/promises';
import type { CheckersConfig, EventBody, HealthCheck } from '@understudy/contract';
import { SeededRandom, VirtualClock } from '@understudy/contract/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { MetricStore } from '../../alarms/metric-store.ts';
import { tellStatistics } from '../../alarms/tell-statistics.ts';
import { StatusServer } from '../../net/status-server.ts';
import { Checkers } from '../checkers.ts';
import { CHECKERS, healthCheck } from '../checkers.fixture.ts';
import { metricStatus } from './metric-status.ts';

const STATUS = { address: '127.103.10.1', port: 8_099 };
const REGION = 'eu-west-1';
const METRIC = { namespace: 'Shop', metricName: 'Errors', dimensions: { Site: 'shop' } };
const MINUTE_MS = 60_000;
const SECONDS_MAX = 900;
const TURNS = 20;
const ended: { close(): unknown }[] = [];

afterEach(async () => {
  for (const part of ended.splice(0)) await part.close();
});

type Alarm = NonNullable<HealthCheck['alarm']>;

function alarm(changes: Partial<Alarm> = {}): Alarm {
  return {
    ...METRIC,
    region: REGION,
    name: 'errors',
    statistic: 'Sum',
    periodSeconds: 60,
    evaluationPeriods: 2,
    threshold: 10,
    comparisonOperator: 'GreaterThanThreshold',
    insufficientData: 'LastKnownStatus',
    ...changes,
  };
}

describe('the status of an alarm’s data', () => {
  const range = (...values: (number | undefined)[]) =>
    values.map((value, index) => ({ startMs: index * MINUTE_MS, value }));
  const last = (healthy: boolean) => ({ healthy, reason: 'before' });

  test.each([
    ['within the threshold', [1, 1, 1, 1], 'Unhealthy', undefined, true],
    ['beyond it for long enough', [1, 1, 50, 50], 'Healthy', undefined, false],
    ['beyond it for one period of two', [1, 1, 1, 50], 'Healthy', undefined, true],
    ['none', [], 'Healthy', last(false), true],
    ['none', [], 'Unhealthy', last(true), false],
    ['none, healthy before', [], 'LastKnownStatus', last(true), true],
    ['none, unhealthy before', [], 'LastKnownStatus', last(false), false],
    ['none ever', [], 'LastKnownStatus', undefined, true],
  ] as const)('%s: %j, %s', (_, values, insufficientData, before, healthy) => {
    expect(metricStatus(alarm({ insufficientData }), range(...values), before).healthy).toBe(
      healthy,
    );
  });
});

/** A region that tells its metrics, and the checkers that look at them. */
async function stage() {
  const clock = new VirtualClock({ startMs: 1_700_000_040_000 - 40_000 });
  const events: EventBody[] = [];
  const context = {
    clock,
    random: new SeededRandom(5),
    emit: (body: EventBody) => void events.push(body),
  };
  const store = new MetricStore();
  const region = new StatusServer(context, {
    answers: { statistics: (_, query) => tellStatistics(store, query) },
  });
  expect(await region.apply(STATUS)).toEqual([]);
  const checkers = new Checkers(context, {
    resolve: () => Promise.reject(new Error('unused')),
    ports: { privilegedPortOffset: 0 },
    probe: () => Promise.reject(new Error('no endpoint is probed')),
  });
  ended.push(region, checkers);
  const metricSources: CheckersConfig['metricSources'] = [{ region: REGION, ...STATUS }];
  const apply = (...healthChecks: HealthCheck[]) =>
    checkers.apply({ checkers: CHECKERS, healthChecks, metricSources });
  /** Time goes by, with so many errors a second or no data at all, until the check has changed. */
  const untilHealthy = async (
    wanted: boolean,
    errors: number | undefined,
    id = 'check',
  ): Promise<void> => {
    for (let second = 0; second < SECONDS_MAX; second += 1) {
      if (checkers.isHealthy(id) === wanted) return;
      if (errors !== undefined) store.record({ ...METRIC, value: errors }, clock.nowMs());
      // Less than a question may take, and turns enough for its answer to come by the sockets.
      await clock.advance(1_000);
      for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
    }
    throw new Error(`not healthy: ${wanted} within ${SECONDS_MAX} AWS seconds`);
  };
  return { clock, checkers, apply, events, region, untilHealthy };
}

function check(changes: Partial<HealthCheck> = {}): HealthCheck {
  const { ipAddress: _, ...made } = healthCheck({ type: 'CLOUDWATCH_METRIC', alarm: alarm() });
  return { ...made, ...changes };
}

test('a check follows the data stream of its alarm, and tells why', async () => {
  const { apply, events, untilHealthy } = await stage();
  expect(await apply(check())).toEqual([]);
  await untilHealthy(true, 0);
  await untilHealthy(false, 50);
  await untilHealthy(true, 0);
  const told = events.filter((event) => event.type === 'health-check');
  expect(told.map(({ status }) => status)).toEqual(['unhealthy', 'healthy']);
  expect(told[0]?.reason).toContain('greater than the threshold (10.0)');
});

test('a region that is lost gives no data: what is said of insufficient data then holds', async () => {
  const { apply, region, untilHealthy, checkers } = await stage();
  await apply(
    check({ id: 'strict', alarm: alarm({ insufficientData: 'Unhealthy' }) }),
    check({ id: 'last' }),
    check({
      id: 'elsewhere',
      alarm: alarm({ region: 'sa-east-1', insufficientData: 'Unhealthy' }),
    }),
  );
  expect(checkers.isHealthy('strict')).toBe(false);
  await untilHealthy(true, 0, 'strict');
  await region.close();
  await untilHealthy(false, undefined, 'strict');
  expect(checkers.isHealthy('last')).toBe(true);
  expect(checkers.isHealthy('elsewhere')).toBe(false);
});

test('inverted, disabled, and a child of a calculated check', async () => {
  const { apply, untilHealthy, checkers } = await stage();
  await apply(
    check(),
    check({ id: 'inverted', inverted: true }),
    check({ id: 'disabled', disabled: true }),
    healthCheck({
      id: 'parent',
      type: 'CALCULATED',
      childHealthCheckIds: ['check', 'disabled'],
      healthThreshold: 2,
    }),
  );
  await untilHealthy(false, 50);
  await untilHealthy(true, 50, 'inverted');
  expect(checkers.isHealthy('disabled')).toBe(true);
  expect(checkers.isHealthy('parent')).toBe(false);
  expect(checkers.measure().find((one) => one.healthCheckId === 'check')).toEqual({
    healthCheckId: 'check',
    healthy: false,
  });
  // Another threshold is another question of the same data.
  await apply(check({ alarm: alarm({ threshold: 100_000 }) }));
  await untilHealthy(true, 50);
});
