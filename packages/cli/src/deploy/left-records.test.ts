import { describe, expect, test } from 'vitest';
import { stubAws, type AwsAsked } from '../stub-aws.fixture.ts';
import { deleteLeftRecords } from './left-records.ts';

const record = (name: string, type: string, value: string): string =>
  `<ResourceRecordSet><Name>${name}</Name><Type>${type}</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>${value}</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>`;

const VALIDATION = record('_a.shop.example.', 'CNAME', '_b.acm-validations.aws.');

/** Route 53 with one zone and these records; the calls that it was asked. */
function route53(zone: string, records: string): Promise<AwsAsked[]> {
  return stubAws(({ method, path }) => {
    if (path.includes('hostedzonesbyname'))
      return {
        body: `<ListHostedZonesByNameResponse><HostedZones><HostedZone><Id>/hostedzone/Z1</Id><Name>${zone}</Name></HostedZone></HostedZones></ListHostedZonesByNameResponse>`,
      };
    if (method === 'GET')
      return {
        body: `<ListResourceRecordSetsResponse><ResourceRecordSets>${records}</ResourceRecordSets></ListResourceRecordSetsResponse>`,
      };
    return { body: '<ChangeResourceRecordSetsResponse/>' };
  });
}

const changes = (calls: readonly AwsAsked[]): AwsAsked[] =>
  calls.filter(({ method }) => method === 'POST');

describe('records that CloudFormation left behind', () => {
  test('are deleted where they validate a certificate, and no other', async () => {
    const others =
      record('www.shop.example.', 'CNAME', 'acm-validations.aws.example.') +
      record('shop.example.', 'TXT', '"_b.acm-validations.aws."');
    const calls = await route53('shop.example.', VALIDATION + others);
    await deleteLeftRecords('shop.example');
    const [change, ...more] = changes(calls);
    expect(more).toEqual([]);
    expect(change?.path).toMatch(/\/hostedzone\/Z1\/rrset/);
    expect(change?.body.match(/<Action>DELETE<\/Action>/g)).toHaveLength(1);
    expect(change?.body).toContain('<Name>_a.shop.example.</Name>');
  });

  test('are found behind the first page', async () => {
    const calls = await stubAws(({ method, path }) => {
      if (path.includes('hostedzonesbyname'))
        return {
          body: `<ListHostedZonesByNameResponse><HostedZones><HostedZone><Id>/hostedzone/Z1</Id><Name>shop.example.</Name></HostedZone></HostedZones></ListHostedZonesByNameResponse>`,
        };
      if (method !== 'GET') return { body: '<ChangeResourceRecordSetsResponse/>' };
      const isFirst = !path.includes('name=');
      const next =
        '<IsTruncated>true</IsTruncated><NextRecordName>_a.shop.example.</NextRecordName><NextRecordType>CNAME</NextRecordType>';
      const records = isFirst ? record('www.shop.example.', 'A', '192.0.2.1') : VALIDATION;
      return {
        body: `<ListResourceRecordSetsResponse><ResourceRecordSets>${records}</ResourceRecordSets>${isFirst ? next : '<IsTruncated>false</IsTruncated>'}</ListResourceRecordSetsResponse>`,
      };
    });
    await deleteLeftRecords('shop.example');
    expect(changes(calls).map(({ body }) => body.includes('_a.shop.example.'))).toEqual([true]);
    expect(calls.map(({ path }) => path)).toContainEqual(
      expect.stringMatching(/name=_a\.shop\.example\.&type=CNAME/),
    );
  });

  test('are not looked for in the zone of another domain, which comes next by name', async () => {
    const calls = await route53('shops.example.', VALIDATION);
    await deleteLeftRecords('shop.example');
    expect(calls).toHaveLength(1);
  });

  test('that are none make no change', async () => {
    const calls = await route53('shop.example.', record('shop.example.', 'A', '192.0.2.1'));
    await deleteLeftRecords('shop.example');
    expect(changes(calls)).toEqual([]);
  });
});
