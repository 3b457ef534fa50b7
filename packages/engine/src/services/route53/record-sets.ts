import type {
  ChangeResourceRecordSetsRequest,
  ChangeResourceRecordSetsResponse,
  ListResourceRecordSetsRequest,
  ListResourceRecordSetsResponse,
} from '@aws-sdk/client-route-53';
import type { RecordSet } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { applyChanges, type RecordChange } from './change-policy.ts';
import { checkChangeShapes } from './change-shape.ts';
import type { Changes } from './changes.ts';
import type { HostedZones } from './hosted-zones.ts';
import {
  canonicalName,
  checkName,
  compareText,
  escapedName,
  reversedLabels,
} from './record-name.ts';
import type { BatchFacts } from './record-policy.ts';
import { fromRecordSet, toRecordSet } from './record-shape.ts';

/** ListResourceRecordSets returns at most this many, and the same when it is not told. */
const PAGE_ITEMS_MAX = 300;

/** The operations on a zone's record sets. */
export class RecordSets {
  readonly #zones: HostedZones;
  readonly #changes: Changes;
  readonly #facts: Omit<BatchFacts, 'zone'>;

  constructor(zones: HostedZones, changes: Changes, facts: Omit<BatchFacts, 'zone'>) {
    this.#zones = zones;
    this.#changes = changes;
    this.#facts = facts;
  }

  change(input: ChangeResourceRecordSetsRequest): ChangeResourceRecordSetsResponse {
    const zone = this.#zones.find(input.HostedZoneId);
    const inputs = input.ChangeBatch?.Changes ?? [];
    checkChangeShapes(inputs);
    const changes = inputs.map((change): RecordChange => {
      const record = toRecordSet(change.ResourceRecordSet ?? { Name: '', Type: 'A' });
      checkName(record.name);
      return { action: change.Action ?? 'UPSERT', record };
    });
    zone.records = applyChanges(zone.records, changes, { ...this.#facts, zone });
    this.#zones.put(zone);
    return { ChangeInfo: this.#changes.submit(input.ChangeBatch?.Comment) };
  }

  list(input: ListResourceRecordSetsRequest): ListResourceRecordSetsResponse {
    const zone = this.#zones.find(input.HostedZoneId);
    const records = zone.records.toSorted(compareRecords).filter(startsAt(input));
    const size = Math.min(Number(input.MaxItems ?? PAGE_ITEMS_MAX), PAGE_ITEMS_MAX);
    const next = records[size];
    return {
      ResourceRecordSets: records.slice(0, size).map(fromRecordSet),
      IsTruncated: next !== undefined,
      NextRecordName: next && escapedName(next.name),
      NextRecordType: next?.type,
      NextRecordIdentifier: next?.setIdentifier,
      MaxItems: size,
    };
  }
}

/** "ListResourceRecordSets": ASCII order of the reversed labels, then of the type, then of the set identifier. */
function compareRecords(left: RecordSet, right: RecordSet): number {
  return (
    compareText(reversedLabels(left.name), reversedLabels(right.name)) ||
    compareText(left.type, right.type) ||
    compareText(left.setIdentifier ?? '', right.setIdentifier ?? '')
  );
}

function startsAt(input: ListResourceRecordSetsRequest): (record: RecordSet) => boolean {
  if (input.StartRecordName === undefined) {
    if (input.StartRecordType !== undefined || input.StartRecordIdentifier !== undefined)
      throw new AwsError({
        code: 'InvalidInput',
        message:
          'StartRecordName must be specified when StartRecordType or StartRecordIdentifier is',
      });
    return () => true;
  }
  const from = reversedLabels(canonicalName(input.StartRecordName));
  return (record) => {
    const byName = compareText(reversedLabels(record.name), from);
    if (byName !== 0 || input.StartRecordType === undefined) return byName >= 0;
    const byType = compareText(record.type, input.StartRecordType);
    if (byType !== 0 || input.StartRecordIdentifier === undefined) return byType >= 0;
    return compareText(record.setIdentifier ?? '', input.StartRecordIdentifier) >= 0;
  };
}
