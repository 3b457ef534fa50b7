import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import packet from 'dns-packet';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SIMPLE } from '@understudy/contract';
import { responseCode } from '../net/resolve-exchange.ts';
import { Dns } from './dns.ts';
import {
  ADDRESS,
  ask,
  DISTRIBUTION,
  dnsConfig,
  freePort,
  NAME_SERVERS,
  SEOUL,
  SettableHealth,
  soaAndNs,
  systemContext,
  textOf,
  VIRGINIA,
} from './dns.fixture.ts';
import { askRawTcp, askRawUdp } from './raw-client.ts';
import { RCODE } from './wire/codes.ts';

let port: number;
let context: ReturnType<typeof systemContext>;
let health: SettableHealth;
let dns: Dns;

beforeEach(async () => {
  port = await freePort();
  context = systemContext();
  health = new SettableHealth();
  dns = new Dns(context, { health });
});

afterEach(() => dns.close());

const nameServer = () => ({ address: ADDRESS.nameServers[0], port });
const resolver = () => ({ address: ADDRESS.resolver, port });
const registry = () => ({ address: ADDRESS.registry, port });
const awsNames = () => ({ address: ADDRESS.awsNames, port });

test('every name server answers with authority for the hosted zone, and refuses other names', async () => {
  expect(await dns.apply(dnsConfig(port))).toEqual([]);
  for (const address of ADDRESS.nameServers) {
    const answer = await ask(context, { address, port }, { name: 'plain.ticketing.pw' });
    expect(answer.flag_aa).toBe(true);
    expect(answer.flag_ra).toBe(false);
    expect(textOf(answer.answers)).toEqual(['A "127.1.2.3"', 'A "127.1.2.4"']);
  }
  const other = await ask(context, nameServer(), { name: 'example.org' });
  expect(responseCode(other)).toBe(RCODE.REFUSED);
});

test.each([
  ['ticketing.pw', 'SOA', /86400/],
  ['ticketing.pw', 'NS', /ns-4\.awsdns-03\.co\.uk/],
  ['ticketing.pw', 'MX', /mail\.ticketing\.pw/],
  ['ticketing.pw', 'TXT', /TXT/],
  ['ticketing.pw', 'CAA', /amazon\.com/],
  ['_sip._tcp.ticketing.pw', 'SRV', /5060/],
  ['v6.ticketing.pw', 'AAAA', /2001:db8::1/],
] as const)('answers %s %s', async (name, type, data) => {
  await dns.apply(dnsConfig(port));
  const answer = await ask(context, nameServer(), { name, type });
  expect(textOf(answer.answers).join()).toMatch(data);
});

test('tells absence apart: no such name, and no such type, each with the SOA', async () => {
  await dns.apply(dnsConfig(port));
  const missing = await ask(context, nameServer(), { name: 'nope.ticketing.pw' });
  expect(responseCode(missing)).toBe(RCODE.NXDOMAIN);
  const noData = await ask(context, nameServer(), { name: 'plain.ticketing.pw', type: 'AAAA' });
  expect(responseCode(noData)).toBe(RCODE.NOERROR);
  for (const answer of [missing, noData]) {
    expect(answer.authorities).toMatchObject([{ type: 'SOA', ttl: 900 }]);
  }
});

test('refers to the name servers of a sub-zone, without authority and with glue', async () => {
  await dns.apply(dnsConfig(port));
  const answer = await ask(context, nameServer(), { name: 'x.sub.ticketing.pw' });
  expect(answer.flag_aa).toBe(false);
  expect(textOf(answer.authorities)).toEqual(['NS "ns.sub.ticketing.pw"']);
  expect(textOf(answer.additionals)).toEqual(['A "127.103.1.9"']);
});

test('echoes the question in the case in which it was asked', async () => {
  await dns.apply(dnsConfig(port));
  const query = packet.encode({
    type: 'query',
    id: 5,
    questions: [{ name: 'PlAiN.TiCkEtInG.pW', type: 'A' }],
  });
  const response = packet.decode(await askRawUdp(nameServer(), query));
  expect(response.questions?.[0]?.name).toBe('PlAiN.TiCkEtInG.pW');
  expect(response.answers?.[0]?.name).toBe('PlAiN.TiCkEtInG.pW');
});

test('what does not fit a datagram is truncated, and comes whole over TCP', async () => {
  const config = dnsConfig(port);
  const values = Array.from({ length: 300 }, (_, index) => `127.77.${index >> 8}.${index & 255}`);
  config.hostedZones[0]?.records.push({
    name: 'many.ticketing.pw.',
    type: 'A',
    ttlSeconds: 60,
    values,
    routing: SIMPLE,
  });
  await dns.apply(config);
  const question = [{ name: 'many.ticketing.pw', type: 'A' as const }];
  const query = packet.encode({ type: 'query', id: 5, questions: question });
  const datagram = await askRawUdp(nameServer(), query);
  expect(datagram.length).toBeLessThanOrEqual(512);
  expect(packet.decode(datagram).flag_tc).toBe(true);
  expect(packet.decode(await askRawTcp(nameServer(), query)).answers).toHaveLength(300);
  const viaResolver = await ask(context, resolver(), { name: 'many.ticketing.pw' });
  expect(viaResolver.answers).toHaveLength(300);
});

test('questions that follow one another on a connection are each answered', async () => {
  await dns.apply(dnsConfig(port));
  const query = (id: number): Buffer =>
    packet.streamEncode({
      type: 'query',
      id,
      flags: packet.RECURSION_DESIRED,
      questions: [{ name: 'plain.ticketing.pw', type: 'A' }],
    });
  const ids = Array.from({ length: 150 }, (_, index) => index);
  const stream = Buffer.concat(ids.map(query));
  const responses = await askRawTcp.many(resolver(), stream, ids.length);
  const answered = responses.map((response) => response.readUInt16BE(0));
  expect(answered.sort((one, other) => one - other)).toEqual(ids);
});

test('every role copies the opcode that it does not know', async () => {
  await dns.apply(dnsConfig(port));
  const query = packet.encode({ type: 'query', id: 5, questions: [{ name: 'a.b', type: 'A' }] });
  for (const server of [nameServer(), registry(), awsNames(), resolver()]) {
    for (const opcode of [1, 2, 4, 5, 6, 15]) {
      query.writeUInt16BE(opcode << 11, 2);
      const flags = (await askRawUdp(server, query)).readUInt16BE(2);
      expect([(flags >> 11) & 0xf, flags & 0xf]).toEqual([opcode, RCODE.NOTIMP]);
    }
  }
});

test('DS of a zone is asked of the parent: by the resolver, and where one server has both', async () => {
  const config = dnsConfig(port);
  const child = { id: 'Z2', name: 'sub.ticketing.pw.', nameServers: NAME_SERVERS };
  config.hostedZones.push({ ...child, records: soaAndNs('sub.ticketing.pw.') });
  await dns.apply(config);
  const soaOwner = async (server: { address: string; port: number }, name: string) => {
    const answer = await ask(context, server, { name, type: 'DS' });
    expect(responseCode(answer)).toBe(RCODE.NOERROR);
    return answer.authorities?.map((record) => record.name);
  };
  expect(await soaOwner(nameServer(), 'sub.ticketing.pw')).toEqual(['ticketing.pw']);
  expect(await soaOwner(nameServer(), 'ticketing.pw')).toEqual(['ticketing.pw']);
  await ask(context, resolver(), { name: 'plain.ticketing.pw' });
  expect(await soaOwner(resolver(), 'ticketing.pw')).toEqual(['.']);
});

test('a question for all types is answered for names that have records, and for others not', async () => {
  await dns.apply(dnsConfig(port));
  const any = async (server: { address: string; port: number }, name: string) => {
    const answer = await ask(context, server, { name, type: 'ANY' });
    return [responseCode(answer), answer.answers?.map(({ type }) => type).join()];
  };
  expect(await any(awsNames(), 'us-east-1.elb.amazonaws.com')).toEqual([RCODE.NOERROR, '']);
  expect(await any(awsNames(), SEOUL)).toEqual([RCODE.NOERROR, 'HINFO']);
  expect(await any(resolver(), '_tcp.ticketing.pw')).toEqual([RCODE.NOERROR, '']);
  expect(await any(resolver(), 'nope.ticketing.pw')).toEqual([RCODE.NXDOMAIN, '']);
  expect(await any(resolver(), 'plain.ticketing.pw')).toEqual([RCODE.NOERROR, 'HINFO']);
  const hinfo = await ask(context, resolver(), { name: 'plain.ticketing.pw', type: 'HINFO' });
  expect(textOf(hinfo.answers)).toEqual([]);
});

test('when every connection is taken, the one that was silent for longest makes room', async () => {
  await dns.apply(dnsConfig(port));
  const sockets = [];
  for (let index = 0; index < 256; index += 1) {
    const socket = createConnection({ host: ADDRESS.nameServers[0], port });
    await once(socket, 'connect');
    sockets.push(socket);
  }
  const query = packet.streamEncode({
    type: 'query',
    id: 5,
    questions: [{ name: 'plain.ticketing.pw', type: 'A' }],
  });
  const [first, second] = sockets;
  if (first === undefined || second === undefined) throw new Error('no sockets');
  first.write(query);
  await once(first, 'data');
  const closed = once(second, 'close');
  const one = await askRawTcp(nameServer(), query.subarray(2));
  expect(packet.decode(one).answers).toHaveLength(2);
  await closed;
  expect(first.destroyed).toBe(false);
  for (const socket of sockets) socket.destroy();
});

test('answers malformed and unsupported questions with FORMERR and NOTIMP', async () => {
  await dns.apply(dnsConfig(port));
  const query = packet.encode({ type: 'query', id: 5, questions: [{ name: 'a.b', type: 'A' }] });
  const update = Buffer.from(query);
  update.writeUInt16BE(5 << 11, 2);
  expect((await askRawUdp(nameServer(), update)).readUInt16BE(2) & 0xf).toBe(RCODE.NOTIMP);
  const cut = query.subarray(0, query.length - 3);
  expect((await askRawUdp(nameServer(), cut)).readUInt16BE(2) & 0xf).toBe(RCODE.FORMERR);
});

test('a TTL is as many wall seconds as AWS seconds pass in them', async () => {
  context = systemContext({ speed: 10 });
  dns = new Dns(context, { health });
  await dns.apply(dnsConfig(port));
  const ttl = async (name: string) =>
    (await ask(context, nameServer(), { name })).answers?.map((record) =>
      record.type === 'OPT' ? 0 : record.ttl,
    );
  expect(await ttl('plain.ticketing.pw')).toEqual([12, 12]);
  expect(await ttl('seoul.ticketing.pw')).toEqual([6, 6]);
});

test('the registry refers to what the registrar was told, with glue', async () => {
  await dns.apply(dnsConfig(port));
  const answer = await ask(context, registry(), { name: 'www.ticketing.pw' });
  expect(answer.flag_aa).toBe(false);
  expect(textOf(answer.authorities)).toEqual(NAME_SERVERS.map((name) => `NS "${name}"`));
  expect(textOf(answer.additionals)).toEqual(
    ADDRESS.nameServers.map((address) => `A "${address}"`),
  );
});

test('a domain of which the registrar was told nothing does not exist, for 15 minutes', async () => {
  await dns.apply(dnsConfig(port, { delegations: [] }));
  for (const server of [registry(), resolver()]) {
    const answer = await ask(context, server, { name: 'ticketing.pw' });
    expect(responseCode(answer)).toBe(RCODE.NXDOMAIN);
    expect(answer.authorities).toMatchObject([{ type: 'SOA', ttl: 900 }]);
  }
});

test('a domain that was just delegated resolves at once, even for those who asked too early', async () => {
  const undelegated = [{ domain: 'ticketing.pw', nameServers: [] }];
  await dns.apply(dnsConfig(port, { delegations: undelegated }));
  const early = await ask(context, resolver(), { name: 'plain.ticketing.pw' });
  expect(responseCode(early)).toBe(RCODE.NXDOMAIN);
  await dns.apply(dnsConfig(port));
  const answer = await ask(context, resolver(), { name: 'plain.ticketing.pw' });
  expect(textOf(answer.answers)).toHaveLength(2);
});

test('while a zone is new, a record that was added resolves also for those who asked too early', async () => {
  await dns.apply(dnsConfig(port, { hostedZones: [] }));
  const full = dnsConfig(port);
  const without = full.hostedZones.map((zone) => ({
    ...zone,
    records: zone.records.filter((record) => record.name !== 'plain.ticketing.pw.'),
  }));
  await dns.apply({ ...full, hostedZones: without });
  const early = await ask(context, resolver(), { name: 'plain.ticketing.pw' });
  expect(textOf(early.answers)).toEqual([]);
  await dns.apply(full);
  const answer = await ask(context, resolver(), { name: 'plain.ticketing.pw' });
  expect(textOf(answer.answers)).toHaveLength(2);
});

test('in a zone that is not new, a name that was asked for too early stays away', async () => {
  const full = dnsConfig(port);
  const without = full.hostedZones.map((zone) => ({
    ...zone,
    records: zone.records.filter((record) => record.name !== 'plain.ticketing.pw.'),
  }));
  await dns.apply({ ...full, hostedZones: without });
  await ask(context, resolver(), { name: 'plain.ticketing.pw' });
  await dns.apply(full);
  const answer = await ask(context, resolver(), { name: 'plain.ticketing.pw' });
  expect(responseCode(answer)).toBe(RCODE.NXDOMAIN);
  const atOnce = await ask(context, nameServer(), { name: 'plain.ticketing.pw' });
  expect(textOf(atOnce.answers)).toHaveLength(2);
});

test('top-level domains exist as far as something is below them', async () => {
  await dns.apply(dnsConfig(port));
  const rcode = async (name: string) =>
    responseCode(await ask(context, registry(), { name, type: 'A' }));
  expect(await rcode('pw')).toBe(RCODE.NOERROR);
  expect(await rcode('co.uk')).toBe(RCODE.NOERROR);
  expect(await rcode('dev')).toBe(RCODE.NXDOMAIN);
});

test.each([
  [SEOUL, ['127.103.20.1', '127.103.20.2'], 60],
  [`dualstack.${SEOUL}`, ['127.103.20.1', '127.103.20.2'], 60],
  [DISTRIBUTION, ['127.103.40.1', '127.103.40.2'], 60],
  ['s3.ap-northeast-2.amazonaws.com', ['127.103.20.9'], 5],
  ['my.bucket.s3.ap-northeast-2.amazonaws.com', ['127.103.20.9'], 5],
  ['bucket.s3.amazonaws.com', ['127.103.30.9'], 5],
  ['s3.amazonaws.com', ['127.103.30.9'], 5],
  ['ns-2.awsdns-01.net', ['127.103.1.2'], 172_800],
])("AWS's own name %s has addresses", async (name, addresses, ttl) => {
  await dns.apply(dnsConfig(port));
  const answer = await ask(context, awsNames(), { name });
  expect(textOf(answer.answers).sort()).toEqual(addresses.map((address) => `A "${address}"`));
  expect(answer.answers).toMatchObject(addresses.map(() => ({ ttl })));
});

test.each([
  ['gone.us-east-1.elb.amazonaws.com', RCODE.NXDOMAIN],
  ['us-east-1.elb.amazonaws.com', RCODE.NOERROR],
  ['s3.eu-west-1.amazonaws.com', RCODE.NXDOMAIN],
  ['_x.acm-validations.aws', RCODE.NXDOMAIN],
  ['example.org', RCODE.REFUSED],
])("%s has none, and AWS's name servers say so", async (name, rcode) => {
  await dns.apply(dnsConfig(port));
  expect(responseCode(await ask(context, awsNames(), { name }))).toBe(rcode);
});

test('an address that is taken is a problem in words, mended by a later configuration', async () => {
  const taken = createServer();
  taken.listen(port, ADDRESS.registry);
  await once(taken, 'listening');
  const problems = await dns.apply(dnsConfig(port));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`registry cannot listen at ${ADDRESS.registry}:${port}`);
  expect(problems[0]).toContain('EADDRINUSE');
  taken.close();
  await once(taken, 'close');
  expect(await dns.apply(dnsConfig(port))).toEqual([]);
  expect(responseCode(await ask(context, registry(), { name: 'pw' }))).toBe(RCODE.NOERROR);
});

test('never listens beyond loopback', async () => {
  const problems = await dns.apply(dnsConfig(port, { resolverAddress: '0.0.0.0' }));
  expect(problems.join()).toContain('not a loopback address');
});

test('a new configuration moves only what moved, and serves its records at once', async () => {
  await dns.apply(dnsConfig(port));
  const changed = dnsConfig(port, { registryAddress: '127.103.0.44' });
  changed.hostedZones[0]?.records.push({
    name: 'new.ticketing.pw.',
    type: 'A',
    ttlSeconds: 60,
    values: ['127.5.5.5'],
    routing: SIMPLE,
  });
  expect(await dns.apply(changed)).toEqual([]);
  const moved = await ask(context, { address: '127.103.0.44', port }, { name: 'pw' });
  expect(responseCode(moved)).toBe(RCODE.NOERROR);
  const answer = await ask(context, resolver(), { name: 'new.ticketing.pw' });
  expect(textOf(answer.answers)).toEqual(['A "127.5.5.5"']);
  await expect(askRawTcp(registry(), Buffer.alloc(12))).rejects.toThrow();
});

test('says that the failover answer changed when health does, and once only', async () => {
  await dns.apply(dnsConfig(port));
  dns.healthChanged();
  expect(context.events).toEqual([]);
  health.checks.set('check-seoul', false);
  dns.healthChanged();
  await ask(context, nameServer(), { name: 'ticketing.pw' });
  expect(context.events).toEqual([
    {
      type: 'dns-answer-changed',
      zone: 'ticketing.pw.',
      name: 'ticketing.pw.',
      recordType: 'A',
      setIdentifier: 'secondary',
      reason: 'the primary is unhealthy',
    },
  ]);
  health.checks.set('check-seoul', true);
  await ask(context, nameServer(), { name: 'ticketing.pw' });
  expect(context.events.at(-1)).toMatchObject({ setIdentifier: 'primary' });
});

test('the public name fails over to the standby load balancer, and back', async () => {
  await dns.apply(dnsConfig(port));
  const addresses = async () =>
    textOf((await ask(context, nameServer(), { name: 'ticketing.pw' })).answers).sort();
  expect(await addresses()).toEqual(['A "127.103.40.1"', 'A "127.103.40.2"']);
  health.checks.set('check-seoul', false);
  expect(await addresses()).toEqual(['A "127.103.30.1"', 'A "127.103.30.2"']);
  health.balancers.set(VIRGINIA, { healthy: false, zones: {} });
  expect(await addresses()).toEqual(['A "127.103.40.1"', 'A "127.103.40.2"']);
});

test('answers as TestDNSAnswer does', async () => {
  await dns.apply(dnsConfig(port));
  const asker = { address: ADDRESS.client, prefixBits: 32 };
  const test = (name: string, type = 'A', hostedZoneId = 'Z1') =>
    dns.testAnswer({ hostedZoneId, name, type, asker });
  expect(test('plain.ticketing.pw.')).toEqual({
    responseCode: 'NOERROR',
    records: ['127.1.2.3', '127.1.2.4'],
  });
  expect(test('nope.ticketing.pw').responseCode).toBe('NXDOMAIN');
  expect(test('example.org').responseCode).toBe('REFUSED');
  expect(() => test('ticketing.pw', 'NOPE')).toThrow('Invalid RecordType: NOPE');
  expect(() => test('x', 'A', 'Z?')).toThrow('No hosted zone found with ID: Z?');
});

test('of two zones of one name the delegated one is seen', async () => {
  const config = dnsConfig(port);
  const [zone] = config.hostedZones;
  if (zone === undefined) throw new Error('no zone');
  config.hostedZones.unshift({
    ...zone,
    id: 'Z0',
    nameServers: NAME_SERVERS.map((name) => name.replace('awsdns', 'awsdns-9').slice(0, -1)),
    records: zone.records.filter(({ name }) => name === 'ticketing.pw.'),
  });
  await dns.apply(config);
  const answer = await ask(context, nameServer(), { name: 'plain.ticketing.pw' });
  expect(responseCode(answer)).toBe(RCODE.NOERROR);
});

test('an explanation has the answer that clients get, who was asked for it, and what is remembered', async () => {
  await dns.apply(dnsConfig(port));
  health.checks.set('check-seoul', false);
  const question = { name: 'www.ticketing.pw', type: 'A' };
  const before = await dns.explain(question);
  const answer = await ask(context, resolver(), { name: question.name });
  expect(before.records.toSorted()).toEqual(
    ['ticketing.pw.', '127.103.30.1', '127.103.30.2'].toSorted(),
  );
  expect(textOf(answer.answers)).toHaveLength(before.records.length);
  expect(before.remembered).toBeNull();
  const text = JSON.stringify(before.because);
  expect(text).toContain('the root at 127.103.0.4 refers to the name servers of ticketing.pw.');
  expect(text).toContain('failover routing: the primary is unhealthy');

  health.checks.set('check-seoul', true);
  const after = await dns.explain(question);
  expect(after.records).toContain('127.103.40.1');
  expect(after.remembered?.records).toContain('127.103.30.1');
});

test("names of AWS's own are explained by the server that has them", async () => {
  await dns.apply(dnsConfig(port));
  const { records, because } = await dns.explain({ name: SEOUL, type: 'A' });
  expect(records.toSorted()).toEqual(['127.103.20.1', '127.103.20.2']);
  expect(JSON.stringify(because)).toContain('node 127.103.20.1 in ap-northeast-2a: healthy');
});
