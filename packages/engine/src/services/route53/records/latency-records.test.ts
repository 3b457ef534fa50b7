import { type Change, ResourceRecordSetRegion } from '@aws-sdk/client-route-53';
import { beforeEach, describe, expect, it } from 'vitest';
import { LATENCY_REGIONS } from '@understudy/contract';
import { type TestDeps, testDeps, testRequest } from '../../../kernel/kernel.fixture.ts';
import { Route53Service } from '../route53-service.ts';

let deps: TestDeps;
let route53: Route53Service;
const request = testRequest();

beforeEach(() => {
  deps = testDeps();
  route53 = new Route53Service(deps);
});

function createZone(): string {
  const { HostedZone } = route53.operations.CreateHostedZone(request, {
    Name: 'ticketing.pw',
    CallerReference: '1',
  });
  return HostedZone?.Id ?? '';
}
function change(zone: string, ...changes: Change[]): void {
  route53.operations.ChangeResourceRecordSets(request, {
    HostedZoneId: zone,
    ChangeBatch: { Changes: changes },
  });
}
function record(name: string, more: Partial<Change['ResourceRecordSet']> = {}): Change {
  const ResourceRecords = [{ Value: '192.0.2.1' }];
  const set = { Name: name, Type: 'A' as const, TTL: 60, ResourceRecords, ...more };
  return { Action: 'CREATE', ResourceRecordSet: set };
}

describe('latency record sets', () => {
  const latency = (SetIdentifier: string, Region: 'us-east-1' | 'eu-west-1') =>
    record('www.ticketing.pw', { SetIdentifier, Region });

  it('are listed as they were given, changed, and deleted with the same values only', () => {
    const zone = createZone();
    change(zone, latency('one', 'us-east-1'), latency('two', 'eu-west-1'));
    const { ResourceRecordSets: sets } = route53.operations.ListResourceRecordSets(request, {
      HostedZoneId: zone,
      StartRecordName: 'www.ticketing.pw',
    });
    expect(sets).toEqual(
      [latency('one', 'us-east-1'), latency('two', 'eu-west-1')].map(({ ResourceRecordSet }) => ({
        ...ResourceRecordSet,
        Name: 'www.ticketing.pw.',
      })),
    );
    expect(route53.hostedZones()[0]?.records.at(-1)?.routing).toEqual({
      kind: 'latency',
      region: 'eu-west-1',
    });
    expect(() => change(zone, { ...latency('two', 'us-east-1'), Action: 'DELETE' })).toThrow(
      'but the values provided do not match the current values',
    );
    change(zone, { ...latency('two', 'eu-west-1'), Action: 'DELETE' });
  });

  // The text as users quoted it: https://github.com/hashicorp/terraform-provider-aws/issues/1668
  it('are one a region', () => {
    const zone = createZone();
    change(zone, latency('one', 'us-east-1'));
    expect(() => change(zone, latency('two', 'us-east-1'))).toThrow(
      '[RRSet with DNS name www.ticketing.pw., type A, SetIdentifier two, and Region Name=us-east-1 cannot be created because a latency RRSet with the same name, type and region already exists.]',
    );
    change(zone, { ...latency('one', 'eu-west-1'), Action: 'UPSERT' });
  });

  // https://github.com/kubernetes-sigs/external-dns/issues/4345
  it('have no company of another policy', () => {
    const zone = createZone();
    change(zone, latency('one', 'us-east-1'));
    const weighted = record('www.ticketing.pw', { SetIdentifier: 'w', Weight: 1 });
    expect(() => change(zone, weighted)).toThrow(
      'SetIdentifier w cannot be created as a non-weighted set exists with the same name and type.',
    );
    expect(() => change(zone, record('www.ticketing.pw'))).toThrow(
      'cannot be created as a latency set exists with the same name and type.',
    );
  });

  it('may be of every region that the API takes, and each has its place', () => {
    expect(Object.values(ResourceRecordSetRegion).toSorted()).toEqual(LATENCY_REGIONS.toSorted());
  });
});

describe('TestDNSAnswer', () => {
  const askers = async (input: object): Promise<unknown> => {
    let asked: unknown;
    deps.dataPlane.answers['testDnsAnswer'] = (query: { asker: unknown }) => {
      asked = query.asker;
      return { responseCode: 'NOERROR', records: [] };
    };
    await route53.operations.TestDNSAnswer(request, {
      HostedZoneId: createZone(),
      RecordName: 'www.ticketing.pw',
      RecordType: 'A',
      ...input,
    });
    return asked;
  };

  it.each([
    { input: {}, asker: { address: '52.4.0.2', prefixBits: 32 } },
    { input: { ResolverIP: '192.0.2.7' }, asker: { address: '192.0.2.7', prefixBits: 32 } },
    {
      input: { ResolverIP: '192.0.2.7', EDNS0ClientSubnetIP: '198.51.100.9' },
      asker: { address: '198.51.100.9', prefixBits: 24 },
    },
    {
      input: { EDNS0ClientSubnetIP: '198.51.100.9', EDNS0ClientSubnetMask: '16' },
      asker: { address: '198.51.100.9', prefixBits: 16 },
    },
    {
      input: { EDNS0ClientSubnetIP: '2001:db8::1' },
      asker: { address: '2001:db8::1', prefixBits: 64 },
    },
    {
      input: { EDNS0ClientSubnetIP: '198.51.100.9', EDNS0ClientSubnetMask: '0' },
      asker: { address: '52.4.0.2', prefixBits: 32 },
    },
  ])('with $input asks from $asker.address/$asker.prefixBits', async ({ input, asker }) => {
    expect(await askers(input)).toEqual(asker);
  });

  it.each([
    { ResolverIP: 'here' },
    { EDNS0ClientSubnetIP: '198.51.100' },
    { EDNS0ClientSubnetIP: '198.51.100.9', EDNS0ClientSubnetMask: '33' },
    { EDNS0ClientSubnetIP: '198.51.100.9', EDNS0ClientSubnetMask: '' },
  ])('refuses %o', async (input) => {
    await expect(askers(input)).rejects.toThrow(/^Invalid (IP address|EDNS0 client subnet mask): /);
  });

  it('gives what the name servers would answer', async () => {
    const zone = createZone();
    deps.dataPlane.answers['testDnsAnswer'] = (input: { name: string }) => ({
      responseCode: 'NOERROR',
      records: [input.name],
    });
    const answer = await route53.operations.TestDNSAnswer(request, {
      HostedZoneId: zone,
      RecordName: 'www.ticketing.pw',
      RecordType: 'A',
    });
    expect(answer).toMatchObject({ RecordData: ['www.ticketing.pw.'], ResponseCode: 'NOERROR' });
  });
});
