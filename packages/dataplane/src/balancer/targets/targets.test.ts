import type { ServerResponse } from 'node:http';
import { until } from '@understudy/contract/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { GROUP_ARN, Rig, targetGroup } from '../balancer.fixture.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

let block = 100;
/** An interval of 10 s is over after 200 ms. */
async function start(...changed: Parameters<Rig['apply']>): Promise<Rig> {
  block += 1;
  const rig = new Rig(`127.104.${block}`, 50);
  rigs.push(rig);
  await rig.apply(...changed);
  return rig;
}

const targetEvents = (rig: Rig, instanceId: string): string[] =>
  rig.events.flatMap((event) =>
    event.type === 'target-health' && event.target === instanceId
      ? [event.reason === '' ? event.state : `${event.state} ${event.reason}`]
      : [],
  );

describe('health checks', () => {
  test('ask as the load balancer does, from each node, and close the connection', async () => {
    const rig = await start();
    const seen: { from: string | undefined; headers: object; path: string | undefined }[] = [];
    const { instanceId, address } = await rig.target((request, response) => {
      seen.push({
        from: request.socket.remoteAddress,
        headers: request.headers,
        path: request.url,
      });
      response.end();
    });
    await rig.untilState(instanceId, 'healthy');
    await until(() => seen.length >= 4, { withinMs: 3_000, what: 'two rounds of checks' });
    expect(new Set(seen.map((check) => check.from))).toEqual(new Set([rig.nodeA, rig.nodeB]));
    expect(seen[0]).toMatchObject({
      path: '/health',
      headers: {
        'user-agent': 'ELB-HealthChecker/2.0',
        connection: 'close',
        host: address,
      },
    });
  });

  test('make a new target healthy after one pass', async () => {
    const rig = await start();
    const { instanceId } = await rig.target((_, response) => response.end());
    expect(rig.balancers.describeTargetHealth(GROUP_ARN)).toEqual([
      {
        instanceId,
        port: 80,
        zone: 'a',
        state: 'initial',
        reason: 'Elb.InitialHealthChecking',
        description: 'Initial health checks in progress',
      },
    ]);
    await rig.untilState(instanceId, 'healthy');
    expect(targetEvents(rig, instanceId)).toEqual([
      'initial Elb.InitialHealthChecking: Initial health checks in progress',
      'healthy',
    ]);
  });

  test('take a target out, and back in, after as many results as the thresholds', async () => {
    const rig = await start();
    let status = 200;
    let checks = 0;
    const { instanceId } = await rig.target((request, response) => {
      if (request.socket.remoteAddress === rig.nodeA) checks += 1;
      response.writeHead(status).end();
    });
    await rig.untilState(instanceId, 'healthy');
    status = 500;
    checks = 0;
    await rig.untilState(instanceId, 'unhealthy');
    expect(checks).toBeGreaterThanOrEqual(2);
    expect(rig.balancers.describeTargetHealth(GROUP_ARN)[0]).toMatchObject({
      reason: 'Target.ResponseCodeMismatch',
      description: 'Health checks failed with these codes: [500]',
    });
    status = 200;
    checks = 0;
    await rig.untilState(instanceId, 'healthy');
    expect(checks).toBeGreaterThanOrEqual(2);
  });

  test.each([
    ['does not answer in time', 'Target.Timeout', 'Request timed out', () => undefined],
    [
      'breaks the connection off',
      'Target.FailedHealthChecks',
      'Health checks failed',
      (response: ServerResponse) => void response.destroy(),
    ],
  ])('say why: a target that %s', async (_, reason, description, behave) => {
    const rig = await start();
    const { instanceId } = await rig.target((_request, response) => behave(response));
    await rig.untilState(instanceId, 'unhealthy');
    expect(rig.balancers.describeTargetHealth(GROUP_ARN)[0]).toMatchObject({ reason, description });
  });

  test('time out where the security group does not admit the node', async () => {
    const rig = await start();
    rig.network.refuse = ({ fromAddress }) => fromAddress.startsWith('127.104.');
    const { instanceId } = await rig.target((_, response) => response.end());
    await rig.untilState(instanceId, 'unhealthy');
    expect(targetEvents(rig, instanceId).at(-1)).toBe(
      'unhealthy Target.Timeout: Request timed out',
    );
  });

  test('obey changed settings', async () => {
    const rig = await start();
    const { instanceId } = await rig.target((request, response) => {
      response.writeHead(request.url === '/other' ? 204 : 500).end();
    });
    await rig.untilState(instanceId, 'unhealthy');
    const { healthCheck } = targetGroup();
    await rig.apply({
      group: { healthCheck: { ...healthCheck, path: '/other', matcher: '200-299,301' } },
    });
    await rig.untilState(instanceId, 'healthy');
  });
});

describe('a target group', () => {
  test('that no listener uses leaves its targets unused', async () => {
    const rig = await start({ loadBalancer: { listeners: [] } });
    await rig.target((_, response) => response.end());
    expect(rig.balancers.describeTargetHealth(GROUP_ARN)[0]).toMatchObject({
      state: 'unused',
      reason: 'Target.NotInUse',
      description: 'Target group is not configured to receive traffic from the load balancer',
    });
  });

  test('leaves a target in a zone without a node unused', async () => {
    const rig = await start();
    await rig.target((_, response) => response.end(), { zone: 'c' });
    expect(rig.balancers.describeTargetHealth(GROUP_ARN)[0]).toMatchObject({
      state: 'unused',
      description: 'Target is in an Availability Zone that is not enabled for the load balancer',
    });
    expect((await rig.get('/')).status).toBe(503);
  });

  test('sends requests to healthy targets only, across zones', async () => {
    const rig = await start();
    const good = await rig.target((_, response) => response.end('good'), { zone: 'b' });
    const bad = await rig.target((_, response) => void response.writeHead(500).end('bad'));
    await rig.untilState(good.instanceId, 'healthy');
    await rig.untilState(bad.instanceId, 'unhealthy');
    for (let index = 0; index < 4; index += 1) expect((await rig.get('/')).body).toBe('good');
  });

  test('fails open: with unhealthy targets only, they all get requests', async () => {
    const rig = await start();
    const names = ['one', 'two'];
    for (const name of names) {
      const made = await rig.target((request, response) => {
        response.writeHead(request.url === '/health' ? 500 : 200).end(name);
      });
      await rig.untilState(made.instanceId, 'unhealthy');
    }
    const answers = [await rig.get('/'), await rig.get('/')].map((answer) => answer.body);
    expect(answers.sort()).toEqual(names);
  });

  test('takes targets that were registered before it was known', async () => {
    const rig = new Rig('127.104.99', 50);
    rigs.push(rig);
    const { instanceId } = await rig.target((_, response) => response.end());
    expect(rig.balancers.state(GROUP_ARN, instanceId)).toBeUndefined();
    await rig.apply();
    await rig.untilState(instanceId, 'healthy');
  });

  test('looks for the instances that the document registers', async () => {
    const rig = await start({ group: { targets: [{ instanceId: 'i-by-hand', port: 80 }] } });
    expect(rig.balancers.describeTargetHealth(GROUP_ARN)[0]).toMatchObject({
      instanceId: 'i-by-hand',
      state: 'unused',
      reason: 'Target.InvalidState',
    });
    const { address } = await rig.target((_, response) => response.end(), { register: false });
    rig.located.set('i-by-hand', { zone: 'a', loopbackAddress: address });
    await rig.untilState('i-by-hand', 'healthy');
    await rig.apply();
    expect(rig.balancers.state(GROUP_ARN, 'i-by-hand')).toBe('draining');
  });
});

describe('deregistration', () => {
  const delay = (seconds: number) => ({
    group: {
      attributes: { ...targetGroup().attributes, deregistrationDelaySeconds: seconds },
    },
  });

  test('drains for the whole delay, and sends no new requests', async () => {
    const rig = await start(delay(20));
    const { instanceId } = await rig.target((_, response) => response.end());
    await rig.untilState(instanceId, 'healthy');
    const beforeMs = rig.clock.nowMs();
    const isOver = rig.balancers.deregister(GROUP_ARN, instanceId);
    expect(rig.balancers.describeTargetHealth(GROUP_ARN)[0]).toMatchObject({
      state: 'draining',
      reason: 'Target.DeregistrationInProgress',
      description: 'Target deregistration is in progress',
    });
    expect((await rig.get('/')).status).toBe(503);
    await isOver;
    expect(rig.clock.nowMs() - beforeMs).toBeGreaterThanOrEqual(19_000);
    expect(rig.balancers.state(GROUP_ARN, instanceId)).toBeUndefined();
    expect(targetEvents(rig, instanceId).at(-1)).toBe('unused Target.NotRegistered');
  });

  test('lets a request in flight end, and cuts off with 502 what outlasts the delay', async () => {
    const rig = await start(delay(20));
    const held: ServerResponse[] = [];
    const { instanceId } = await rig.target((request, response) => {
      if (request.url === '/health') response.end();
      else held.push(response);
    });
    await rig.untilState(instanceId, 'healthy');
    const ends = rig.get('/ends');
    const outlasts = rig.get('/outlasts');
    await until(() => held.length === 2, { withinMs: 3_000, what: 'both requests' });
    const isOver = rig.balancers.deregister(GROUP_ARN, instanceId);
    held.find((response) => response.req.url === '/ends')?.end('done');
    expect((await ends).body).toBe('done');
    await isOver;
    expect((await outlasts).status).toBe(502);
  });

  test('is over at once without a delay, and for an unknown target', async () => {
    const rig = await start(delay(0));
    const { instanceId } = await rig.target((_, response) => response.end());
    await rig.untilState(instanceId, 'healthy');
    const beforeMs = rig.clock.nowMs();
    await rig.balancers.deregister(GROUP_ARN, instanceId);
    await rig.balancers.deregister(GROUP_ARN, 'i-unknown');
    expect(rig.clock.nowMs() - beforeMs).toBeLessThan(5_000);
    expect(rig.balancers.describeTargetHealth(GROUP_ARN)).toEqual([]);
  });

  test('is undone by registering the target again', async () => {
    const rig = await start();
    const { instanceId, address } = await rig.target((_, response) => response.end());
    await rig.untilState(instanceId, 'healthy');
    const isOver = rig.balancers.deregister(GROUP_ARN, instanceId);
    rig.balancers.register(GROUP_ARN, {
      instanceId,
      port: 80,
      zone: 'a',
      loopbackAddress: address,
    });
    await isOver;
    await rig.untilState(instanceId, 'healthy');
  });
});

test('state changes are told to listeners until they end their subscription', async () => {
  const rig = await start();
  const heard: string[] = [];
  const stop = rig.balancers.onStateChange((change) => heard.push(change.state));
  const { instanceId } = await rig.target((_, response) => response.end());
  await rig.untilState(instanceId, 'healthy');
  expect(heard).toEqual(['initial', 'healthy']);
  stop();
  void rig.balancers.deregister(GROUP_ARN, instanceId);
  expect(heard).toHaveLength(2);
});
