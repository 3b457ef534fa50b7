import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AwsError } from '@understudy/wire';
import type { HandlerContext } from '../handler-context.ts';
import type { Route53RecordSetGroupProperties } from '../properties.generated.ts';
import { findZoneId, recordSetKey } from './record-properties.ts';

/** What a record set and a group of them have in common. */
type Place = Omit<Route53RecordSetGroupProperties, 'RecordSets'>;

export async function createRecords(
  context: HandlerContext,
  physicalId: string,
  place: Place,
  records: readonly ResourceRecordSet[],
): Promise<void> {
  const changes = records.map((record) => changeTo('CREATE', record));
  await changeRecords(context, physicalId, place, () => changes);
}

/**
 * From what the last template said to what this one says. What is gone already is not deleted: a
 * rollback that was cut off after its batch was in force makes the same change once more.
 */
export async function updateRecords(
  context: HandlerContext,
  physicalId: string,
  place: Place,
  { before, after }: Record<'before' | 'after', readonly ResourceRecordSet[]>,
): Promise<void> {
  const kept = new Set(after.map(recordSetKey));
  await changeRecords(context, physicalId, place, (zoneId) => [
    ...before
      .filter((record) => !kept.has(recordSetKey(record)) && isThere(context, zoneId, record))
      .map((record) => changeTo('DELETE', record)),
    ...after.map((record) => changeTo('UPSERT', record)),
  ]);
}

/** One batch, in force at the name servers when this resolves: CloudFormation waits for INSYNC. */
async function changeRecords(
  context: HandlerContext,
  physicalId: string,
  place: Place,
  changesIn: (zoneId: string) => Change[],
): Promise<void> {
  const { route53 } = context.services;
  const zoneId = findZoneId(place, route53);
  const changes = changesIn(zoneId);
  if (changes.length > 0)
    route53.operations.ChangeResourceRecordSets(context.request, {
      HostedZoneId: zoneId,
      ChangeBatch: { Changes: changes, Comment: place.Comment },
    });
  context.identified(physicalId);
  await route53.settled();
}

function changeTo(Action: 'CREATE' | 'DELETE' | 'UPSERT', record: ResourceRecordSet): Change {
  return { Action, ResourceRecordSet: record };
}

/** A page of one begins with the record set, or with the one behind where it would be. */
function isThere(
  { services, request }: HandlerContext,
  HostedZoneId: string,
  record: ResourceRecordSet,
): boolean {
  const { ResourceRecordSets: [first] = [] } = services.route53.operations.ListResourceRecordSets(
    request,
    {
      HostedZoneId,
      StartRecordName: record.Name,
      StartRecordType: record.Type,
      StartRecordIdentifier: record.SetIdentifier,
      MaxItems: 1,
    },
  );
  return first !== undefined && recordSetKey(first) === recordSetKey(record);
}

/** Deletes what is still there; the zone itself may be gone. */
export async function deleteRecords(
  context: HandlerContext,
  place: Place,
  records: readonly ResourceRecordSet[],
): Promise<void> {
  const HostedZoneId = findZoneId(place, context.services.route53);
  for (const record of records) {
    try {
      context.services.route53.operations.ChangeResourceRecordSets(context.request, {
        HostedZoneId,
        ChangeBatch: { Changes: [changeTo('DELETE', record)] },
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
