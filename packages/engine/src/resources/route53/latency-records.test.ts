import { beforeEach, describe, expect, test } from 'vitest';
import { RecordStacks, type Resources, ZONE } from './record-stacks.fixture.ts';

let bench: RecordStacks;
beforeEach(() => {
  bench = new RecordStacks();
});

const NAME = `near.${ZONE}`;

function latency(Region: string, value: string, SetIdentifier = Region): object {
  const ResourceRecords = [value];
  return { Name: NAME, Type: 'A', TTL: '60', SetIdentifier, Region, ResourceRecords };
}

function alone(...sets: object[]): Resources {
  return Object.fromEntries(
    sets.map((set, index) => [
      `Record${index}`,
      {
        Type: 'AWS::Route53::RecordSet',
        Properties: { HostedZoneId: { Ref: 'Zone' }, ...set },
      },
    ]),
  );
}

function grouped(...RecordSets: object[]): Resources {
  const Properties = { HostedZoneId: { Ref: 'Zone' }, RecordSets };
  return { Group: { Type: 'AWS::Route53::RecordSetGroup', Properties } };
}

const listed = (): string[] =>
  bench.listed(NAME).map((set) => [set.SetIdentifier, set.Region].join(' in '));

describe.each([
  { type: 'AWS::Route53::RecordSet', of: alone },
  { type: 'AWS::Route53::RecordSetGroup', of: grouped },
])('latency records of $type', ({ of }) => {
  const [ireland, tokyo] = [
    latency('eu-west-1', '192.0.2.1', 'one'),
    latency('ap-northeast-1', '192.0.2.2', 'two'),
  ];

  test('come with their stack, move to another region and go with it', async () => {
    expect(await bench.deploy('CreateStack', of(ireland, tokyo))).toBe('CREATE_COMPLETE');
    expect(listed()).toEqual(['one in eu-west-1', 'two in ap-northeast-1']);
    const seoul = latency('ap-northeast-2', '192.0.2.2', 'two');
    expect(await bench.deploy('UpdateStack', of(ireland, seoul))).toBe('UPDATE_COMPLETE');
    expect(listed()).toEqual(['one in eu-west-1', 'two in ap-northeast-2']);
    expect(await bench.remove()).toBe('DELETE_COMPLETE');
    expect(bench.services.route53.hostedZones()).toEqual([]);
  });

  test('fail with the words of Route 53 where a region has one already', async () => {
    const again = latency('eu-west-1', '192.0.2.2', 'two');
    expect(await bench.deploy('CreateStack', of(ireland, again))).toBe('ROLLBACK_COMPLETE');
    expect(await bench.reasons()).toMatch(
      /and Region Name=eu-west-1 cannot be created because a latency RRSet with the same name, type and region already exists/,
    );
  });
});
