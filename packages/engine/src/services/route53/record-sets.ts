import type {
  ChangeResourceRecordSetsRequest,
  ChangeResourceRecordSetsResponse,
  ListResourceRecordSetsRequest,
  ListResourceRecordSetsResponse,
} from '@aws-sdk/client-route-53';
import { AwsError } from '@understudy/wire';
import { applyChanges, type RecordChange } from './change-policy.ts';
import { checkChangeShapes } from './change-shape.ts';
import type { Changes } from './changes.ts';
import type { HostedZones } from './hosted-zones.ts';
import { canonicalName, checkName, escapedName } from './record-name.ts';
import type { BatchFacts } from './record-policy.ts';
import { fromRecordSet, refuseUnsupported, toRecordSet } from './record-shape.ts';
import type { RecordStart } from './record-store.ts';

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
    for (const { ResourceRecordSet } of inputs)
      if (ResourceRecordSet !== undefined) refuseUnsupported(ResourceRecordSet);
    checkChangeShapes(inputs);
    const changes = inputs.map((change): RecordChange => {
      const record = toRecordSet(change.ResourceRecordSet ?? { Name: '', Type: 'A' });
      checkName(record.name);
      return { action: change.Action ?? 'UPSERT', record };
    });
    const before = this.#zones.records.view(zone);
    const difference = applyChanges(before, changes, { ...this.#facts, zone });
    this.#zones.changeRecords(zone, difference);
    return { ChangeInfo: this.#changes.submit(input.ChangeBatch?.Comment) };
  }

  list(input: ListResourceRecordSetsRequest): ListResourceRecordSetsResponse {
    const zone = this.#zones.find(input.HostedZoneId);
    const size = Math.min(Number(input.MaxItems ?? PAGE_ITEMS_MAX), PAGE_ITEMS_MAX);
    const records = this.#zones.records.page(zone.id, pageStart(input), size + 1);
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

/** Later members have a meaning only after the earlier ones. */
function pageStart(input: ListResourceRecordSetsRequest): RecordStart {
  const { StartRecordName: name, StartRecordType: type, StartRecordIdentifier } = input;
  if (name === undefined && (type !== undefined || StartRecordIdentifier !== undefined))
    throw new AwsError({
      code: 'InvalidInput',
      message: 'StartRecordName must be specified when StartRecordType or StartRecordIdentifier is',
    });
  return {
    name: name === undefined ? undefined : canonicalName(name),
    type,
    setIdentifier: type === undefined ? undefined : StartRecordIdentifier,
  };
}
