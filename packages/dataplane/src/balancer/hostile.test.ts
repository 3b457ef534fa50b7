import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  checkBrokenUpload,
  checkHostile,
  checkHttp2,
  HOST,
  HOSTILE_REQUESTS,
  HTTP2_REQUESTS,
  RecordingOrigin,
} from '../http/testing/hostile/index.ts';
import { certificate, GROUP_ARN, listener, Rig } from './balancer.fixture.ts';

const BLOCK = '127.104.220';
const TARGET = `${BLOCK}.11`;
const OWN_HEADERS = {
  host: HOST,
  'x-forwarded-for': '*',
  'x-forwarded-proto': 'http',
  'x-forwarded-port': '80',
  'x-amzn-trace-id': '*',
};

let rig: Rig;
let origin: RecordingOrigin;

beforeAll(async () => {
  rig = new Rig(BLOCK);
  const secure = listener({
    arn: 'arn:listener/2',
    port: 443,
    protocol: 'HTTPS',
    certificates: [await certificate(HOST)],
  });
  await rig.apply({ loadBalancer: { listeners: [listener(), secure] } });
  origin = new RecordingOrigin();
  await origin.listen(8080, TARGET);
  rig.balancers.register(GROUP_ARN, {
    instanceId: 'i-1',
    port: 80,
    zone: 'a',
    loopbackAddress: TARGET,
  });
  await rig.untilState('i-1', 'healthy');
});

afterAll(async () => {
  await rig.close();
  await origin.close();
});

describe.each(Object.entries(HOSTILE_REQUESTS))('the load balancer and %s', (_, requests) => {
  test.each(requests.map((request) => [request.name, request] as const))(
    '%s',
    async (_, request) => {
      const tested = { address: rig.nodeA, port: 8080, origin, ownHeaders: OWN_HEADERS };
      const { seen, expected } = await checkHostile(tested, request, request.balancer);
      expect(seen).toEqual(expected);
    },
  );
});

describe('the load balancer and HTTP/2', () => {
  const ownHeaders = { ...OWN_HEADERS, 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' };
  test.each(HTTP2_REQUESTS.map((request) => [request.name, request] as const))(
    '%s',
    async (_, request) => {
      const tested = { address: rig.nodeA, port: 8443, origin, ownHeaders };
      const { seen, expected } = await checkHttp2(tested, request, request.balancer);
      expect(seen).toEqual(expected);
    },
  );
});

test('the corpus has at least 150 requests', () => {
  expect(Object.values(HOSTILE_REQUESTS).flat().length).toBeGreaterThanOrEqual(150);
});

test('the load balancer completes no upload whose chunks are broken', async () => {
  const tested = { address: rig.nodeA, port: 8080, origin, ownHeaders: OWN_HEADERS };
  expect(await checkBrokenUpload(tested)).toEqual({ statuses: [400], requests: [], broken: 1 });
});
