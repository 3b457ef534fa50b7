import { SeededRandom, until } from '@understudy/contract/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { ask, DNS_NAME, GROUP_ARN, Rig, targetGroup } from './balancer.fixture.ts';
import { StatusServer } from '../net/status-server.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

let block = 200;
async function start(speed = 10, ...changed: Parameters<Rig['apply']>): Promise<Rig> {
  block += 1;
  const rig = new Rig(`127.104.${block}`, speed);
  rigs.push(rig);
  await rig.apply(...changed);
  return rig;
}

describe('metrics', () => {
  test('are recorded under AWS’s names and dimensions', async () => {
    const rig = await start(50);
    const { instanceId } = await rig.target((request, response) => {
      response.writeHead(request.url === '/missing' ? 404 : 200).end();
    });
    await rig.untilState(instanceId, 'healthy');
    for (const path of ['/', '/', '/missing']) await rig.get(path);
    const isHostCounted = (): boolean =>
      rig.metrics.some((datum) => datum.metricName === 'HealthyHostCount' && datum.value === 1);
    await until(isHostCounted, { withinMs: 3_000, what: 'the hosts' });
    void rig.balancers.deregister(GROUP_ARN, instanceId);
    // GetHeadZeroContentLength, as http_desync_guardian calls it: acceptable, and counted.
    await rig.get('/', { headers: { 'Content-Length': '0' } });
    const LoadBalancer = 'app/site/50dc6c495c0c9188';
    const TargetGroup = 'targetgroup/web/0123456789abcdef';
    const sum = (metricName: string, dimensions: Record<string, string>): number =>
      rig.metrics
        .filter(
          (datum) =>
            datum.namespace === 'AWS/ApplicationELB' &&
            datum.metricName === metricName &&
            Object.keys(datum.dimensions).length === Object.keys(dimensions).length &&
            Object.entries(dimensions).every(([key, value]) => datum.dimensions[key] === value),
        )
        .reduce((total, datum) => total + datum.value, 0);
    await until(() => sum('HTTPCode_ELB_503_Count', { LoadBalancer }) === 1, {
      withinMs: 3_000,
      what: 'the flush',
    });
    expect(sum('RequestCount', { LoadBalancer })).toBe(3);
    expect(sum('RequestCount', { LoadBalancer, AvailabilityZone: 'a' })).toBe(3);
    expect(sum('RequestCount', { LoadBalancer, TargetGroup })).toBe(3);
    expect(sum('RequestCountPerTarget', { TargetGroup })).toBe(3);
    expect(sum('HTTPCode_Target_2XX_Count', { LoadBalancer })).toBe(2);
    expect(sum('HTTPCode_Target_4XX_Count', { LoadBalancer, TargetGroup })).toBe(1);
    expect(sum('HTTPCode_ELB_5XX_Count', { LoadBalancer })).toBe(1);
    expect(sum('DesyncMitigationMode_NonCompliant_Request_Count', { LoadBalancer })).toBe(1);
    const time = rig.metrics.find((datum) => datum.metricName === 'TargetResponseTime');
    expect(time?.sampleCount).toBeGreaterThan(0);
  });
});

describe('health', () => {
  test('follows the targets, and is told by zone', async () => {
    const rig = await start(50);
    expect(rig.balancers.health(DNS_NAME)).toEqual({
      healthy: false,
      zones: { a: { healthy: false }, b: { healthy: false } },
    });
    const { instanceId, server } = await rig.target((_, response) => response.end());
    await until(() => rig.balancers.health(DNS_NAME)?.zones['b']?.healthy, {
      withinMs: 3_000,
      what: 'zone b healthy by a target in zone a',
    });
    server.close();
    server.closeAllConnections();
    await rig.untilState(instanceId, 'unhealthy');
    expect(rig.balancers.health(DNS_NAME)?.healthy).toBe(false);
    const told = rig.events.filter(
      (event) => event.type === 'load-balancer-health' && event.zone === 'a',
    );
    expect(told.map((event) => 'healthy' in event && event.healthy)).toEqual([false, true, false]);
  });

  test('of a zone is that of its own targets, by their threshold, where cross-zone is off', async () => {
    const attributes = {
      ...targetGroup().attributes,
      ...{ crossZone: false, dnsFailover: { count: 2 }, unhealthyRouting: { count: 1 } },
    };
    const rig = await start(50, { group: { attributes } });
    const made = [];
    for (const zone of ['a', 'a', 'b', 'b'])
      made.push(await rig.target((_, response) => response.end(zone), { zone }));
    for (const { instanceId } of made) await rig.untilState(instanceId, 'healthy');
    const zones = () => rig.balancers.health(DNS_NAME)?.zones;
    const isEach = (a: boolean, b: boolean): boolean =>
      zones()?.['a']?.healthy === a && zones()?.['b']?.healthy === b;
    await until(() => isEach(true, true), { withinMs: 3_000, what: 'both zones' });
    const bodies = new Set<string>();
    for (let turn = 0; turn < 4; turn += 1) bodies.add((await rig.get('/')).body);
    expect([...bodies]).toEqual(['a']);
    made[0]?.server.close();
    made[0]?.server.closeAllConnections();
    await until(() => isEach(false, true), { withinMs: 5_000, what: 'zone a leaves' });
    expect(rig.balancers.health(DNS_NAME)?.healthy).toBe(true);
    // Its node goes on with what it has left.
    expect(await rig.get('/')).toMatchObject({ status: 200, body: 'a' });
  });

  test('of a zone from which traffic is shifted is none, until the shift ends by itself', async () => {
    const rig = await start(50);
    const made = [];
    for (const zone of ['a', 'b'])
      made.push(await rig.target((_, response) => response.end(zone), { zone }));
    for (const { instanceId } of made) await rig.untilState(instanceId, 'healthy');
    const zones = () => rig.balancers.health(DNS_NAME)?.zones;
    await until(() => zones()?.['a']?.healthy, { withinMs: 3_000, what: 'zone a' });
    const bodiesFrom = async (host: string): Promise<string[]> => {
      const bodies = new Set<string>();
      for (let turn = 0; turn < 4; turn += 1) bodies.add((await rig.get('/', { host })).body);
      return [...bodies].toSorted();
    };
    expect(await bodiesFrom(rig.nodeB)).toEqual(['a', 'b']);
    // A second and a half of the wall.
    const untilMs = rig.clock.nowMs() + 75_000;
    await rig.apply({ loadBalancer: { zonalShifts: [{ zone: 'a', untilMs }] } });
    expect(zones()).toEqual({ a: { healthy: false }, b: { healthy: true } });
    expect(await bodiesFrom(rig.nodeB)).toEqual(['b']);
    expect(await bodiesFrom(rig.nodeA)).toEqual(['a', 'b']);
    await until(() => zones()?.['a']?.healthy, { withinMs: 5_000, what: 'the end of the shift' });
    expect(await bodiesFrom(rig.nodeB)).toEqual(['a', 'b']);
    const told = rig.events.filter(
      (event) => event.type === 'load-balancer-health' && event.zone === 'a',
    );
    expect(told.map((event) => 'healthy' in event && event.healthy).slice(-2)).toEqual([
      ...[false, true],
    ]);
  });

  test('below the threshold of routing sends requests to unhealthy targets as well', async () => {
    const unhealthyRouting = { count: 1, percentage: 60 };
    const attributes = { ...targetGroup().attributes, unhealthyRouting };
    const rig = await start(50, { group: { attributes } });
    const sick = await rig.target((asked, response) => {
      response.writeHead(asked.url === '/health' ? 500 : 200).end('sick');
    });
    const well = await rig.target((_, response) => response.end('well'));
    await rig.untilState(sick.instanceId, 'unhealthy');
    await rig.untilState(well.instanceId, 'healthy');
    const bodies = new Set<string>();
    for (let turn = 0; turn < 4; turn += 1) bodies.add((await rig.get('/')).body);
    expect([...bodies].toSorted()).toEqual(['sick', 'well']);
  });

  test('is answered to other regions over HTTP', async () => {
    const rig = await start(50);
    const { clock } = rig;
    const status = new StatusServer(
      { clock, random: new SeededRandom(1), emit: () => undefined },
      {
        answers: {
          'load-balancers': (dnsName) =>
            rig.balancers.health(dnsName.toLowerCase().replace(/\.$/, '')),
        },
      },
    );
    const place = { address: '127.104.253.1', port: 9_100 };
    expect(await status.apply(place)).toEqual([]);
    const at = { host: place.address, port: place.port };
    const known = await ask({ ...at, path: `/load-balancers/${DNS_NAME.toUpperCase()}.` });
    expect(known.status).toBe(200);
    expect(JSON.parse(known.body)).toEqual(rig.balancers.health(DNS_NAME));
    expect((await ask({ ...at, path: '/load-balancers/other' })).status).toBe(404);
    expect((await ask({ ...at, path: '/' })).status).toBe(404);
    const foreign = { host: `attacker.example:${place.port}` };
    expect((await ask({ ...at, path: '/', headers: foreign })).status).toBe(403);
    const second = new StatusServer(
      { clock, random: new SeededRandom(1), emit: () => undefined },
      { answers: {} },
    );
    expect((await second.apply(place))[0]).toMatch(/cannot be told at 127.104.253.1 port 9100/);
    await status.close();
    expect(await second.apply(place)).toEqual([]);
    await second.close();
  });
});

test('nodes are attached to the network while the load balancer exists', async () => {
  const rig = await start();
  expect(rig.network.attached.get(rig.nodeA)).toEqual({
    loopbackAddress: rig.nodeA,
    privateIp: '10.0.0.10',
    subnetId: 'subnet-a',
    securityGroupIds: ['sg-lb'],
    hasPublicAddress: true,
  });
  await rig.balancers.apply({ loadBalancers: [], targetGroups: [] });
  expect(rig.network.attached.size).toBe(0);
  await expect(rig.get('/')).rejects.toThrow(/ECONNREFUSED/);
  expect(rig.balancers.health(DNS_NAME)).toBeUndefined();
});
