import {
  ChangeResourceRecordSetsCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  type ListResourceRecordSetsCommandInput,
  type ListResourceRecordSetsCommandOutput,
  type ResourceRecordSet,
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
    // An earlier site may have left a zone of the same name behind, with records as old.
    const zones = (found.HostedZones ?? []).filter((one) => one.Name === `${domain}.`);
    for (const { Id: id = '' } of zones)
      for await (const records of pages(client, id)) await deleteLeft(client, id, records);
  } finally {
    client.destroy();
  }
}

/** A page has 300 record sets at most, and tells with which the next one begins. */
async function* pages(client: Route53Client, zoneId: string): AsyncGenerator<ResourceRecordSet[]> {
  let start: Omit<ListResourceRecordSetsCommandInput, 'HostedZoneId'> | undefined = {};
  while (start !== undefined) {
    const page: ListResourceRecordSetsCommandOutput = await client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, ...start }),
    );
    yield page.ResourceRecordSets ?? [];
    start =
      page.IsTruncated === true
        ? {
            StartRecordName: page.NextRecordName,
            StartRecordType: page.NextRecordType,
            StartRecordIdentifier: page.NextRecordIdentifier,
          }
        : undefined;
  }
}

/** At once what one page has: a batch takes a thousand changes. */
async function deleteLeft(
  client: Route53Client,
  zoneId: string,
  records: readonly ResourceRecordSet[],
): Promise<void> {
  const left = records.filter(
    (record) => record.Type === 'CNAME' && isValidation(record.ResourceRecords?.[0]?.Value),
  );
  if (left.length === 0) return;
  const changes = left.map((record) => ({ Action: 'DELETE' as const, ResourceRecordSet: record }));
  await client.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      ChangeBatch: { Changes: changes },
    }),
  );
}

function isValidation(value: string | undefined): boolean {
  return /\.acm-validations\.aws\.?$/.test(value ?? '');
}
