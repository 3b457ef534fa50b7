import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AwsError } from '@understudy/wire';
import type { ResourceContext } from '../../kernel/resource.ts';
import { recordSetKey } from './record-properties.ts';

/**
 * One batch, in force at the name servers when this resolves: CloudFormation waits for INSYNC. It makes or changes the
 * resource `physicalId`.
 */
export async function changeRecords(
  context: ResourceContext,
  physicalId: string,
  { zoneId, changes, comment }: { zoneId: string; changes: Change[]; comment: string | undefined },
): Promise<void> {
  const { route53 } = context.services;
  if (changes.length > 0)
    route53.records.change({
      HostedZoneId: zoneId,
      ChangeBatch: { Changes: changes, Comment: comment },
    });
  context.identified(physicalId);
  await route53.settled();
}

/**
 * From what the last template said to what this one says. What is gone already is not deleted: a rollback that was cut
 * off after its batch was in force makes the same change once more.
 */
export function recordChanges(
  context: ResourceContext,
  zoneId: string,
  { before, after }: Record<'before' | 'after', readonly ResourceRecordSet[]>,
): Change[] {
  const kept = new Set(after.map(recordSetKey));
  const gone = before.filter(
    (record) => !kept.has(recordSetKey(record)) && isThere(context, zoneId, record),
  );
  return [
    ...gone.map((record): Change => ({ Action: 'DELETE', ResourceRecordSet: record })),
    ...after.map((record): Change => ({ Action: 'UPSERT', ResourceRecordSet: record })),
  ];
}

/** A page of one begins with the record set, or with the one behind where it would be. */
function isThere(
  { services }: ResourceContext,
  HostedZoneId: string,
  record: ResourceRecordSet,
): boolean {
  const { ResourceRecordSets: [first] = [] } = services.route53.records.list({
    HostedZoneId,
    StartRecordName: record.Name,
    StartRecordType: record.Type,
    StartRecordIdentifier: record.SetIdentifier,
    MaxItems: 1,
  });
  return first !== undefined && recordSetKey(first) === recordSetKey(record);
}

/** Deletes what is still there; the zone itself may be gone. */
export async function deleteRecords(
  context: ResourceContext,
  zoneId: string,
  records: readonly ResourceRecordSet[],
): Promise<void> {
  for (const record of records) {
    try {
      context.services.route53.records.change({
        HostedZoneId: zoneId,
        ChangeBatch: { Changes: [{ Action: 'DELETE', ResourceRecordSet: record }] },
      });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  await context.services.route53.settled();
}

function isGone(error: unknown): boolean {
  if (!(error instanceof AwsError)) return false;
  return error.code === 'NoSuchHostedZone' || error.message.includes('but it was not found');
}
