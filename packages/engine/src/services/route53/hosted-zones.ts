import type {
  CreateHostedZoneRequest,
  CreateHostedZoneResponse,
  DeleteHostedZoneRequest,
  DeleteHostedZoneResponse,
  GetHostedZoneCountResponse,
  GetHostedZoneRequest,
  GetHostedZoneResponse,
  HostedZone,
  ListHostedZonesByNameRequest,
  ListHostedZonesByNameResponse,
  ListHostedZonesRequest,
  ListHostedZonesResponse,
  UpdateHostedZoneCommentRequest,
  UpdateHostedZoneCommentResponse,
} from '@aws-sdk/client-route-53';
import { fail } from '../../kernel/fail.ts';
import { upperId } from '../../kernel/identifiers.ts';
import { operation } from '../../kernel/operations.ts';
import { page } from '../../kernel/page.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { nameServersFor, zoneRecords } from './name-servers.ts';
import { canonicalName, checkName, compareText, reversedLabels } from './records/record-name.ts';
import { plainId } from './records/record-shape.ts';
import type { Route53Store } from './route53-store.ts';
import type { ZoneRecord } from './tables.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
export const HOSTED_ZONES_MAX = 500;
const PAGE_ITEMS_MAX = 100;

/** Public hosted zones. */
export const hostedZoneOperations = {
  CreateHostedZone: operation(createHostedZone, {
    accepts: ['Name', 'CallerReference', 'HostedZoneConfig', 'VPC'],
  }),
  GetHostedZone: operation(getHostedZone),
  GetHostedZoneCount: operation(getHostedZoneCount),
  ListHostedZones: operation(listHostedZones, { accepts: ['Marker', 'MaxItems'] }),
  ListHostedZonesByName: operation(listHostedZonesByName),
  UpdateHostedZoneComment: operation(updateHostedZoneComment),
  DeleteHostedZone: operation(deleteHostedZone),
};

function createHostedZone(
  store: Route53Store,
  _context: RequestContext,
  input: CreateHostedZoneRequest,
): CreateHostedZoneResponse {
  const name = canonicalName(input.Name ?? '');
  checkName(name);
  refusePrivate(input);
  const zones = store.zones.list();
  if (zones.some((zone) => zone.callerReference === input.CallerReference))
    fail(
      'HostedZoneAlreadyExists',
      'A hosted zone has already been created with the specified caller reference.',
      409,
    );
  if (zones.length >= HOSTED_ZONES_MAX)
    fail(
      'TooManyHostedZones',
      'Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - Cannot create more hosted zones.',
    );
  const { random } = store.deps;
  const nameServers = nameServersFor(random);
  const put = zoneRecords(name, nameServers);
  const zone: ZoneRecord = {
    id: `Z0${upperId(random, 19)}`,
    name,
    nameServers,
    recordCount: put.length,
    recordsRevision: 0,
    callerReference: input.CallerReference ?? '',
    comment: input.HostedZoneConfig?.Comment ?? '',
  };
  store.changeRecords(zone, { put, removed: [], count: put.length });
  return {
    HostedZone: shape(zone),
    ChangeInfo: store.changes.submit(),
    DelegationSet: { NameServers: nameServers },
    Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
  };
}

function getHostedZone(
  store: Route53Store,
  _context: RequestContext,
  input: GetHostedZoneRequest,
): GetHostedZoneResponse {
  const zone = store.zone(input.Id);
  return { HostedZone: shape(zone), DelegationSet: { NameServers: zone.nameServers }, VPCs: [] };
}

function getHostedZoneCount(store: Route53Store): GetHostedZoneCountResponse {
  return { HostedZoneCount: store.zones.list().length };
}

function listHostedZones(
  store: Route53Store,
  _context: RequestContext,
  input: ListHostedZonesRequest,
): ListHostedZonesResponse {
  const zones = store.zones.list();
  const start =
    input.Marker === undefined ? 0 : zones.findIndex((zone) => zone.id === input.Marker);
  if (start === -1) fail('InvalidInput', 'The marker provided is invalid');
  const { MaxItems: size = PAGE_ITEMS_MAX } = input;
  const { items, next } = page(zones, { start, size, max: PAGE_ITEMS_MAX });
  return {
    HostedZones: items.map(shape),
    Marker: input.Marker,
    IsTruncated: next !== undefined,
    NextMarker: next?.id,
    MaxItems: Math.min(size, PAGE_ITEMS_MAX),
  };
}

function listHostedZonesByName(
  store: Route53Store,
  _context: RequestContext,
  input: ListHostedZonesByNameRequest,
): ListHostedZonesByNameResponse {
  const from = input.DNSName === undefined ? '' : reversedLabels(canonicalName(input.DNSName));
  const fromId = plainId(input.HostedZoneId);
  const zones = store.zones
    .list()
    .toSorted(
      (left, right) =>
        compareText(reversedLabels(left.name), reversedLabels(right.name)) ||
        compareText(left.id, right.id),
    )
    .filter((zone) => {
      const order = compareText(reversedLabels(zone.name), from);
      return order > 0 || (order === 0 && compareText(zone.id, fromId) >= 0);
    });
  const { MaxItems: size = PAGE_ITEMS_MAX } = input;
  const { items, next } = page(zones, { size, max: PAGE_ITEMS_MAX });
  return {
    HostedZones: items.map(shape),
    DNSName: input.DNSName,
    HostedZoneId: input.HostedZoneId,
    IsTruncated: next !== undefined,
    NextDNSName: next?.name,
    NextHostedZoneId: next?.id,
    MaxItems: Math.min(size, PAGE_ITEMS_MAX),
  };
}

function updateHostedZoneComment(
  store: Route53Store,
  _context: RequestContext,
  input: UpdateHostedZoneCommentRequest,
): UpdateHostedZoneCommentResponse {
  const zone = { ...store.zone(input.Id), comment: input.Comment ?? '' };
  store.zones.put(zone.id, zone);
  return { HostedZone: shape(zone) };
}

function deleteHostedZone(
  store: Route53Store,
  _context: RequestContext,
  input: DeleteHostedZoneRequest,
): DeleteHostedZoneResponse {
  const zone = store.zone(input.Id);
  const required = store.records
    .view(zone)
    .at(zone.name)
    .filter((record) => record.type === 'NS' || record.type === 'SOA');
  if (zone.recordCount > required.length)
    fail(
      'HostedZoneNotEmpty',
      'The specified hosted zone contains non-required resource record sets and so cannot be deleted.',
    );
  store.records.write(zone.id, { put: [], removed: required }, () => store.zones.delete(zone.id));
  store.tags.delete(`hostedzone/${zone.id}`);
  store.deps.dataPlane.changed();
  return { ChangeInfo: store.changes.submit() };
}

function shape(zone: ZoneRecord): HostedZone {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { PrivateZone: false, ...(zone.comment === '' ? {} : { Comment: zone.comment }) },
    ResourceRecordSetCount: zone.recordCount,
  };
}

function refusePrivate(input: CreateHostedZoneRequest): void {
  if (input.VPC !== undefined || input.HostedZoneConfig?.PrivateZone === true)
    fail(
      'NotImplemented',
      'the local engine has no private hosted zones: create the zone without a VPC',
      501,
    );
}
