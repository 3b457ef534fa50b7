import { expect, test } from 'vitest';
import { type RecordSet, type Routing, SIMPLE } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import { compileDns } from '../authority/compile.ts';
import { dnsConfig, SEOUL, SettableHealth, soaAndNs, VIRGINIA } from '../dns.fixture.ts';
import { TYPE } from '../wire/codes.ts';
import { answerInZone } from './answer.ts';

const TOKYO_ADDRESS = '127.1.0.1';
const IRELAND_ADDRESS = '127.2.0.1';
const OREGON_ADDRESS = '127.3.0.1';

function latency(region: string): Pick<RecordSet, 'routing' | 'setIdentifier'> {
  return { routing: { kind: 'latency', region }, setIdentifier: region };
}

function a(
  name: string,
  address: string,
  more: Partial<RecordSet> & { routing?: Routing } = {},
): RecordSet {
  const owner = `${name}.example.com.`;
  return { name: owner, type: 'A', ttlSeconds: 60, values: [address], routing: SIMPLE, ...more };
}

function alias(name: string, target: string, more: Partial<RecordSet>): RecordSet {
  const to = { dnsName: target, hostedZoneId: 'Z2', evaluateTargetHealth: true };
  const owner = `${name}.example.com.`;
  return { name: owner, type: 'A', values: [], alias: to, routing: SIMPLE, ...more };
}

/** What `www` is answered with, and whether that depended on where the asker is. */
function answer(records: RecordSet[], askerRegion: string, health = new SettableHealth()) {
  const zone = {
    id: 'Z2',
    name: 'example.com.',
    nameServers: [],
    records: [...soaAndNs('example.com.'), ...records],
  };
  const { hostedZones, problems } = compileDns(dnsConfig(0, { hostedZones: [zone] }));
  const compiled = hostedZones.byId.get('Z2');
  if (compiled === undefined) throw new Error(problems.join());
  let asked = 0;
  const { answers } = answerInZone(
    {
      zone: compiled,
      targets: hostedZones.targets,
      health,
      random: new SeededRandom(1),
      askerRegion: () => {
        asked += 1;
        return askerRegion;
      },
      onFailover: () => undefined,
    },
    { name: 'www.example.com', type: TYPE.A },
  );
  return { texts: answers.map(({ text }) => text).sort(), depends: asked > 0 };
}

const three = [
  a('www', TOKYO_ADDRESS, { ...latency('ap-northeast-1'), healthCheckId: 'tokyo' }),
  a('www', IRELAND_ADDRESS, { ...latency('eu-west-1'), healthCheckId: 'ireland' }),
  a('www', OREGON_ADDRESS, { ...latency('us-west-2'), healthCheckId: 'oregon' }),
];

test.each([
  { from: 'ap-northeast-2', address: TOKYO_ADDRESS },
  { from: 'eu-central-1', address: IRELAND_ADDRESS },
  { from: 'us-west-2', address: OREGON_ADDRESS },
  { from: 'sa-east-1', address: IRELAND_ADDRESS },
])('an asker in $from is answered with the nearest record', ({ from, address }) => {
  expect(answer(three, from)).toEqual({ texts: [address], depends: true });
});

test('unhealthy records are left out, the next best region answers; with none healthy, the best', () => {
  const health = new SettableHealth();
  const texts = () => answer(three, 'ap-northeast-2', health).texts;
  health.checks.set('tokyo', false);
  expect(texts()).toEqual([OREGON_ADDRESS]);
  health.checks.set('oregon', false);
  expect(texts()).toEqual([IRELAND_ADDRESS]);
  health.checks.set('ireland', false);
  expect(texts()).toEqual([TOKYO_ADDRESS]);
});

test('latency aliases of load balancers evaluate their health', () => {
  const health = new SettableHealth();
  const records = [
    alias('www', `${SEOUL}.`, latency('ap-northeast-2')),
    alias('www', `${VIRGINIA}.`, latency('us-east-1')),
  ];
  const texts = () => answer(records, 'ap-northeast-1', health).texts;
  expect(texts()).toEqual(['127.103.20.1', '127.103.20.2']);
  health.balancers.set(SEOUL, { healthy: false, zones: {} });
  expect(texts()).toEqual(['127.103.30.1', '127.103.30.2']);
  health.balancers.set(VIRGINIA, { healthy: false, zones: {} });
  expect(texts()).toEqual(['127.103.20.1', '127.103.20.2']);
});

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
test('latency aliases lead to weighted records, and a region with none healthy is backed out of', () => {
  const health = new SettableHealth();
  const weighted = (id: string) => ({
    routing: { kind: 'weighted', weight: 1 } as const,
    setIdentifier: id,
    healthCheckId: id,
  });
  const records = [
    alias('www', 'tokyo.example.com.', latency('ap-northeast-1')),
    alias('www', 'ireland.example.com.', latency('eu-west-1')),
    a('tokyo', '127.1.0.1', weighted('t1')),
    a('tokyo', '127.1.0.2', weighted('t2')),
    a('ireland', '127.2.0.1', weighted('i1')),
  ];
  const texts = () => answer(records, 'ap-northeast-2', health).texts;
  health.checks.set('t1', false);
  expect(texts()).toEqual(['127.1.0.2']);
  health.checks.set('t2', false);
  expect(texts()).toEqual(['127.2.0.1']);
  health.checks.set('i1', false);
  expect(texts()[0]).toMatch(/^127\.1\.0\.[12]$/);
});

test('a failover primary may lead to latency records', () => {
  const health = new SettableHealth();
  const failover = (role: 'PRIMARY' | 'SECONDARY') => ({
    routing: { kind: 'failover', role } as const,
    setIdentifier: role,
  });
  const regional = three.map((record) => ({ ...record, name: 'regional.example.com.' }));
  const records = [
    alias('www', 'regional.example.com.', failover('PRIMARY')),
    a('www', '127.9.0.1', failover('SECONDARY')),
    ...regional,
  ];
  const answered = () => answer(records, 'eu-west-2', health);
  expect(answered()).toEqual({ texts: [IRELAND_ADDRESS], depends: true });
  for (const check of ['tokyo', 'ireland', 'oregon']) health.checks.set(check, false);
  expect(answered()).toEqual({ texts: ['127.9.0.1'], depends: false });
});

test('the answer of a name without latency records is the same for every asker', () => {
  expect(
    answer(
      [...three.map((r) => ({ ...r, name: 'x.example.com.' })), a('www', '127.9.0.1')],
      'eu-west-1',
    ),
  ).toEqual({
    texts: ['127.9.0.1'],
    depends: false,
  });
});
