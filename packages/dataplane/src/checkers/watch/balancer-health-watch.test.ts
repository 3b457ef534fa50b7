import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { BalancerHealth, BalancerName } from '@understudy/contract';
import { SeededRandom, until } from '@understudy/contract/testing';
import { SystemClock } from '@understudy/contract/system-clock';
import { BalancerHealthWatch } from './balancer-health-watch.ts';
import { Checkers } from '../checkers.ts';
import { CHECKERS, healthCheck, virtualContext } from '../checkers.fixture.ts';
import { healthView } from './health-view.ts';

const NAME = 'site-1.ap-northeast-2.elb.amazonaws.com';
const ADDRESS = '127.103.6.1';
/** Ten AWS seconds between questions are 200 ms, and two AWS seconds of patience 40 ms. */
const SPEED = 50;

const HEALTHY: BalancerHealth = { healthy: true, zones: { a: { healthy: true } } };
const UNHEALTHY: BalancerHealth = { healthy: false, zones: { a: { healthy: false } } };
const LOST: BalancerHealth = {
  healthy: false,
  zones: { a: { healthy: false }, b: { healthy: false } },
};

const open: { server: Server; watch: BalancerHealthWatch }[] = [];

afterEach(async () => {
  for (const { server, watch } of open.splice(0)) {
    await watch.close();
    server.closeAllConnections();
    server.close();
  }
});

async function stage(handler: RequestListener) {
  const server = createServer(handler);
  server.listen(0, ADDRESS);
  await once(server, 'listening');
  const watch = new BalancerHealthWatch({
    clock: new SystemClock({ epochMs: 0, speed: SPEED }),
    random: new SeededRandom(1),
    emit: () => undefined,
  });
  open.push({ server, watch });
  const { port } = server.address() as AddressInfo;
  return { watch, server, balancer: balancer(port) };
}

function balancer(port: number): BalancerName {
  return {
    dnsName: NAME,
    hostedZoneId: 'Z',
    region: 'ap-northeast-2',
    nodes: ['a', 'b'].map((zone) => ({ zone, address: '127.0.0.1' })),
    status: { address: ADDRESS, port },
  };
}

const healthOf = (watch: BalancerHealthWatch, expected: BalancerHealth) =>
  until(() => JSON.stringify(watch.health(NAME)) === JSON.stringify(expected), {
    withinMs: 5_000,
    what: JSON.stringify(expected),
  });

test('asks at once about a new load balancer, and again and again', async () => {
  const urls: (string | undefined)[] = [];
  let health = HEALTHY;
  const { watch, balancer: one } = await stage((request, response) => {
    urls.push(request.url);
    response.end(JSON.stringify(health));
  });
  const changes: string[] = [];
  watch.onChange((dnsName) => void changes.push(dnsName));
  watch.apply([one]);
  expect(watch.health(NAME)).toBeUndefined();
  await healthOf(watch, HEALTHY);
  health = UNHEALTHY;
  await healthOf(watch, UNHEALTHY);
  expect(changes).toEqual([NAME, NAME]);
  expect(new Set(urls)).toEqual(new Set([`/load-balancers/${NAME}`]));
});

test.each<[string, RequestListener]>([
  ['answers nothing', () => undefined],
  ['answers with an error', (_, response) => void response.writeHead(500).end()],
  ['answers nonsense', (_, response) => void response.end('{"healthy":"maybe"}')],
  ['answers without end', (_, response) => void response.end('x'.repeat(100_000))],
  ['breaks the connection', (request) => void request.socket.destroy()],
])('a region that %s three times in a row is lost, in all zones', async (_, fail) => {
  let failures: number | undefined;
  const { watch, balancer: one } = await stage((request, response) => {
    if (failures === undefined) return void response.end(JSON.stringify(HEALTHY));
    failures += 1;
    fail(request, response);
  });
  watch.apply([one]);
  await healthOf(watch, HEALTHY);
  failures = 0;
  await healthOf(watch, LOST);
  expect(failures).toBeGreaterThanOrEqual(3);
  failures = undefined;
  await healthOf(watch, HEALTHY);
});

test('two failures are forgiven', async () => {
  let left = 0;
  let answered = 0;
  const { watch, balancer: one } = await stage((_, response) => {
    if (left > 0) {
      left -= 1;
      return void response.writeHead(503).end();
    }
    answered += 1;
    response.end(JSON.stringify(HEALTHY));
  });
  const changes: string[] = [];
  watch.onChange((dnsName) => void changes.push(dnsName));
  watch.apply([one]);
  await healthOf(watch, HEALTHY);
  left = 2;
  const before = answered;
  await until(() => left === 0 && answered > before, { withinMs: 5_000, what: 'asked again' });
  expect(changes).toEqual([NAME]);
});

test('a load balancer whose status is told elsewhere now is asked there at once', async () => {
  const old = await stage((_, response) => void response.end(JSON.stringify(HEALTHY)));
  const moved = await stage((_, response) => void response.end(JSON.stringify(UNHEALTHY)));
  old.watch.apply([old.balancer]);
  await healthOf(old.watch, HEALTHY);
  old.watch.apply([moved.balancer]);
  await healthOf(old.watch, UNHEALTHY);
});

test('a load balancer that is gone is no longer known', async () => {
  const { watch, balancer: one } = await stage(
    (_, response) => void response.end(JSON.stringify(HEALTHY)),
  );
  watch.apply([one]);
  await healthOf(watch, HEALTHY);
  watch.apply([]);
  expect(watch.health(NAME)).toBeUndefined();
});

test('together with the checkers it is what DNS looks at', async () => {
  const { watch, balancer: one } = await stage(
    (_, response) => void response.end(JSON.stringify(HEALTHY)),
  );
  const checkers = new Checkers(virtualContext(), {
    resolve: () => Promise.reject(new Error('unused')),
    ports: { privilegedPortOffset: 0 },
  });
  await checkers.apply({
    checkers: CHECKERS,
    metricSources: [],
    healthChecks: [healthCheck({ disabled: true, inverted: true })],
  });
  const view = healthView(checkers, watch);
  watch.apply([one]);
  await healthOf(watch, HEALTHY);
  expect(view.loadBalancer(NAME)).toEqual(HEALTHY);
  expect(view.healthCheck('check')).toBe(false);
  expect(view.healthCheck('unknown')).toBeUndefined();
});
