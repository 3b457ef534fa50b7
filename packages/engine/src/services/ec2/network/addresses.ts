import type {
  Address,
  AllocateAddressRequest,
  AllocateAddressResult,
  DescribeAddressesRequest,
  DescribeAddressesResult,
  ReleaseAddressRequest,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { formatAddress } from './cidr.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import type { AddressRecord } from '../records.ts';
import { tagsFor } from '../resource-tags.ts';
import { named, select } from '../selection.ts';

/**
 * 198.18.0.0/15 belongs to nobody on the internet: it is for benchmarks (RFC 2544), so nobody is
 * reached by mistake.
 */
const POOL_BASE = 198 * 2 ** 24 + 18 * 2 ** 16;
const POOL_SIZE = 2 ** 17;
const ATTEMPTS_MAX = 1_000;

export const addressOperations = {
  AllocateAddress: operation(allocateAddress, {
    accepts: ['Domain', 'TagSpecifications', 'NetworkBorderGroup'],
  }),
  DescribeAddresses: operation(describeAddresses),
  ReleaseAddress: operation(releaseAddress),
};

function allocateAddress(
  store: Ec2Store,
  context: RequestContext,
  input: AllocateAddressRequest,
): AllocateAddressResult {
  const { region } = context;
  const record: AddressRecord = {
    allocationId: store.newId('eipalloc'),
    publicIp: freeAddress(store),
  };
  const tags = tagsFor('elastic-ip', input.TagSpecifications);
  store.tags.add(region, record.allocationId, 'elastic-ip', tags);
  store.addresses.put(region, record.allocationId, record);
  return {
    AllocationId: record.allocationId,
    PublicIp: record.publicIp,
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: region,
    Domain: 'vpc',
  };
}

function describeAddresses(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeAddressesRequest,
): DescribeAddressesResult {
  const all = store.addresses.list(context.region);
  const records = named(all, input.AllocationIds, (id) => recordOf(store, context.region, id));
  const publicIps = input.PublicIps ?? [];
  const described = records
    .filter((record) => publicIps.length === 0 || publicIps.includes(record.publicIp))
    .map((record) => {
      const item = describe(store, context, record);
      const fields = {
        'allocation-id': record.allocationId,
        'public-ip': record.publicIp,
        'association-id': record.associationId,
        domain: 'vpc',
      };
      return { item, fields, tags: item.Tags ?? [] };
    });
  return { Addresses: select(described, input.Filters) };
}

function releaseAddress(
  store: Ec2Store,
  context: RequestContext,
  input: ReleaseAddressRequest,
): void {
  const { region } = context;
  const record = recordOf(store, region, required(input.AllocationId, 'allocationId'));
  if (record.usedBy !== undefined)
    fail('InvalidIPAddress.InUse', `Address ${record.publicIp} is in use.`);
  store.addresses.delete(region, record.allocationId);
  store.tags.forget(region, record.allocationId);
}

function recordOf(store: Ec2Store, region: string, allocationId: string): AddressRecord {
  return (
    store.addresses.get(region, allocationId) ??
    fail('InvalidAllocationID.NotFound', `The allocation ID '${allocationId}' does not exist`)
  );
}

function freeAddress(store: Ec2Store): string {
  const taken = new Set(store.addresses.all().map((record) => record.publicIp));
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const offset = Math.floor(store.deps.random.next() * POOL_SIZE);
    const address = formatAddress(POOL_BASE + offset);
    if (!taken.has(address)) return address;
  }
  return fail('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
}

function describe(store: Ec2Store, context: RequestContext, record: AddressRecord): Address {
  return {
    AllocationId: record.allocationId,
    PublicIp: record.publicIp,
    AssociationId: record.associationId,
    Domain: 'vpc',
    NetworkBorderGroup: context.region,
    PublicIpv4Pool: 'amazon',
    Tags: store.tags.of(context.region, record.allocationId),
  };
}
