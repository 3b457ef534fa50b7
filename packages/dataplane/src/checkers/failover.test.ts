import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { until } from '@understudy/contract/testing';
import { Dns } from '../dns/dns.ts';
import { ADDRESS, dnsConfig, freePort, SEOUL, systemContext } from '../dns/dns.fixture.ts';
import { ResolverClient } from '../net/resolver-client.ts';
import { BalancerHealthWatch } from './watch/balancer-health-watch.ts';
import { Checkers } from './checkers.ts';
import { CHECKERS, healthCheck } from './checkers.fixture.ts';
import { healthView } from './watch/health-view.ts';

/** Fast, but slow enough for a busy machine to answer within two AWS seconds. */
const SPEED = 20;
const SEOUL_NODE = '127.103.20.1';
const STATUS = '127.103.20.250';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(address: string, port: number, body: string): Promise<Server> {
  const server = createServer((_, response) => void response.end(body));
  server.listen(port, address);
  await once(server, 'listening');
  closing.push(() => server.close());
  return server;
}

/** DNS, checkers and the watch, put together as the global process does. */
async function site(port: number) {
  const context = systemContext({ speed: SPEED });
  const resolver = { address: ADDRESS.resolver, port };
  const client = new ResolverClient(context, { resolver });
  const ports = { privilegedPortOffset: 0 as const };
  const checkers = new Checkers(context, { resolve: client.resolve, ports });
  const watch = new BalancerHealthWatch(context);
  const dns = new Dns(context, { health: healthView(checkers, watch) });
  checkers.onChange(() => dns.healthChanged());
  watch.onChange(() => dns.healthChanged());
  closing.push(
    () => dns.close(),
    () => checkers.close(),
    () => watch.close(),
  );
  const config = dnsConfig(port);
  config.loadBalancers = config.loadBalancers
    .map((balancer) => ({ ...balancer, status: { address: STATUS, port } }))
    .map((balancer) => ({ ...balancer, nodes: balancer.nodes.slice(0, 1) }));
  expect(await dns.apply(config)).toEqual([]);
  watch.apply(config.loadBalancers);
  const { ipAddress: _, ...byName } = healthCheck({ id: 'check-seoul', port });
  await checkers.apply({
    checkers: CHECKERS,
    metricSources: [],
    healthChecks: [{ ...byName, fullyQualifiedDomainName: 'seoul.ticketing.pw' }],
  });
  return { ...context, client, checkers, watch };
}

test('a region that stops answering is failed over from, and back to when it heals', async () => {
  const port = await freePort();
  const seoul = await serve(SEOUL_NODE, port, 'ok');
  await serve(STATUS, port, JSON.stringify({ healthy: true, zones: {} }));
  const { clock, client, events, checkers, watch } = await site(port);
  const changes = () => events.filter(({ type }) => type === 'dns-answer-changed');
  const probed = () => checkers.status('check-seoul').checkers.every(({ checkedMs }) => checkedMs);
  await until(probed, { withinMs: 5_000, what: 'all checkers have probed' });
  await until(() => watch.health(SEOUL), { withinMs: 5_000, what: 'the load balancer is known' });
  expect((await client.resolve('ticketing.pw')).addresses.sort()).toEqual([
    '127.103.40.1',
    '127.103.40.2',
  ]);

  const lostMs = clock.nowMs();
  seoul.closeAllConnections();
  seoul.close();
  await until(() => changes().length === 1, { withinMs: 5_000, what: 'failover' });
  expect(changes()[0]).toMatchObject({ setIdentifier: 'secondary', name: 'ticketing.pw.' });
  // Two whole intervals at the very least, with a threshold of three.
  expect(clock.nowMs() - lostMs).toBeGreaterThan(20_000);
  const standby = ['127.103.30.1'];
  await until(
    async () => (await client.resolve('ticketing.pw')).addresses.join() === standby.join(),
    { withinMs: 6_000, what: 'the standby is answered once the TTL has passed' },
  );

  await serve(SEOUL_NODE, port, 'ok');
  await until(() => changes().length === 2, { withinMs: 5_000, what: 'failback' });
  expect(changes()[1]).toMatchObject({ setIdentifier: 'primary' });
});
