import { expect, test } from 'vitest';
import { type RecordSet, SIMPLE } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import { compileDns } from '../authority/compile.ts';
import {
  DISTRIBUTION,
  dnsConfig,
  SEOUL,
  SettableHealth,
  soaAndNs,
  VIRGINIA,
} from '../dns.fixture.ts';
import { RCODE, TYPE } from '../wire/codes.ts';
import { answerInZone } from './answer.ts';

function answer(
  records: RecordSet[],
  question: { name: string; type?: keyof typeof TYPE },
  health = new SettableHealth(),
) {
  const config = dnsConfig(0, {
    hostedZones: [
      {
        id: 'Z2',
        name: 'example.com.',
        nameServers: [],
        records: [...soaAndNs('example.com.'), ...records],
      },
    ],
  });
  const compiled = compileDns(config);
  const zone = compiled.hostedZones.byId.get('Z2');
  if (zone === undefined) throw new Error(compiled.problems.join());
  const choices: string[] = [];
  const result = answerInZone(
    {
      zone,
      targets: compiled.hostedZones.targets,
      health,
      random: new SeededRandom(1),
      askerRegion: () => 'us-east-1',
      onFailover: (_, { setIdentifier }) => void choices.push(setIdentifier),
    },
    { name: question.name, type: TYPE[question.type ?? 'A'] },
  );
  return { ...result, texts: result.answers.map(({ text }) => text).sort(), choices, compiled };
}

function a(name: string, address: string, changes: Partial<RecordSet> = {}): RecordSet {
  return { name, type: 'A', ttlSeconds: 60, values: [address], routing: SIMPLE, ...changes };
}

function alias(name: string, dnsName: string, changes: Partial<RecordSet> = {}): RecordSet {
  const target = { dnsName, hostedZoneId: 'Z2', evaluateTargetHealth: true };
  return { name, type: 'A', values: [], alias: target, routing: SIMPLE, ...changes };
}

const primary = { routing: { kind: 'failover', role: 'PRIMARY' } as const, setIdentifier: 'one' };
const weighted = { routing: { kind: 'weighted', weight: 1 } as const };
const secondary = {
  routing: { kind: 'failover', role: 'SECONDARY' } as const,
  setIdentifier: 'two',
};

function balancerHealth(healthy: boolean, zones: Record<string, boolean> = {}) {
  const entries = Object.entries(zones).map(([zone, up]) => [zone, { healthy: up }]);
  return { healthy, zones: Object.fromEntries(entries) as Record<string, { healthy: boolean }> };
}

test('a chain of CNAMEs inside the zone is answered with its end, and one out of it is not', () => {
  const records: RecordSet[] = [
    {
      name: 'a.example.com.',
      type: 'CNAME',
      ttlSeconds: 1,
      values: ['b.example.com'],
      routing: SIMPLE,
    },
    {
      name: 'b.example.com.',
      type: 'CNAME',
      ttlSeconds: 1,
      values: ['c.example.com'],
      routing: SIMPLE,
    },
    a('c.example.com.', '127.0.0.3'),
    {
      name: 'out.example.com.',
      type: 'CNAME',
      ttlSeconds: 1,
      values: ['x.example.org'],
      routing: SIMPLE,
    },
    {
      name: 'gone.example.com.',
      type: 'CNAME',
      ttlSeconds: 1,
      values: ['nope.example.com'],
      routing: SIMPLE,
    },
    {
      name: 'loop.example.com.',
      type: 'CNAME',
      ttlSeconds: 1,
      values: ['loop.example.com'],
      routing: SIMPLE,
    },
  ];
  expect(answer(records, { name: 'a.example.com' }).texts).toEqual([
    '127.0.0.3',
    'b.example.com',
    'c.example.com',
  ]);
  expect(answer(records, { name: 'out.example.com' }).texts).toEqual(['x.example.org']);
  const gone = answer(records, { name: 'gone.example.com' });
  expect(gone).toMatchObject({ rcode: RCODE.NXDOMAIN, texts: ['nope.example.com'] });
  expect(gone.authorities[0]?.type).toBe(TYPE.SOA);
  expect(answer(records, { name: 'loop.example.com' }).texts).toEqual(['loop.example.com']);
});

test('a circle of CNAMEs is told whole, each record once', () => {
  const cname = (from: string, to: string): RecordSet => ({
    name: `${from}.example.com.`,
    type: 'CNAME',
    ttlSeconds: 1,
    values: [`${to}.example.com`],
    routing: SIMPLE,
  });
  const records = [cname('in', 'a'), cname('a', 'b'), cname('b', 'a')];
  const result = answer(records, { name: 'in.example.com' });
  expect(result).toMatchObject({ rcode: RCODE.NOERROR, authoritative: true });
  expect(result.texts).toEqual(['a.example.com', 'a.example.com', 'b.example.com']);
});

test('a CNAME that leads into a delegated sub-zone is told with authority, and where to ask on', () => {
  const records: RecordSet[] = [
    {
      name: 'in.example.com.',
      type: 'CNAME',
      ttlSeconds: 1,
      values: ['x.sub.example.com'],
      routing: SIMPLE,
    },
    {
      name: 'sub.example.com.',
      type: 'NS',
      ttlSeconds: 1,
      values: ['ns.example.org'],
      routing: SIMPLE,
    },
  ];
  const result = answer(records, { name: 'in.example.com' });
  expect(result).toMatchObject({ authoritative: true, texts: ['x.sub.example.com'] });
  expect(result.authorities).toMatchObject([{ type: TYPE.NS, name: 'sub.example.com' }]);
  expect(answer(records, { name: 'x.sub.example.com' }).authoritative).toBe(false);
});

test('DS of a sub-zone, and HTTPS of a distribution', () => {
  const records: RecordSet[] = [
    {
      name: 'sub.example.com.',
      type: 'NS',
      ttlSeconds: 1,
      values: ['ns.example.org'],
      routing: SIMPLE,
    },
    {
      name: 'sub.example.com.',
      type: 'DS',
      ttlSeconds: 1,
      values: ['1 13 9 abcd'],
      routing: SIMPLE,
    },
    alias('www.example.com.', `${DISTRIBUTION}.`, { type: 'HTTPS' }),
    alias('lb.example.com.', `${SEOUL}.`, { type: 'HTTPS' }),
  ];
  expect(answer(records, { name: 'sub.example.com', type: 'DS' })).toMatchObject({
    authoritative: true,
    texts: ['1 13 9 abcd'],
  });
  expect(answer(records, { name: 'www.example.com', type: 'HTTPS' })).toMatchObject({
    texts: ['1 . alpn="h2"'],
    answers: [{ ttlSeconds: 60 }],
  });
  expect(answer(records, { name: 'lb.example.com', type: 'HTTPS' }).texts).toEqual([]);
});

test('DS at a zone cut is the parent’s to answer, and below the cut it is not', () => {
  const records: RecordSet[] = [
    {
      name: 'sub.example.com.',
      type: 'NS',
      ttlSeconds: 1,
      values: ['ns.example.org'],
      routing: SIMPLE,
    },
  ];
  const ask = (name: string) => answer(records, { name, type: 'DS' });
  expect(ask('sub.example.com')).toMatchObject({
    rcode: RCODE.NOERROR,
    authoritative: true,
    answers: [],
    authorities: [{ type: TYPE.SOA, ttlSeconds: 900 }],
  });
  expect(ask('x.sub.example.com')).toMatchObject({
    authoritative: false,
    authorities: [{ type: TYPE.NS }],
  });
});

test('an alias to a record has its TTL and values, under its own name', () => {
  const records = [
    alias('www.example.com.', 'real.example.com.'),
    a('real.example.com.', '127.0.0.7', { ttlSeconds: 33 }),
  ];
  const { answers } = answer(records, { name: 'www.example.com' });
  expect(answers).toMatchObject([{ name: 'www.example.com', ttlSeconds: 33, text: '127.0.0.7' }]);
});

test('an alias to a load balancer leaves out the nodes of unhealthy zones', () => {
  const health = new SettableHealth();
  const records = [alias('www.example.com.', `dualstack.${SEOUL}.`)];
  const ask = () => answer(records, { name: 'www.example.com' }, health).texts;
  expect(ask()).toEqual(['127.103.20.1', '127.103.20.2']);
  health.balancers.set(SEOUL, balancerHealth(true, { 'ap-northeast-2a': false }));
  expect(ask()).toEqual(['127.103.20.2']);
  health.balancers.set(
    SEOUL,
    balancerHealth(false, { 'ap-northeast-2a': false, 'ap-northeast-2b': false }),
  );
  expect(ask()).toEqual(['127.103.20.1', '127.103.20.2']);
});

test('an alias has no IPv6 address where its target has none', () => {
  const records = [alias('www.example.com.', `${SEOUL}.`, { type: 'AAAA' })];
  const result = answer(records, { name: 'www.example.com', type: 'AAAA' });
  expect(result).toMatchObject({ rcode: RCODE.NOERROR, answers: [] });
  expect(result.authorities[0]).toMatchObject({ type: TYPE.SOA, ttlSeconds: 900 });
});

test.each([
  { seoul: undefined, virginia: undefined, answered: 'one' },
  { seoul: true, virginia: false, answered: 'one' },
  { seoul: false, virginia: undefined, answered: 'two' },
  { seoul: false, virginia: true, answered: 'two' },
  { seoul: false, virginia: false, answered: 'one' },
])(
  'with EvaluateTargetHealth, load balancers $seoul and $virginia answer $answered',
  ({ seoul, virginia, answered }) => {
    const health = new SettableHealth();
    if (seoul !== undefined) health.balancers.set(SEOUL, balancerHealth(seoul));
    if (virginia !== undefined) health.balancers.set(VIRGINIA, balancerHealth(virginia));
    const records = [
      alias('www.example.com.', `${SEOUL}.`, primary),
      alias('www.example.com.', `${VIRGINIA}.`, secondary),
    ];
    expect(answer(records, { name: 'www.example.com' }, health).choices).toEqual([answered]);
  },
);

test('without EvaluateTargetHealth or a health check a record is healthy whatever it leads to', () => {
  const health = new SettableHealth();
  health.balancers.set(SEOUL, balancerHealth(false));
  const records = [
    alias('www.example.com.', `${SEOUL}.`, {
      ...primary,
      alias: { dnsName: `${SEOUL}.`, hostedZoneId: 'Z', evaluateTargetHealth: false },
    }),
    alias('www.example.com.', `${VIRGINIA}.`, secondary),
  ];
  expect(answer(records, { name: 'www.example.com' }, health).choices).toEqual(['one']);
});

test('a health check and EvaluateTargetHealth must both pass', () => {
  const health = new SettableHealth();
  const records = [
    alias('www.example.com.', `${SEOUL}.`, { ...primary, healthCheckId: 'check' }),
    alias('www.example.com.', `${VIRGINIA}.`, secondary),
  ];
  const chosen = () => answer(records, { name: 'www.example.com' }, health).choices[0];
  expect(chosen()).toBe('one');
  health.checks.set('check', false);
  expect(chosen()).toBe('two');
  health.checks.set('check', true);
  expect(chosen()).toBe('one');
  health.balancers.set(SEOUL, balancerHealth(false));
  expect(chosen()).toBe('two');
});

test('evaluation backs out of a branch in which no record is healthy', () => {
  const health = new SettableHealth();
  const records = [
    alias('www.example.com.', 'seoul.example.com.', primary),
    alias('www.example.com.', 'virginia.example.com.', secondary),
    a('seoul.example.com.', '127.1.0.1', { ...weighted, setIdentifier: 'x', healthCheckId: 'c1' }),
    a('seoul.example.com.', '127.1.0.2', { ...weighted, setIdentifier: 'y', healthCheckId: 'c2' }),
    a('virginia.example.com.', '127.2.0.1'),
  ];
  const texts = () => answer(records, { name: 'www.example.com' }, health).texts;
  health.checks.set('c1', false);
  expect(texts()).toEqual(['127.1.0.2']);
  health.checks.set('c2', false);
  expect(texts()).toEqual(['127.2.0.1']);
});

test('an alias that leads nowhere answers with nothing, is never preferred, and is named as a problem', () => {
  const records = [
    alias('www.example.com.', 'gone.elb.amazonaws.com.', primary),
    alias('www.example.com.', `${VIRGINIA}.`, secondary),
    alias('lone.example.com.', 'gone.elb.amazonaws.com.'),
  ];
  const result = answer(records, { name: 'www.example.com' });
  expect(result.choices).toEqual(['two']);
  expect(result.compiled.problems.filter((text) => text.includes('gone.elb'))).toHaveLength(2);
  expect(answer(records, { name: 'lone.example.com' }).texts).toEqual([]);
});

test('aliases in a circle end', () => {
  const records = [
    alias('a.example.com.', 'b.example.com.', primary),
    alias('b.example.com.', 'a.example.com.', primary),
  ];
  expect(answer(records, { name: 'a.example.com' }).texts).toEqual([]);
});

test('a wildcard answers under the name that was asked for', () => {
  const { answers } = answer([a('*.example.com.', '127.0.0.9')], { name: 'x.y.example.com' });
  expect(answers).toMatchObject([{ name: 'x.y.example.com', text: '127.0.0.9' }]);
});

test('a question for all types is answered with one record that says why', () => {
  const { answers } = answer([a('x.example.com.', '127.0.0.9')], {
    name: 'x.example.com',
    type: 'ANY',
  });
  expect(answers).toMatchObject([{ type: TYPE.HINFO, text: '"RFC8482" ""' }]);
  const between = answer([a('x.y.example.com.', '127.0.0.9')], {
    name: 'y.example.com',
    type: 'ANY',
  });
  expect(between).toMatchObject({ rcode: RCODE.NOERROR, answers: [] });
  expect(between.authorities).toMatchObject([{ type: TYPE.SOA }]);
});
