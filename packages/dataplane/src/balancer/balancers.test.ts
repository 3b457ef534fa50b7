import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { request as requestHttps } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { createServer as createHttpsServer } from 'node:https';
import { SeededRandom, until } from '@understudy/contract/testkit';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CertificateMaterial } from '@understudy/contract';
import {
  ask,
  BALANCER_ARN,
  certificate,
  DNS_NAME,
  GROUP_ARN,
  listener,
  Rig,
  targetGroup,
} from './balancer.fixture.ts';
import { StatusServer } from './status-server.ts';

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

const sticky = (type: 'lb_cookie' | 'app_cookie', durationSeconds = 86_400) => ({
  group: {
    attributes: {
      ...targetGroup().attributes,
      stickiness: { enabled: true, type, durationSeconds, appCookieName: 'session' },
    },
  },
});

describe('stickiness', () => {
  async function twoTargets(rig: Rig, setCookie = false): Promise<void> {
    for (const name of ['one', 'two']) {
      const made = await rig.target((_, response) => {
        if (setCookie) response.setHeader('Set-Cookie', `session=${name}`);
        response.end(name);
      });
      await rig.untilState(made.instanceId, 'healthy');
    }
  }
  const cookiesOf = (headers: NodeJS.Dict<string | string[]>): string =>
    [headers['set-cookie'] ?? []]
      .flat()
      .map((line) => line.split(';')[0])
      .join('; ');

  test('by the load balancer’s cookie keeps a viewer at its target', async () => {
    const rig = await start(10, sticky('lb_cookie'));
    await twoTargets(rig);
    const first = await rig.get('/');
    const lines = [first.headers['set-cookie'] ?? []].flat();
    expect(lines[0]).toMatch(/^AWSALB=\S+; Expires=\w{3}, .* GMT; Path=\/$/);
    expect(lines[1]).toMatch(/^AWSALBCORS=\S+; Expires=.*; Path=\/; SameSite=None$/);
    const headers = { Cookie: cookiesOf(first.headers) };
    for (let index = 0; index < 5; index += 1)
      expect((await rig.get('/', { headers })).body).toBe(first.body);
  });

  test('takes a cookie that it cannot read for none', async () => {
    const rig = await start(10, sticky('lb_cookie'));
    await twoTargets(rig);
    const headers = { Cookie: 'AWSALB=bm9uc2Vuc2Vub25zZW5zZW5vbnNlbnNlbm9uc2Vuc2U' };
    const bodies = [await rig.get('/', { headers }), await rig.get('/', { headers })];
    expect(new Set(bodies.map((answer) => answer.body)).size).toBe(2);
  });

  test('ends with its duration', async () => {
    const rig = await start(50, sticky('lb_cookie', 1));
    await twoTargets(rig);
    const first = await rig.get('/');
    const headers = { Cookie: cookiesOf(first.headers) };
    await rig.clock.sleep(1_500);
    const bodies = [await rig.get('/', { headers }), await rig.get('/', { headers })];
    expect(new Set(bodies.map((answer) => answer.body)).size).toBe(2);
  });

  test('moves on when its target is unhealthy', async () => {
    const rig = await start(50, sticky('lb_cookie'));
    await twoTargets(rig);
    const first = await rig.get('/');
    const headers = { Cookie: cookiesOf(first.headers) };
    void rig.balancers.deregister(GROUP_ARN, first.body === 'one' ? 'i-1' : 'i-2');
    const next = await rig.get('/', { headers });
    expect(next.body).not.toBe(first.body);
    expect(cookiesOf(next.headers)).toContain('AWSALB=');
  });

  test('by the application’s cookie needs both cookies', async () => {
    const rig = await start(10, sticky('app_cookie'));
    await twoTargets(rig, true);
    const first = await rig.get('/');
    const cookie = cookiesOf(first.headers);
    expect(cookie).toMatch(/session=.*AWSALBAPP-0=/);
    for (let index = 0; index < 3; index += 1)
      expect((await rig.get('/', { headers: { Cookie: cookie } })).body).toBe(first.body);
    const onlyOurs = { Cookie: cookie.replace(/session=\w+; /, '') };
    const bodies = [
      await rig.get('/', { headers: onlyOurs }),
      await rig.get('/', { headers: onlyOurs }),
    ];
    expect(new Set(bodies.map((answer) => answer.body)).size).toBe(2);
  });
});

describe('an HTTPS listener', () => {
  let first: CertificateMaterial;
  let wildcard: CertificateMaterial;
  beforeAll(async () => {
    first = await certificate('www.example.com');
    wildcard = await certificate('*.example.net');
  });
  const https = () => listener({ port: 443, protocol: 'HTTPS', certificates: [first, wildcard] });

  test.each([
    ['www.example.com', 'www.example.com'],
    ['shop.example.net', '*.example.net'],
    ['deep.shop.example.net', 'www.example.com'],
    ['unknown.example.org', 'www.example.com'],
    [undefined, 'www.example.com'],
  ])('chooses by SNI: %s gets the certificate of %s', async (servername, subject) => {
    const rig = await start(10, { loadBalancer: { listeners: [https()] } });
    const socket = connectTls({
      host: rig.nodeA,
      port: 8443,
      rejectUnauthorized: false,
      ...(servername === undefined ? {} : { servername }),
    });
    await once(socket, 'secureConnect');
    expect(socket.getPeerCertificate().subject.CN).toBe(subject);
    socket.destroy();
  });

  test('takes new certificates while it listens', async () => {
    const rig = await start(10, { loadBalancer: { listeners: [https()] } });
    const next = await certificate('new.example.com');
    const replaced = { ...https(), certificates: [next] };
    await rig.apply({ loadBalancer: { listeners: [replaced] } });
    const socket = connectTls({ host: rig.nodeA, port: 8443, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    expect(socket.getPeerCertificate().subject.CN).toBe('new.example.com');
    socket.destroy();
  });

  test('tells the target that the viewer came by HTTPS', async () => {
    const rig = await start(10, { loadBalancer: { listeners: [https()] } });
    const { instanceId } = await rig.target((request, response) =>
      response.end(JSON.stringify(request.headers)),
    );
    await rig.untilState(instanceId, 'healthy');
    const request = requestHttps({
      host: rig.nodeA,
      port: 8443,
      rejectUnauthorized: false,
      agent: false,
    });
    request.end();
    const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream];
    let body = '';
    for await (const chunk of response) body += String(chunk);
    expect(JSON.parse(body)).toMatchObject({
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
      'x-forwarded-for': '127.0.0.1',
    });
  });

  test('speaks HTTP/2 to viewers and HTTP/1.1 to targets', async () => {
    const rig = await start(10, { loadBalancer: { listeners: [https()] } });
    const { instanceId } = await rig.target((request, response) => {
      if (request.url === '/health') return void response.end();
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        response.setHeader('Set-Cookie', ['a=1', 'b=2']);
        const { httpVersion, method } = request;
        const { host, cookie } = request.headers;
        response.end(JSON.stringify({ httpVersion, method, host, cookie, body }));
      });
    });
    await rig.untilState(instanceId, 'healthy');
    const session = connectHttp2(`https://${rig.nodeA}:8443`, { rejectUnauthorized: false });
    const answers = await Promise.all(
      ['x', 'y'].map(async (text) => {
        const stream = session.request({
          ':path': '/p',
          ':method': 'POST',
          ':authority': 'www.example.com:8443',
          cookie: ['c=1', 'd=2'],
        });
        stream.end(text);
        const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
        let body = '';
        for await (const chunk of stream) body += String(chunk);
        return { headers, body };
      }),
    );
    session.close();
    expect(answers[0]?.headers[':status']).toBe(200);
    expect(answers[0]?.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(answers.map((answer) => JSON.parse(answer.body) as unknown)).toEqual(
      ['x', 'y'].map((body) => ({
        httpVersion: '1.1',
        method: 'POST',
        host: 'www.example.com',
        cookie: 'c=1; d=2',
        body,
      })),
    );
  });

  test('answers errors over HTTP/2 as well', async () => {
    const rig = await start(10, { loadBalancer: { listeners: [https()] } });
    const session = connectHttp2(`https://${rig.nodeA}:8443`, { rejectUnauthorized: false });
    const stream = session.request({ ':path': '/' });
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    expect(headers[':status']).toBe(503);
    session.destroy();
  });

  test('ends a stream of HTTP/2 with 504 after the idle time-out', async () => {
    const rig = await start(10);
    await rig.apply({
      loadBalancer: {
        listeners: [https()],
        attributes: { ...rig.loadBalancer().attributes, idleTimeoutSeconds: 4 },
      },
    });
    const { instanceId } = await rig.target((request, response) => {
      if (request.url === '/health') response.end();
    });
    await rig.untilState(instanceId, 'healthy');
    const session = connectHttp2(`https://${rig.nodeA}:8443`, { rejectUnauthorized: false });
    const stream = session.request({ ':path': '/' });
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    expect(headers[':status']).toBe(504);
    session.destroy();
  });

  test('offers HTTP/1.1 only when HTTP/2 is turned off', async () => {
    const rig = await start(10);
    await rig.apply({
      loadBalancer: {
        listeners: [https()],
        attributes: { ...rig.loadBalancer().attributes, http2: false },
      },
    });
    const socket = connectTls({
      host: rig.nodeA,
      port: 8443,
      rejectUnauthorized: false,
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    await once(socket, 'secureConnect');
    expect(socket.alpnProtocol).toBe('http/1.1');
    socket.destroy();
  });

  test('speaks TLS to targets without judging their certificates', async () => {
    const { healthCheck } = targetGroup();
    const rig = await start(10, {
      group: { protocol: 'HTTPS', healthCheck: { ...healthCheck, protocol: 'HTTPS' } },
    });
    const server = createHttpsServer(
      { cert: first.certificateChainPem, key: first.privateKeyPem },
      (_, response) => response.end('secret'),
    );
    server.listen(8080, '127.104.252.1');
    await once(server, 'listening');
    rig.balancers.register(GROUP_ARN, {
      instanceId: 'i-tls',
      port: 80,
      zone: 'a',
      loopbackAddress: '127.104.252.1',
    });
    await rig.untilState('i-tls', 'healthy');
    expect((await rig.get('/')).body).toBe('secret');
    server.close();
    server.closeAllConnections();
  });

  test('without a certificate is not served, and says so', async () => {
    const rig = await start();
    const config = rig.config({
      loadBalancer: { listeners: [{ ...https(), certificates: [] }] },
    });
    expect(await rig.balancers.apply(config)).toEqual([
      'load balancer site, listener HTTPS:443: it has no certificate',
      'load balancer site, listener HTTPS:443: it has no certificate',
    ]);
  });
});

describe('WebSockets', () => {
  const UPGRADE =
    'GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  async function heardFrom(
    rig: Rig,
    text: string,
  ): Promise<{ socket: Socket; heard: () => string }> {
    const socket = connect(8080, rig.nodeA);
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    await once(socket, 'connect');
    socket.write(text);
    return { socket, heard: () => heard };
  }

  test('join viewer and target in both directions', async () => {
    const rig = await start();
    const { instanceId, server } = await rig.target((_, response) => response.end());
    server.on('upgrade', (_, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n');
      socket.write('Upgrade: websocket\r\n\r\nwelcome ');
      socket.on('data', (chunk: Buffer) => socket.write(`echo ${chunk.toString()}`));
      socket.on('error', () => undefined);
    });
    await rig.untilState(instanceId, 'healthy');
    const { socket, heard } = await heardFrom(rig, UPGRADE);
    await until(() => heard().endsWith('welcome '), { withinMs: 3_000, what: 'the upgrade' });
    expect(heard()).toMatch(/^HTTP\/1.1 101 /);
    socket.write('hello');
    await until(() => heard().endsWith('echo hello'), { withinMs: 3_000, what: 'the echo' });
    socket.destroy();
  });

  test('pass on what a target answers that does not upgrade', async () => {
    const rig = await start();
    const { instanceId, server } = await rig.target((_, response) => response.end());
    server.on('upgrade', (_, socket) => {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
    });
    await rig.untilState(instanceId, 'healthy');
    const { socket, heard } = await heardFrom(rig, UPGRADE);
    await once(socket, 'close');
    expect(heard()).toMatch(/^HTTP\/1.1 403 Forbidden\r\n[^]*no$/);
  });

  test('end with the idle time-out', async () => {
    const rig = await start();
    await rig.apply({
      loadBalancer: {
        attributes: { ...rig.loadBalancer().attributes, idleTimeoutSeconds: 4 },
      },
    });
    const { instanceId, server } = await rig.target((_, response) => response.end());
    server.on('upgrade', (_, socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n');
    });
    await rig.untilState(instanceId, 'healthy');
    const { socket, heard } = await heardFrom(rig, UPGRADE);
    await once(socket, 'close');
    expect(heard()).toMatch(/^HTTP\/1.1 101 /);
  });

  test('get the load balancer’s own errors', async () => {
    const rig = await start();
    const { socket, heard } = await heardFrom(rig, UPGRADE);
    await once(socket, 'close');
    expect(heard()).toMatch(/^HTTP\/1.1 503 /);
  });
});

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
    await rig.get('/');
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

  test('is answered to other regions over HTTP', async () => {
    const rig = await start(50);
    const { clock } = rig;
    const status = new StatusServer(
      { clock, random: new SeededRandom(1), emit: () => undefined },
      { health: (dnsName) => rig.balancers.health(dnsName) },
    );
    const place = { address: '127.104.253.1', port: 9_100 };
    expect(await status.apply(place)).toEqual([]);
    const at = { host: place.address, port: place.port };
    const known = await ask({ ...at, path: `/load-balancers/${DNS_NAME.toUpperCase()}.` });
    expect(known.status).toBe(200);
    expect(JSON.parse(known.body)).toEqual(rig.balancers.health(DNS_NAME));
    expect((await ask({ ...at, path: '/load-balancers/other' })).status).toBe(404);
    expect((await ask({ ...at, path: '/' })).status).toBe(404);
    const second = new StatusServer(
      { clock, random: new SeededRandom(1), emit: () => undefined },
      { health: () => undefined },
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
  expect(BALANCER_ARN).toContain('loadbalancer/app/site');
});
