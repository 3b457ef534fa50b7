import { beforeEach, describe, expect, test } from 'vitest';
import { RecordStacks, type Resources, ZONE } from './record-stacks.fixture.ts';

const DIGEST = 'ab'.repeat(32);

/**
 * Route 53's record types that CloudFormation's own users came to last, each with what an update
 * makes of it.
 */
const TYPES: readonly (readonly [type: string, first: string, second: string])[] = [
  ['HTTPS', '1 . alpn="h2"', '1 . alpn="h3,h2" port=8443'],
  ['SVCB', '0 one.example.net.', '1 two.example.net. port=53'],
  ['NAPTR', '100 50 "u" "E2U+sip" "!^.*$!sip:a@example.com!" .', '10 50 "s" "SIP+D2U" "" x.y.'],
  ['DS', `12345 13 2 ${DIGEST}`, `54321 8 2 ${DIGEST}`],
  ['SPF', '"v=spf1 -all"', '"v=spf1 mx -all"'],
  ['TLSA', `3 1 1 ${DIGEST}`, `2 0 1 ${DIGEST}`],
  ['SSHFP', `4 2 ${DIGEST}`, `1 2 ${DIGEST}`],
];

let bench: RecordStacks;
beforeEach(() => {
  bench = new RecordStacks();
});
const deploy: RecordStacks['deploy'] = (operation, records) => bench.deploy(operation, records);

/** `type TTL value` of what the zone holds at the name, as Route 53 lists it. */
function listed(name: string): string[] {
  return bench
    .listed(name)
    .map((set) =>
      [set.Type, set.TTL, ...(set.ResourceRecords ?? []).map(({ Value }) => Value)].join(' '),
    );
}

const recordSet = (type: string, value: string, ttl: string): Resources => ({
  Record: {
    Type: 'AWS::Route53::RecordSet',
    Properties: {
      HostedZoneId: { Ref: 'Zone' },
      Name: `x.${ZONE}`,
      Type: type,
      TTL: ttl,
      ResourceRecords: [value],
    },
  },
});

describe.each(TYPES)('AWS::Route53::RecordSet of type %s', (type, first, second) => {
  test('is created, described, updated and deleted with its stack', async () => {
    expect(await deploy('CreateStack', recordSet(type, first, '60'))).toBe('CREATE_COMPLETE');
    expect(listed(`x.${ZONE}`)).toEqual([`${type} 60 ${first}`]);
    const { StackResources: [described] = [] } = await bench.call<{
      StackResources?: { PhysicalResourceId?: string; ResourceStatus?: string }[];
    }>('DescribeStackResources', { StackName: 'records', LogicalResourceId: 'Record' });
    expect(described).toMatchObject({
      PhysicalResourceId: `x.${ZONE}`,
      ResourceStatus: 'CREATE_COMPLETE',
    });
    expect(await deploy('UpdateStack', recordSet(type, second, '300'))).toBe('UPDATE_COMPLETE');
    expect(listed(`x.${ZONE}`)).toEqual([`${type} 300 ${second}`]);
    expect(await bench.remove()).toBe('DELETE_COMPLETE');
    expect(bench.services.route53.hostedZones()).toEqual([]);
  });

  test('with a value that is none of its type fails with the words of Route 53', async () => {
    expect(await deploy('CreateStack', recordSet(type, 'nonsense', '60'))).toBe(
      'ROLLBACK_COMPLETE',
    );
    expect(await bench.reasons()).toMatch(/FATAL problem: .* encountered with 'nonsense'/);
    expect(bench.services.route53.hostedZones()).toEqual([]);
  });

  test('goes back to its value when the update of its stack fails', async () => {
    await deploy('CreateStack', recordSet(type, first, '60'));
    const broken = {
      Type: 'AWS::Route53::RecordSet',
      Properties: {
        ...recordSet(type, 'nonsense', '60')['Record']?.Properties,
        Name: `broken.${ZONE}`,
      },
    };
    const update = {
      ...recordSet(type, second, '300'),
      Broken: { ...broken, DependsOn: 'Record' },
    };
    expect(await deploy('UpdateStack', update)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(listed(`x.${ZONE}`)).toEqual([`${type} 60 ${first}`]);
  });
});

describe('AWS::Route53::RecordSetGroup of all of them', () => {
  const group = (sets: readonly (readonly [name: string, type: string, value: string])[]) => ({
    Group: {
      Type: 'AWS::Route53::RecordSetGroup',
      Properties: {
        HostedZoneName: ZONE,
        RecordSets: sets.map(([name, type, value]) => ({
          Name: `${name}.${ZONE}`,
          Type: type,
          TTL: '60',
          ResourceRecords: [value],
        })),
      },
      DependsOn: 'Zone',
    },
  });

  test('is created, updated and deleted as one', async () => {
    const first = TYPES.map(([type, value]) => ['a', type, value] as const);
    expect(await deploy('CreateStack', group(first))).toBe('CREATE_COMPLETE');
    expect(listed(`a.${ZONE}`).toSorted()).toEqual(
      TYPES.map(([type, value]) => `${type} 60 ${value}`).toSorted(),
    );
    // Of some the value is another one, some go, and some are at another name.
    const second = TYPES.map(([type, value, other], index) =>
      index % 3 === 0 ? (['a', type, other] as const) : (['b', type, value] as const),
    ).slice(0, -1);
    expect(await deploy('UpdateStack', group(second))).toBe('UPDATE_COMPLETE');
    const expected = (name: string): string[] =>
      second
        .flatMap(([at, type, value]) => (at === name ? [`${type} 60 ${value}`] : []))
        .toSorted();
    expect(listed(`a.${ZONE}`).toSorted()).toEqual(expected('a'));
    expect(listed(`b.${ZONE}`).toSorted()).toEqual(expected('b'));
    expect(await bench.remove()).toBe('DELETE_COMPLETE');
    expect(bench.services.route53.hostedZones()).toEqual([]);
  });

  test('with one wrong value makes none of them', async () => {
    const sets = TYPES.map(([type, value]) => ['a', type, value] as const);
    const wrong = [...sets, ['b', 'SVCB', '0'] as const];
    expect(await deploy('CreateStack', group(wrong))).toBe('ROLLBACK_COMPLETE');
    expect(await bench.reasons()).toMatch(/InvalidRecordData \(expected a priority and a target/);
    expect(bench.services.route53.hostedZones()).toEqual([]);
  });
});
