import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificate } from '../balancer/balancer.fixture.ts';
import { SystemClock } from '@understudy/contract/system-clock';
import {
  checkBrokenUpload,
  checkHostile,
  checkHttp2,
  HOST,
  HOSTILE_REQUESTS,
  HTTP2_REQUESTS,
  RecordingOrigin,
} from '../http/testing/hostile/index.ts';
import type { Edge } from './edge.ts';
import {
  behavior,
  CACHING_DISABLED,
  customOrigin,
  distribution,
  edgeConfig,
  testEdge,
} from './edge.fixture.ts';

const ADDRESS = '127.107.3.1';
const OWN_HEADERS = {
  host: HOST,
  'user-agent': 'Amazon CloudFront',
  'x-forwarded-for': '*',
  via: '*',
  'x-amz-cf-id': '*',
};
const EVERYTHING = { behavior: 'all', items: [] } as { behavior: 'all'; items: string[] };

let edge: Edge;
let origin: RecordingOrigin;
let ports = { httpPort: 0, httpsPort: 0 };

beforeAll(async () => {
  origin = new RecordingOrigin();
  const httpPort = await origin.listen(0, '127.0.0.1');
  const epochMs = new SystemClock({ epochMs: 0, speed: 1 }).wallMs();
  edge = testEdge({ clock: new SystemClock({ epochMs, speed: 1 }) });
  // Whatever a viewer sends is asked for: what does not pass is kept back by the edge itself.
  const open = behavior({
    allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
    cachePolicy: CACHING_DISABLED,
    originRequestPolicy: { headers: EVERYTHING, cookies: EVERYTHING, queryStrings: EVERYTHING },
  });
  const site = distribution({
    aliases: [HOST],
    origins: [customOrigin({ httpPort })],
    defaultBehavior: open,
  });
  const config = { ...edgeConfig(ADDRESS, site), defaultCertificate: await certificate(HOST) };
  expect(await edge.apply(config)).toEqual([]);
  ports = edge.portsOf('ICN57-P1') ?? ports;
});

afterAll(async () => {
  await edge.close();
  await origin.close();
});

describe.each(Object.entries(HOSTILE_REQUESTS))('the edge and %s', (_, requests) => {
  test.each(requests.map((request) => [request.name, request] as const))(
    '%s',
    async (_, request) => {
      const tested = { address: ADDRESS, port: ports.httpPort, origin, ownHeaders: OWN_HEADERS };
      const { seen, expected } = await checkHostile(tested, request, request.edge);
      expect(seen).toEqual(expected);
    },
  );
});

describe('the edge and HTTP/2', () => {
  test.each(HTTP2_REQUESTS.map((request) => [request.name, request] as const))(
    '%s',
    async (_, request) => {
      const tested = { address: ADDRESS, port: ports.httpsPort, origin, ownHeaders: OWN_HEADERS };
      const { seen, expected } = await checkHttp2(tested, request, request.edge);
      expect(seen).toEqual(expected);
    },
  );
});

test('the edge completes no upload whose chunks are broken', async () => {
  const tested = { address: ADDRESS, port: ports.httpPort, origin, ownHeaders: OWN_HEADERS };
  expect(await checkBrokenUpload(tested)).toEqual({ statuses: [400], requests: [], broken: 1 });
});
