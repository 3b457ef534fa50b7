import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reasons, type Reason, type RecordSet, type Routing } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import { compileDns } from '../authority/compile.ts';
import { dnsConfig, SEOUL, SettableHealth, soaAndNs, VIRGINIA } from '../dns.fixture.ts';
import { TYPE } from '../wire/codes.ts';
import { answerInZone } from './answer.ts';

interface Drawn {
  routing: Routing;
  aliasTo: string | undefined;
  healthy: boolean | undefined;
}

const routing: Record<'failover' | 'weighted' | 'latency' | 'multivalue', fc.Arbitrary<Routing>> = {
  failover: fc.record({
    kind: fc.constant('failover' as const),
    role: fc.constantFrom('PRIMARY' as const, 'SECONDARY' as const),
  }),
  weighted: fc.record({ kind: fc.constant('weighted' as const), weight: fc.nat(4) }),
  latency: fc.record({
    kind: fc.constant('latency' as const),
    region: fc.constantFrom('us-east-1', 'ap-northeast-2', 'eu-west-1'),
  }),
  multivalue: fc.constant({ kind: 'multivalue' as const }),
};

/** Record sets of one name, all of one policy, each healthy, unhealthy or without a check. */
const groups: fc.Arbitrary<Drawn[]> = fc.constantFrom(...Object.values(routing)).chain((one) =>
  fc.array(
    fc.record({
      routing: one,
      aliasTo: fc.option(
        fc.constantFrom(SEOUL, VIRGINIA, 'gone.example.com', 'other.example.com'),
        {
          nil: undefined,
        },
      ),
      healthy: fc.option(fc.boolean(), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
);

function recordSet({ routing: by, aliasTo, healthy }: Drawn, index: number): RecordSet {
  return {
    name: 'www.example.com.',
    type: 'A',
    setIdentifier: `set-${index}`,
    routing: by,
    ...(aliasTo === undefined
      ? { values: [`127.0.0.${index + 1}`], ttlSeconds: 60 }
      : {
          values: [],
          alias: { dnsName: aliasTo, hostedZoneId: 'Z2', evaluateTargetHealth: true },
        }),
    ...(healthy !== undefined && { healthCheckId: `check-${index}` }),
  };
}

function answers(drawn: Drawn[], balancerIsWell: boolean, seed: number, reasons?: Reasons) {
  const other = {
    name: 'other.example.com.',
    type: 'A',
    values: ['127.9.9.9'],
    ttlSeconds: 60,
  } as const;
  const records: RecordSet[] = [
    ...soaAndNs('example.com.'),
    { ...other, values: [...other.values], routing: { kind: 'simple' } },
    ...drawn.map(recordSet),
  ];
  const zones = [{ id: 'Z2', name: 'example.com.', nameServers: [], records }];
  const { hostedZones } = compileDns(dnsConfig(0, { hostedZones: zones }));
  const zone = hostedZones.byId.get('Z2');
  if (zone === undefined) throw new Error('the zone is not there');
  const health = new SettableHealth();
  for (const [index, { healthy }] of drawn.entries())
    if (healthy !== undefined) health.checks.set(`check-${index}`, healthy);
  health.balancers.set(SEOUL, { healthy: balancerIsWell, zones: {} });
  return answerInZone(
    {
      zone,
      targets: hostedZones.targets,
      health,
      random: new SeededRandom(seed),
      askerRegion: () => 'us-east-1',
      onFailover: () => undefined,
      reasons,
    },
    { name: 'www.example.com', type: TYPE.A },
  );
}

function everyReason(reasons: readonly Reason[]): Reason[] {
  return reasons.flatMap((reason) => [reason, ...everyReason(reason.because)]);
}

test('whoever asks why gets the answer that everybody gets, and the record sets that made it', () => {
  fc.assert(
    fc.property(groups, fc.boolean(), fc.nat(1_000), (drawn, balancerIsWell, seed) => {
      const reasons = new Reasons();
      const told = answers(drawn, balancerIsWell, seed, reasons);
      expect(told).toEqual(answers(drawn, balancerIsWell, seed));
      const sets = everyReason(reasons.list).filter(
        ({ kind, facts }) => kind === 'dns.record-set' && facts['setIdentifier'] !== undefined,
      );
      const own = sets.filter(
        ({ mark, facts }) => mark === 'chosen' && facts['alias'] === undefined,
      );
      const addresses = told.answers.map(({ text }) => text);
      for (const { facts } of own) {
        const index = Number(String(facts['setIdentifier']).replace('set-', ''));
        expect(addresses).toContain(`127.0.0.${index + 1}`);
      }
      const from = addresses.filter((address) => /^127\.0\.0\.[1-6]$/.test(address));
      expect(own).toHaveLength(from.length);
    }),
    { numRuns: 300 },
  );
});

test('the health that is told is the health that decided', () => {
  fc.assert(
    fc.property(groups, fc.boolean(), (drawn, balancerIsWell) => {
      const reasons = new Reasons();
      answers(drawn, balancerIsWell, 1, reasons);
      const [group] = everyReason(reasons.list).filter(({ kind }) => kind === 'dns.record-sets');
      const healthy = drawn.map(({ aliasTo, healthy: check }) => {
        const target =
          aliasTo === undefined || aliasTo === VIRGINIA || aliasTo === 'other.example.com'
            ? true
            : aliasTo === SEOUL && balancerIsWell;
        return (check ?? true) && target;
      });
      expect(group?.because.map(({ facts }) => facts['healthy'])).toEqual(healthy);
      expect(group?.facts['lastResort']).toBe(!healthy.includes(true));
    }),
  );
});
