import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { createServer as createHttpsServer, request as requestHttps } from 'node:https';
import { connect as connectTls } from 'node:tls';
import type { CertificateMaterial } from '@understudy/contract';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { certificate, GROUP_ARN, listener, Rig, targetGroup } from '../balancer.fixture.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

let block = 150;
async function start(speed = 10, ...changed: Parameters<Rig['apply']>): Promise<Rig> {
  block += 1;
  const rig = new Rig(`127.104.${block}`, speed);
  rigs.push(rig);
  await rig.apply(...changed);
  return rig;
}

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
