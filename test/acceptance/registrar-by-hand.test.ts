import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import {
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { ExampleSite } from '../support/site.ts';
import { until } from '../support/until.ts';
import { answerOf, visitUntil } from '../support/visitor.ts';

const COMMAND = /understudy (registrar set-nameservers ticketing\.pw( ns-\S+){4})\n/;

test(
  'a site whose registrar must be told by hand waits for it, says what to type, and then comes up',
  { timeout: 180_000 },
  async () => {
    await using site = new ExampleSite();
    const up = site.start(['up', '--port', '0', '--speed', '10', '--registrar', 'manual']);
    const [, typed = ''] = await until(
      'the command to type',
      () => COMMAND.exec(up.written()) ?? undefined,
      {
        withinMs: 60_000,
      },
    );

    using aws = new Aws(site);
    const certificates = async (): Promise<(string | undefined)[]> =>
      (
        await aws.client(ACMClient, 'us-east-1').send(new ListCertificatesCommand({}))
      ).CertificateSummaryList?.map((certificate) => certificate.Status) ?? [];
    // Its validation record is in the zone; nobody who follows delegations can see it.
    await until(
      'the validation record',
      async () => (await recordTypes(aws)).find((type) => type === 'CNAME'),
      {
        withinMs: 60_000,
      },
    );
    expect(await answerOf(site, 'ticketing.pw')).toEqual([]);
    const shown = await site.run(['registrar', 'show']);
    expect(shown.stdout).toContain('(none: the domain does not resolve)');

    expect(await certificates()).toContain('PENDING_VALIDATION');
    expect(await certificates()).not.toContain('ISSUED');

    const told = await site.run(typed.split(' '));
    expect(told).toMatchObject({ code: 0, stderr: '' });
    // CloudFormation makes the two failover records side by side: for an instant there may be the
    // standby's alone.
    const fromSeoul = visitUntil(site, (page) => page.region === 'ap-northeast-2', {
      withinMs: 60_000,
    });
    await up.during(fromSeoul);
    await until('the table', () => /Name servers +● working/.exec(up.written()) ?? undefined, {
      withinMs: 30_000,
    });
    expect(await certificates()).toEqual(['ISSUED', 'ISSUED']);
  },
);

async function recordTypes(aws: Aws): Promise<(string | undefined)[]> {
  const client = aws.client(Route53Client, 'us-east-1');
  const { HostedZones: [zone] = [] } = await client.send(new ListHostedZonesCommand({}));
  const { ResourceRecordSets: records = [] } = await client.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zone?.Id }),
  );
  return records.map((record) => record.Type);
}
