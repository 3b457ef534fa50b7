import { expect, test } from 'vitest';
import type { HealthCheck } from '@understudy/contract';
import { FaultsNow } from '../faults/faults-now.ts';
import { Checkers } from './checkers.ts';
import { CHECKERS, healthCheck, virtualContext } from './checkers.fixture.ts';
import type { Probe } from './probe/probe.ts';

/** Endpoints that a test switches on and off, for all checkers or for some. */
function stage() {
  const context = virtualContext();
  const down = new Set<string>();
  const cutOff = new Set<string>();
  const faults = new FaultsNow();
  const probed: { id: string; from: string; atMs: number }[] = [];
  let probeMs = 0;
  const probe: Probe = async ({ check, localAddress }) => {
    probed.push({ id: check.id, from: localAddress, atMs: context.clock.nowMs() });
    if (probeMs > 0) await context.clock.sleep(probeMs);
    const ok = !down.has(check.id) && !cutOff.has(localAddress);
    return { ok, status: ok ? 'Success: HTTP Status Code 200, OK' : 'Failure: it is down' };
  };
  const checkers = new Checkers(context, {
    resolve: () => Promise.reject(new Error('unused')),
    ports: { privilegedPortOffset: 0 },
    probe,
    faults,
  });
  const apply = (...healthChecks: HealthCheck[]) =>
    checkers.apply({ checkers: CHECKERS, healthChecks, metricSources: [] });
  const slowTo = (awsMs: number) => void (probeMs = awsMs);
  return { ...context, checkers, apply, faults, down, cutOff, probed, slowTo };
}

test('is healthy until there is data that says otherwise', async () => {
  const { checkers, apply, events } = stage();
  await apply(healthCheck());
  expect(checkers.isHealthy('check')).toBe(true);
  expect(checkers.isHealthy('unknown')).toBeUndefined();
  expect(events).toEqual([]);
});

test('every checker probes once an interval, each at a moment of its own', async () => {
  const { clock, apply, probed } = stage();
  await apply(healthCheck());
  await clock.advance(9_999);
  expect(probed.map(({ from }) => from).sort()).toEqual(CHECKERS.map((c) => c.address).sort());
  expect(new Set(probed.map(({ atMs }) => atMs)).size).toBe(16);
  await clock.advance(10_000);
  expect(probed).toHaveLength(32);
});

test('the interval is measured from the answer to the next request', async () => {
  const { clock, apply, probed, slowTo } = stage();
  slowTo(2_000);
  await apply(healthCheck());
  await clock.advance(60_000);
  const [address] = CHECKERS.map((checker) => checker.address);
  const times = probed.filter(({ from }) => from === address).map(({ atMs }) => atMs);
  expect(times.slice(1).map((at, index) => at - (times[index] ?? 0))).toEqual(
    times.slice(1).map(() => 12_000),
  );
});

test('an endpoint that is lost is unhealthy within threshold times interval, and so told once', async () => {
  const { clock, checkers, apply, down, events } = stage();
  const changed: string[] = [];
  checkers.onChange((id) => void changed.push(id));
  await apply(healthCheck());
  await clock.advance(60_000);
  down.add('check');
  await clock.advance(19_000);
  expect(checkers.isHealthy('check')).toBe(true);
  await clock.advance(11_000);
  expect(checkers.isHealthy('check')).toBe(false);
  expect(events).toMatchObject([
    { type: 'health-check', healthCheckId: 'check', status: 'unhealthy', checkers: 16 },
  ]);
  expect(events[0]).toMatchObject({ healthyCheckers: 2, reason: 'Failure: it is down' });
  expect(changed).toEqual(['check']);
  down.clear();
  await clock.advance(31_000);
  expect(checkers.isHealthy('check')).toBe(true);
  expect(events).toHaveLength(2);
});

test.each([
  { cut: 13, healthy: true },
  { cut: 14, healthy: false },
])('with $cut of 16 checkers cut off the endpoint is healthy: $healthy', async (row) => {
  const { clock, checkers, apply, cutOff } = stage();
  for (const { address } of CHECKERS.slice(0, row.cut)) cutOff.add(address);
  await apply(healthCheck());
  await clock.advance(60_000);
  expect(checkers.isHealthy('check')).toBe(row.healthy);
  expect(checkers.status('check').healthyCheckers).toBe(16 - row.cut);
});

test('only the checkers of the named regions probe', async () => {
  const { clock, apply, probed } = stage();
  await apply(healthCheck({ regions: ['us-east-1', 'eu-west-1', 'sa-east-1'] }));
  await clock.advance(10_000);
  expect(new Set(probed.map(({ from }) => from)).size).toBe(6);
});

test('a disabled check is not probed and is healthy; enabled again it starts anew', async () => {
  const { clock, checkers, apply, down, probed } = stage();
  down.add('check');
  await apply(healthCheck());
  await clock.advance(60_000);
  expect(checkers.isHealthy('check')).toBe(false);
  await apply(healthCheck({ disabled: true }));
  expect(checkers.isHealthy('check')).toBe(true);
  const count = probed.length;
  await clock.advance(60_000);
  expect(probed).toHaveLength(count);
  await apply(healthCheck());
  expect(checkers.isHealthy('check')).toBe(true);
  await clock.advance(60_000);
  expect(checkers.isHealthy('check')).toBe(false);
});

test('an updated check keeps what was observed, and inverting it is told at once', async () => {
  const { clock, checkers, apply, down, events } = stage();
  down.add('check');
  await apply(healthCheck());
  await clock.advance(60_000);
  await apply(healthCheck({ inverted: true }));
  expect(checkers.isHealthy('check')).toBe(true);
  expect(events.map((event) => event.type === 'health-check' && event.status)).toEqual([
    'unhealthy',
    'healthy',
  ]);
});

test('a calculated check follows its children at once', async () => {
  const { clock, checkers, apply, down, events } = stage();
  const calculated = healthCheck({
    id: 'both',
    type: 'CALCULATED',
    childHealthCheckIds: ['one', 'two'],
    healthThreshold: 2,
  });
  await apply(calculated, healthCheck({ id: 'one' }), healthCheck({ id: 'two' }));
  expect(checkers.isHealthy('both')).toBe(true);
  down.add('two');
  await clock.advance(60_000);
  expect(checkers.isHealthy('both')).toBe(false);
  expect(events).toContainEqual(
    expect.objectContaining({
      healthCheckId: 'both',
      status: 'unhealthy',
      reason: '1 of 2 child health checks are healthy',
    }),
  );
});

test('a calculated check is not followed into another', async () => {
  const { checkers, apply } = stage();
  const of = (id: string, child: string) =>
    healthCheck({ id, type: 'CALCULATED', childHealthCheckIds: [child], healthThreshold: 1 });
  await apply(of('a', 'b'), of('b', 'a'));
  expect(checkers.isHealthy('a')).toBe(true);
});

test('the status tells what each checker saw last, and when', async () => {
  const { clock, checkers, apply, down } = stage();
  await apply(healthCheck());
  expect(checkers.status('check').checkers[0]).toMatchObject({
    healthy: true,
    checkedMs: undefined,
  });
  await clock.advance(10_000);
  const status = checkers.status('check');
  expect(status).toMatchObject({ healthCheckId: 'check', healthy: true, healthyCheckers: 16 });
  expect(status.checkers[0]).toMatchObject({
    region: 'us-east-1',
    address: CHECKERS[0]?.publishedIp,
    status: 'Success: HTTP Status Code 200, OK',
  });
  expect(status.checkers.every(({ checkedMs }) => checkedMs !== undefined)).toBe(true);
  expect(status.checkers[0]?.lastFailure).toBeUndefined();
  down.add('check');
  await clock.advance(10_000);
  const failedMs = checkers.status('check').checkers[0]?.checkedMs;
  down.clear();
  await clock.advance(10_000);
  // A failure is remembered whatever came after it: the first thing asked for after a failover.
  expect(checkers.status('check').checkers[0]).toMatchObject({
    status: 'Success: HTTP Status Code 200, OK',
    lastFailure: { status: 'Failure: it is down', checkedMs: failedMs },
  });
  expect(() => checkers.status('unknown')).toThrow('No health check exists with the specified ID');
});

test('a check that is removed is probed no more, and neither is any after closing', async () => {
  const { clock, checkers, apply, probed } = stage();
  await apply(healthCheck());
  await clock.advance(10_000);
  await apply();
  const count = probed.length;
  await clock.advance(60_000);
  expect(probed).toHaveLength(count);
  expect(checkers.isHealthy('check')).toBeUndefined();
  await apply(healthCheck());
  await checkers.close();
  await clock.advance(60_000);
  expect(probed).toHaveLength(count);
});

test('says which check cannot be made', async () => {
  const { apply } = stage();
  const { ipAddress: _, ...nowhere } = healthCheck({ id: 'nowhere' });
  const problems = await apply(nowhere, healthCheck({ id: 'far', regions: ['mars-1'] }));
  expect(problems).toEqual([
    'health check nowhere has neither a domain name nor an IP address',
    'health check far: no checkers in region mars-1',
  ]);
});

test.each([
  [0.75, true],
  [0.875, false],
])(
  'of checkers, a share of %d that is cut off leaves the check healthy: %s',
  async (share, healthy) => {
    const { clock, checkers, apply, faults, probed } = stage();
    await apply(healthCheck());
    await clock.advance(30_000);
    faults.apply([{ subject: 'checkers', mode: 'cut-off', share }]);
    await apply(healthCheck());
    probed.length = 0;
    await clock.advance(60_000);
    expect(new Set(probed.map(({ from }) => from)).size).toBe(16 - 16 * share);
    expect(checkers.isHealthy('check')).toBe(healthy);
    const told = checkers.status('check').checkers.map(({ status }) => status);
    expect(
      told.filter((status) => status.startsWith('Failure: Connection timed out')),
    ).toHaveLength(16 * share);
    faults.apply([]);
    await apply(healthCheck());
    await clock.advance(60_000);
    expect(checkers.isHealthy('check')).toBe(true);
  },
);
