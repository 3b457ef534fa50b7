import {
  ChangeResourceRecordSetsCommand,
  ListHostedZonesCommand,
  Route53Client,
  TestDNSAnswerCommand,
} from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { ExampleSite } from '../support/site.ts';
import { until } from '../support/until.ts';
import { answerOf } from '../support/visitor.ts';

const NAME = 'near.ticketing.pw';
const ADDRESSES = { 'ap-northeast-1': '127.1.0.1', 'eu-west-1': '127.2.0.1' } as const;

test(
  'latency records answer clients by where their resolver is put, and others by their subnet',
  { timeout: 180_000 },
  async () => {
    await using site = new ExampleSite();
    await site.up('--speed', '10', '--resolver-region', 'eu-central-1');
    using aws = new Aws(site);
    const route53 = aws.client(Route53Client, 'us-east-1');
    const { HostedZones: [zone] = [] } = await route53.send(new ListHostedZonesCommand({}));
    const HostedZoneId = zone?.Id;
    const changes = Object.entries(ADDRESSES).map(([region, address]) => ({
      Action: 'CREATE' as const,
      ResourceRecordSet: {
        ...{ Name: NAME, Type: 'A' as const, TTL: 60, ResourceRecords: [{ Value: address }] },
        ...{ SetIdentifier: region, Region: region as keyof typeof ADDRESSES },
      },
    }));
    await route53.send(
      new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes: changes } }),
    );
    const answered = await until(
      'the answer',
      async () => {
        const answer = await answerOf(site, NAME);
        return answer.length > 0 ? answer : undefined;
      },
      { withinMs: 30_000 },
    );
    expect(answered).toEqual([ADDRESSES['eu-west-1']]);
    const { RecordData } = await route53.send(
      new TestDNSAnswerCommand({
        ...{ HostedZoneId, RecordName: NAME, RecordType: 'A' },
        EDNS0ClientSubnetIP: '13.124.7.9',
      }),
    );
    expect(RecordData).toEqual([ADDRESSES['ap-northeast-1']]);
  },
);
