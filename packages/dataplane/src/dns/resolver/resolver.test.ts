import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '@understudy/contract';
import { SystemClock } from '@understudy/contract/system-clock';
import type { DnsAnswer } from '../record.ts';
import { freePort, systemContext } from '../dns.fixture.ts';
import { RCODE, TYPE } from '../wire/codes.ts';
import { canonicalWireName } from '../wire/names.ts';
import { aRecord, FakeServer, referral } from './fake-server.ts';
import { Resolver } from './resolver.ts';

/** Real timers, and a present that a test can move on. */
class ShiftedClock extends SystemClock {
  shiftMs = 0;

  override nowMs(): number {
    return super.nowMs() + this.shiftMs;
  }
}

const ROOT = '127.103.2.1';
const ONE = '127.103.2.2';
const TWO = '127.103.2.3';
const MUTE = ['127.103.2.4', '127.103.2.5', '127.103.2.6', '127.103.2.7'];

let port: number;
let clock: ShiftedClock;
let resolver: Resolver;
const servers: FakeServer[] = [];

beforeEach(async () => {
  port = await freePort();
  clock = new ShiftedClock({ epochMs: 1_700_000_000_000, speed: 1 });
  resolver = resolverWith(clock);
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function resolverWith(itsClock: Clock, caches = true): Resolver {
  const made = new Resolver({ ...systemContext(), clock: itsClock }, { caches });
  made.serve({ registry: { address: ROOT, port }, localAddress: '127.103.2.9' });
  return made;
}

async function server(
  address: string,
  reply: Parameters<typeof FakeServer.start>[1],
): Promise<FakeServer> {
  const started = await FakeServer.start({ address, port }, reply);
  servers.push(started);
  return started;
}

async function ask(name: string, type: number = TYPE.A, from = resolver): Promise<DnsAnswer> {
  return from.answer({
    id: 1,
    opcode: 0,
    recursionDesired: true,
    checkingDisabled: false,
    question: { name, type },
    questionBytes: Buffer.alloc(0),
    edns: undefined,
  });
}

function addresses(answer: DnsAnswer): string[] {
  return answer.answers
    .filter(({ type }) => type === TYPE.A)
    .map(({ data }) => [...data].join('.'))
    .sort();
}

const SOA = {
  name: 'example.com',
  type: 'SOA' as const,
  ttl: 900,
  data: { mname: 'ns', rname: 'x', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 3 },
};

test('follows referrals, and keeps what it learnt until its TTL has passed', async () => {
  const root = await server(ROOT, () => referral('example.com', { 'ns.example.com': ONE }));
  let address = '127.0.0.1';
  const zone = await server(ONE, (name) => ({ answers: [aRecord(name, address, 60)] }));
  expect(await ask('www.example.com')).toMatchObject({
    rcode: RCODE.NOERROR,
    authoritative: false,
    answers: [{ ttlSeconds: 60 }],
  });
  address = '127.0.0.2';
  clock.shiftMs = 20_500;
  const cached = await ask('www.example.com');
  expect(addresses(cached)).toEqual(['127.0.0.1']);
  expect(cached.answers[0]?.ttlSeconds).toBe(39);
  clock.shiftMs = 61_000;
  expect(addresses(await ask('www.example.com'))).toEqual(['127.0.0.2']);
  await ask('other.example.com');
  expect(root.asked).toHaveLength(1);
  expect(zone.asked).toHaveLength(3);
});

test('TTLs are wall seconds: with AWS time ten times as fast they last ten times as long in it', async () => {
  const fast = new ShiftedClock({ epochMs: 1_700_000_000_000, speed: 10 });
  const from = resolverWith(fast);
  let address = '127.0.0.1';
  await server(ROOT, (name) => ({ answers: [aRecord(name, address, 6)] }));
  await ask('www.example.com', TYPE.A, from);
  address = '127.0.0.2';
  fast.shiftMs = 30_000;
  expect(addresses(await ask('www.example.com', TYPE.A, from))).toEqual(['127.0.0.1']);
  fast.shiftMs = 60_000;
  expect(addresses(await ask('www.example.com', TYPE.A, from))).toEqual(['127.0.0.2']);
});

test('remembers that a name does not exist, of every type, for as long as the SOA says', async () => {
  let exists = false;
  const root = await server(ROOT, (name) =>
    exists
      ? { answers: [aRecord(name, '127.0.0.1')] }
      : { flags: 0x0400 | RCODE.NXDOMAIN, authorities: [SOA] },
  );
  const missing = await ask('www.example.com');
  expect(missing).toMatchObject({ rcode: RCODE.NXDOMAIN, authorities: [{ ttlSeconds: 3 }] });
  exists = true;
  expect((await ask('www.example.com', TYPE.TXT)).rcode).toBe(RCODE.NXDOMAIN);
  expect(root.asked).toHaveLength(1);
  clock.shiftMs = 4_000;
  expect((await ask('www.example.com')).rcode).toBe(RCODE.NOERROR);
});

test('a resolver that caches nothing sees every change at once', async () => {
  const from = resolverWith(clock, false);
  let address = '127.0.0.1';
  await server(ROOT, (name) => ({ answers: [aRecord(name, address)] }));
  expect(addresses(await ask('www.example.com', TYPE.A, from))).toEqual(['127.0.0.1']);
  address = '127.0.0.2';
  expect(addresses(await ask('www.example.com', TYPE.A, from))).toEqual(['127.0.0.2']);
});

test('follows a CNAME from zone to zone and answers with the whole chain', async () => {
  await server(ROOT, (name) =>
    name.endsWith('example.com')
      ? referral('example.com', { 'ns.example.com': ONE })
      : referral('example.net', { 'ns.example.net': TWO }),
  );
  await server(ONE, (name) => ({
    // The second record is not this server's to tell, and must not be believed.
    answers: [
      { name, type: 'CNAME', ttl: 60, data: 'real.example.net' },
      aRecord('real.example.net', '127.6.6.6'),
    ],
  }));
  await server(TWO, (name) => ({ answers: [aRecord(name, '127.0.0.2')] }));
  for (let turn = 0; turn < 2; turn += 1) {
    const answer = await ask('www.example.com');
    expect(addresses(answer)).toEqual(['127.0.0.2']);
    const [first] = answer.answers;
    expect(first && canonicalWireName(first.data)).toBe('real.example.net');
  }
});

test('a chain that ends at nothing is answered with the chain and its absence', async () => {
  await server(ROOT, (name) =>
    name === 'www.example.com'
      ? { answers: [{ name, type: 'CNAME', ttl: 60, data: 'gone.example.com' }] }
      : { flags: 0x0400 | RCODE.NXDOMAIN, authorities: [SOA] },
  );
  for (let turn = 0; turn < 2; turn += 1) {
    const answer = await ask('www.example.com');
    expect(answer.rcode).toBe(RCODE.NXDOMAIN);
    expect(answer.answers).toMatchObject([{ type: TYPE.CNAME }]);
    expect(answer.authorities).toMatchObject([{ type: TYPE.SOA }]);
  }
});

test('CNAMEs in a circle end in SERVFAIL', async () => {
  await server(ROOT, (name) => ({
    answers: [
      { name, type: 'CNAME', ttl: 60, data: name.startsWith('a') ? 'b.example' : 'a.example' },
    ],
  }));
  expect((await ask('a.example')).rcode).toBe(RCODE.SERVFAIL);
  expect((await ask('a.example')).rcode).toBe(RCODE.SERVFAIL);
});

test('finds the address of a name server that came without glue', async () => {
  await server(ROOT, (name) => {
    if (name === 'ns.example.net') return { answers: [aRecord(name, ONE)] };
    return referral('example.com', { 'ns.example.net': undefined });
  });
  await server(ONE, (name) => ({ answers: [aRecord(name, '127.0.0.1')] }));
  expect(addresses(await ask('www.example.com'))).toEqual(['127.0.0.1']);
});

test('name servers that nobody can find end in SERVFAIL', async () => {
  await server(ROOT, (name) =>
    name.endsWith('example.com')
      ? referral('example.com', { 'ns.example.net': undefined })
      : { flags: 0x0400 | RCODE.NXDOMAIN, authorities: [SOA] },
  );
  expect((await ask('www.example.com')).rcode).toBe(RCODE.SERVFAIL);
});

test('passes over name servers that are mute, refuse or are not there', async () => {
  const nameServers = { 'ns1.x': MUTE[0], 'ns2.x': ONE, 'ns3.x': MUTE[1], 'ns4.x': TWO };
  await server(ROOT, () => referral('example.com', nameServers));
  await server(MUTE[0] ?? '', () => undefined);
  await server(ONE, () => ({ flags: RCODE.REFUSED }));
  await server(TWO, (name) => ({ answers: [aRecord(name, '127.0.0.1')] }));
  expect(addresses(await ask('www.example.com'))).toEqual(['127.0.0.1']);
});

test('gives up with SERVFAIL, before a client does, when every name server is mute', async () => {
  const nameServers = Object.fromEntries(MUTE.map((address, i) => [`ns${i}.x`, address]));
  await server(ROOT, () => referral('example.com', nameServers));
  for (const address of MUTE) await server(address, () => undefined);
  const startMs = clock.wallMs();
  expect((await ask('www.example.com')).rcode).toBe(RCODE.SERVFAIL);
  expect(clock.wallMs() - startMs).toBeLessThan(5_000);
});

test('asks the registry again when the name servers that it remembers have gone', async () => {
  let nameServer = ONE;
  await server(ROOT, () => referral('example.com', { 'ns.example.com': nameServer }));
  const before = await server(ONE, (name) => ({ answers: [aRecord(name, '127.0.0.1')] }));
  await ask('a.example.com');
  before.close();
  servers.splice(servers.indexOf(before), 1);
  nameServer = TWO;
  await server(TWO, (name) => ({ answers: [aRecord(name, '127.0.0.2')] }));
  expect(addresses(await ask('b.example.com'))).toEqual(['127.0.0.2']);
});

test('equal questions at once are asked once', async () => {
  const root = await server(ROOT, (name) => ({ answers: [aRecord(name, '127.0.0.1')] }));
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('www.example.com')));
  expect(answers.every((answer) => addresses(answer)[0] === '127.0.0.1')).toBe(true);
  expect(root.asked).toEqual(['www.example.com A']);
});

test('a referral that does not lead down is not followed', async () => {
  const root = await server(ROOT, () => referral('example.org', { 'ns.example.org': ONE }));
  expect((await ask('www.example.com')).rcode).toBe(RCODE.SERVFAIL);
  expect(root.asked.length).toBeLessThan(5);
});

test('cached addresses take turns in being the first', async () => {
  await server(ROOT, (name) => ({
    answers: [aRecord(name, '127.0.0.1'), aRecord(name, '127.0.0.2')],
  }));
  await ask('www.example.com');
  const firsts = new Set<string>();
  for (let turn = 0; turn < 4; turn += 1) {
    const [first] = (await ask('www.example.com')).answers;
    firsts.add([...(first?.data ?? [])].join('.'));
  }
  expect(firsts.size).toBe(2);
});

test('localhost is never asked of others, and without recursion nothing is', async () => {
  const root = await server(ROOT, () => undefined);
  expect(addresses(await ask('app.localhost'))).toEqual(['127.0.0.1']);
  const refused = await resolver.answer({
    id: 1,
    opcode: 0,
    recursionDesired: false,
    checkingDisabled: false,
    question: { name: 'example.com', type: TYPE.A },
    questionBytes: Buffer.alloc(0),
    edns: undefined,
  });
  expect(refused.rcode).toBe(RCODE.REFUSED);
  expect(root.asked).toEqual([]);
});
