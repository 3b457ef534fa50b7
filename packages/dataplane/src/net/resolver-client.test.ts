import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort, systemContext } from '../dns/dns.fixture.ts';
import { aRecord, FakeServer } from '../dns/resolver/fake-server.ts';
import { SystemClock } from '@understudy/contract/system-clock';
import { ResolverClient } from './resolver-client.ts';

class ShiftedClock extends SystemClock {
  shiftMs = 0;

  override nowMs(): number {
    return super.nowMs() + this.shiftMs;
  }
}

const ADDRESS = '127.103.3.1';

let port: number;
let clock: ShiftedClock;
let client: ResolverClient;
let server: FakeServer | undefined;

beforeEach(async () => {
  port = await freePort();
  clock = new ShiftedClock({ epochMs: 1_700_000_000_000, speed: 10 });
  client = new ResolverClient(
    { ...systemContext(), clock },
    { resolver: { address: ADDRESS, port }, localAddress: '127.103.3.9' },
  );
});

afterEach(() => {
  server?.close();
  server = undefined;
});

async function serve(reply: Parameters<typeof FakeServer.start>[1]): Promise<FakeServer> {
  server = await FakeServer.start({ address: ADDRESS, port }, reply);
  return server;
}

test('answers with addresses and a TTL in AWS seconds, the shortest of the chain', async () => {
  await serve((name) => ({
    answers: [
      { name, type: 'CNAME', ttl: 3, data: 'real.example.com' },
      aRecord('real.example.com', '127.0.0.1', 6),
      aRecord('real.example.com', '127.0.0.2', 6),
    ],
  }));
  expect(await client.resolve('www.example.com')).toEqual({
    addresses: ['127.0.0.1', '127.0.0.2'],
    ttlSeconds: 30,
  });
});

test('asks once for a name until its TTL has passed, also when asked at once and in another case', async () => {
  const { asked } = await serve((name) => ({ answers: [aRecord(name, '127.0.0.1', 6)] }));
  await Promise.all([client.resolve('www.example.com'), client.resolve('WWW.example.com.')]);
  clock.shiftMs = 30_000;
  const { ttlSeconds } = await client.resolve('www.example.com');
  expect(ttlSeconds).toBeGreaterThan(0);
  expect(ttlSeconds).toBeLessThanOrEqual(30);
  expect(asked).toHaveLength(1);
  clock.shiftMs = 60_000;
  await client.resolve('www.example.com');
  expect(asked).toHaveLength(2);
});

test('rejects with what the resolver answered', async () => {
  await serve((name) => (name.startsWith('gone') ? { flags: 3 } : {}));
  await expect(client.resolve('gone.example.com')).rejects.toThrow(
    'the resolver answered NXDOMAIN for gone.example.com',
  );
  await expect(client.resolve('empty.example.com')).rejects.toThrow(
    'the resolver answered no A record for empty.example.com',
  );
});

test('rejects when nothing listens there', async () => {
  await expect(client.resolve('www.example.com')).rejects.toThrow(
    'the resolver did not answer for www.example.com',
  );
});

test('an address is its own answer', async () => {
  expect((await client.resolve('127.0.0.9')).addresses).toEqual(['127.0.0.9']);
});
