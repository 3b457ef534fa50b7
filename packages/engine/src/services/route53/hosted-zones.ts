import type {
  CreateHostedZoneRequest,
  CreateHostedZoneResponse,
  DeleteHostedZoneRequest,
  DeleteHostedZoneResponse,
  GetHostedZoneRequest,
  GetHostedZoneResponse,
  HostedZone as HostedZoneShape,
  ListHostedZonesByNameRequest,
  ListHostedZonesByNameResponse,
  ListHostedZonesRequest,
  ListHostedZonesResponse,
  UpdateHostedZoneCommentRequest,
  UpdateHostedZoneCommentResponse,
} from '@aws-sdk/client-route-53';
import type { HostedZone, RecordSet } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { upperId } from '../../kernel/identifiers.ts';
import type { Table } from '../../kernel/state-store.ts';
import type { Changes } from './changes.ts';
import { nameServersFor, zoneRecords } from './name-servers.ts';
import { canonicalName, checkName, compareText, reversedLabels } from './record-name.ts';
import { plainId } from './record-shape.ts';
import { RecordStore } from './record-store.ts';
import type { RecordDifference } from './zone-records.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
export const HOSTED_ZONES_MAX = 500;
const PAGE_ITEMS_MAX = 100;

export interface StoredZone extends Omit<HostedZone, 'records'> {
  callerReference: string;
  comment: string;
  recordCount: number;
  /** Counts the changes of its record sets. Absent in zones of an earlier version. */
  recordsRevision?: number;
}

/** As zones were kept when each had its record sets in itself. */
type ZoneWithRecords = Omit<StoredZone, 'recordCount'> & { records: RecordSet[] };

/** Public hosted zones and their records. */
export class HostedZones {
  readonly #deps: ServiceDeps;
  readonly #changes: Changes;
  readonly #table: Table<StoredZone>;
  readonly records: RecordStore;

  constructor(deps: ServiceDeps, changes: Changes) {
    this.#deps = deps;
    this.#changes = changes;
    this.#table = deps.state.table('route53/hosted-zones');
    this.records = new RecordStore(deps.state);
    for (const zone of this.#table.list()) this.#giveRecordsRows(zone);
  }

  create(input: CreateHostedZoneRequest): CreateHostedZoneResponse {
    const name = canonicalName(input.Name ?? '');
    checkName(name);
    refusePrivate(input);
    const zones = this.list();
    if (zones.some((zone) => zone.callerReference === input.CallerReference))
      throw new AwsError({
        code: 'HostedZoneAlreadyExists',
        status: 409,
        message: `A hosted zone has already been created with the specified caller reference.`,
      });
    if (zones.length >= HOSTED_ZONES_MAX)
      throw new AwsError({
        code: 'TooManyHostedZones',
        message: `Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - Cannot create more hosted zones.`,
      });
    const nameServers = nameServersFor(this.#deps.random);
    const put = zoneRecords(name, nameServers);
    const zone: StoredZone = {
      id: `Z0${upperId(this.#deps.random, 19)}`,
      name,
      nameServers,
      recordCount: put.length,
      callerReference: input.CallerReference ?? '',
      comment: input.HostedZoneConfig?.Comment ?? '',
    };
    this.changeRecords(zone, { put, removed: [], count: put.length });
    return {
      HostedZone: shape(zone),
      ChangeInfo: this.#changes.submit(),
      DelegationSet: { NameServers: nameServers },
      Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
    };
  }

  get(input: GetHostedZoneRequest): GetHostedZoneResponse {
    const zone = this.find(input.Id);
    return { HostedZone: shape(zone), DelegationSet: { NameServers: zone.nameServers }, VPCs: [] };
  }

  listPage(input: ListHostedZonesRequest): ListHostedZonesResponse {
    const zones = this.list();
    const start =
      input.Marker === undefined ? 0 : zones.findIndex((zone) => zone.id === input.Marker);
    if (start === -1)
      throw new AwsError({ code: 'InvalidInput', message: 'The marker provided is invalid' });
    const size = pageSize(input.MaxItems);
    const next = zones[start + size];
    return {
      HostedZones: zones.slice(start, start + size).map(shape),
      Marker: input.Marker,
      IsTruncated: next !== undefined,
      NextMarker: next?.id,
      MaxItems: size,
    };
  }

  listByName(input: ListHostedZonesByNameRequest): ListHostedZonesByNameResponse {
    const from = input.DNSName === undefined ? '' : reversedLabels(canonicalName(input.DNSName));
    const fromId = plainId(input.HostedZoneId);
    const zones = this.list()
      .toSorted(
        (left, right) =>
          compareText(reversedLabels(left.name), reversedLabels(right.name)) ||
          compareText(left.id, right.id),
      )
      .filter((zone) => {
        const order = compareText(reversedLabels(zone.name), from);
        return order > 0 || (order === 0 && compareText(zone.id, fromId) >= 0);
      });
    const size = pageSize(input.MaxItems);
    const next = zones[size];
    return {
      HostedZones: zones.slice(0, size).map(shape),
      DNSName: input.DNSName,
      HostedZoneId: input.HostedZoneId,
      IsTruncated: next !== undefined,
      NextDNSName: next?.name,
      NextHostedZoneId: next?.id,
      MaxItems: size,
    };
  }

  updateComment(input: UpdateHostedZoneCommentRequest): UpdateHostedZoneCommentResponse {
    const zone = this.find(input.Id);
    zone.comment = input.Comment ?? '';
    this.#table.put(zone.id, zone);
    return { HostedZone: shape(zone) };
  }

  delete(input: DeleteHostedZoneRequest): DeleteHostedZoneResponse {
    const zone = this.find(input.Id);
    const required = this.records
      .view(zone)
      .at(zone.name)
      .filter((record) => record.type === 'NS' || record.type === 'SOA');
    if (zone.recordCount > required.length)
      throw new AwsError({
        code: 'HostedZoneNotEmpty',
        message:
          'The specified hosted zone contains non-required resource record sets and so cannot be deleted.',
      });
    this.records.write(zone.id, { put: [], removed: required }, () => this.#table.delete(zone.id));
    this.#deps.dataPlane.changed();
    return { ChangeInfo: this.#changes.submit() };
  }

  count(): number {
    return this.list().length;
  }

  list(): StoredZone[] {
    return this.#table.list();
  }

  /** Throws `NoSuchHostedZone`. */
  find(id: string | undefined): StoredZone {
    const zone = this.#table.get(plainId(id));
    if (zone !== undefined) return zone;
    throw new AwsError({
      code: 'NoSuchHostedZone',
      status: 404,
      message: `No hosted zone found with ID: ${plainId(id)}`,
    });
  }

  changeRecords(zone: StoredZone, difference: RecordDifference): void {
    const recordsRevision = (zone.recordsRevision ?? 0) + 1;
    this.records.write(zone.id, difference, () => {
      this.#table.put(zone.id, { ...zone, recordCount: difference.count, recordsRevision });
    });
    this.records.note(zone.id, recordsRevision, difference);
    this.#deps.dataPlane.changed();
  }

  #giveRecordsRows(zone: StoredZone | ZoneWithRecords): void {
    if (!('records' in zone)) return;
    const { records, ...rest } = zone;
    this.records.write(zone.id, { put: records, removed: [] }, () =>
      this.#table.put(zone.id, { ...rest, recordCount: records.length }),
    );
  }
}

function shape(zone: StoredZone): HostedZoneShape {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { PrivateZone: false, ...(zone.comment === '' ? {} : { Comment: zone.comment }) },
    ResourceRecordSetCount: zone.recordCount,
  };
}

function refusePrivate(input: CreateHostedZoneRequest): void {
  if (input.VPC === undefined && input.HostedZoneConfig?.PrivateZone !== true) return;
  throw new AwsError({
    code: 'NotImplemented',
    status: 501,
    message: 'the local engine has no private hosted zones: create the zone without a VPC',
  });
}

function pageSize(maxItems: number | string | undefined): number {
  return Math.min(Number(maxItems ?? PAGE_ITEMS_MAX), PAGE_ITEMS_MAX);
}
