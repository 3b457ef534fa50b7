import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  checkHostile,
  HOST,
  HOSTILE_REQUESTS,
  RecordingOrigin,
} from '../http/testing/hostile/index.ts';
import { GROUP_ARN, Rig } from './balancer.fixture.ts';

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
  await rig.apply();
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

test('the corpus has at least 150 requests', () => {
  expect(Object.values(HOSTILE_REQUESTS).flat().length).toBeGreaterThanOrEqual(150);
});
