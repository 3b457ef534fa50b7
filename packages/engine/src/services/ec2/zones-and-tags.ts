import type {
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult,
  DescribeRegionsRequest,
  DescribeRegionsResult,
  DescribeTagsRequest,
  DescribeTagsResult,
  ResourceType,
} from '@aws-sdk/client-ec2';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type Ec2Store, required } from './ec2-store.ts';
import { TAGGED_KINDS } from './id-kinds.ts';
import { regionNames, zonesOf } from './regions.ts';
import { page, select } from './selection.ts';

export const zoneAndTagOperations = {
  DescribeAvailabilityZones: operation(describeAvailabilityZones, {
    // All zones are opted in to.
    accepts: ['ZoneNames', 'Filters', 'AllAvailabilityZones'],
  }),
  DescribeRegions: operation(describeRegions),
  CreateTags: operation(createTags),
  DeleteTags: operation(deleteTags),
  DescribeTags: operation(describeTags),
};

function describeAvailabilityZones(
  _store: Ec2Store,
  context: RequestContext,
  input: DescribeAvailabilityZonesRequest,
): DescribeAvailabilityZonesResult {
  const names = input.ZoneNames ?? [];
  const zones = zonesOf(context.region);
  for (const name of names)
    if (!zones.some((zone) => zone.name === name))
      fail('InvalidParameterValue', `Invalid availability zone: [${name}]`);
  const described = zones
    .filter((zone) => names.length === 0 || names.includes(zone.name))
    .map((zone) => ({
      item: {
        ZoneName: zone.name,
        ZoneId: zone.id,
        RegionName: context.region,
        GroupName: context.region,
        NetworkBorderGroup: context.region,
        ZoneType: 'availability-zone',
        OptInStatus: 'opt-in-not-required' as const,
        State: 'available' as const,
        Messages: [],
      },
      fields: {
        'zone-name': zone.name,
        'zone-id': zone.id,
        'region-name': context.region,
        state: 'available',
        'zone-type': 'availability-zone',
        'opt-in-status': 'opt-in-not-required',
      },
      tags: [],
    }));
  return { AvailabilityZones: select(described, input.Filters) };
}

function describeRegions(
  _store: Ec2Store,
  _context: RequestContext,
  input: DescribeRegionsRequest,
): DescribeRegionsResult {
  const wanted = input.RegionNames ?? [];
  const described = regionNames()
    .filter((name) => wanted.length === 0 || wanted.includes(name))
    .map((name) => ({
      item: {
        RegionName: name,
        Endpoint: `ec2.${name}.amazonaws.com`,
        OptInStatus: 'opt-in-not-required' as const,
      },
      fields: { 'region-name': name, endpoint: `ec2.${name}.amazonaws.com` },
      tags: [],
    }));
  return { Regions: select(described, input.Filters) };
}

function createTags(store: Ec2Store, context: RequestContext, input: CreateTagsRequest): void {
  for (const id of required(input.Resources, 'resourceId'))
    store.tags.add(context.region, id, typeOf(id), required(input.Tags, 'Tag'));
}

function deleteTags(store: Ec2Store, context: RequestContext, input: DeleteTagsRequest): void {
  for (const id of required(input.Resources, 'resourceId'))
    store.tags.remove(context.region, id, input.Tags);
}

function describeTags(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeTagsRequest,
): DescribeTagsResult {
  const described = store.tags.all(context.region).flatMap((record) =>
    Object.entries(record.tags).map(([key, value]) => ({
      item: {
        Key: key,
        Value: value,
        ResourceId: record.resourceId,
        ResourceType: record.resourceType as ResourceType,
      },
      fields: {
        key,
        value,
        'resource-id': record.resourceId,
        'resource-type': record.resourceType,
      },
      tags: [{ Key: key, Value: value }],
    })),
  );
  const { items, nextToken } = page(select(described, input.Filters), input);
  return { Tags: items, NextToken: nextToken };
}

function typeOf(id: string): string {
  const type = TAGGED_KINDS[id.slice(0, id.lastIndexOf('-'))];
  return type ?? fail('InvalidID', `The ID '${id}' is not valid`);
}
