import {
  ChangeResourceRecordSetsCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { GLOBAL_REGION } from '@understudy/site';

/**
 * Deletes what would keep the zone from being deleted: CloudFormation leaves the validation records
 * of the certificates that it made behind.
 * https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/837
 */
export async function deleteLeftRecords(domain: string): Promise<void> {
  const client = new Route53Client({ region: GLOBAL_REGION });
  try {
    const found = await client.send(new ListHostedZonesByNameCommand({ DNSName: domain }));
    const zone = found.HostedZones?.find((one) => one.Name === `${domain}.`);
    if (zone?.Id === undefined) return;
    const { ResourceRecordSets: records = [] } = await client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: zone.Id }),
    );
    const left = records.filter(
      (record) => record.Type === 'CNAME' && isValidation(record.ResourceRecords?.[0]?.Value),
    );
    if (left.length === 0) return;
    const changes = left.map((record) => ({
      Action: 'DELETE' as const,
      ResourceRecordSet: record,
    }));
    await client.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: zone.Id,
        ChangeBatch: { Changes: changes },
      }),
    );
  } finally {
    client.destroy();
  }
}

function isValidation(value: string | undefined): boolean {
  return /\.acm-validations\.aws\.?$/.test(value ?? '');
}
