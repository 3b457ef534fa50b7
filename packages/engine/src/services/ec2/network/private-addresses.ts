import { fail } from '../../../kernel/fail.ts';
import { formatAddress, knownCidr } from './cidr.ts';
import type { Ec2Store } from '../ec2-store.ts';

/**
 * Gives `owner` (a load balancer's node, a NAT gateway) an address of the subnet. From the top
 * downwards: instances get theirs, from the region's process, from the bottom. The last address and
 * the first four are AWS's own.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function allotPrivateAddress(
  store: Ec2Store,
  region: string,
  subnetId: string,
  owner: string,
): string {
  const subnet = store.subnet(region, subnetId);
  const held = store.privateAddresses.list(region, `${subnetId}/`);
  const own = held.find((record) => record.owner === owner);
  if (own !== undefined) return own.address;
  const taken = new Set(held.map((record) => record.address));
  const { base, size } = knownCidr(subnet.cidr);
  for (let number = base + size - 2; number >= base + 4; number -= 1) {
    const address = formatAddress(number);
    if (taken.has(address)) continue;
    store.privateAddresses.put(region, `${subnetId}/${address}`, { subnetId, address, owner });
    return address;
  }
  return fail(
    'InsufficientFreeAddressesInSubnet',
    `There are not enough free addresses in subnet '${subnetId}' to satisfy the requested number of addresses.`,
  );
}

/** Gives back what `owner` has, in one subnet or in all. */
export function releasePrivateAddresses(
  store: Ec2Store,
  region: string,
  owner: string,
  subnetId?: string,
): void {
  const prefix = subnetId === undefined ? '' : `${subnetId}/`;
  for (const record of store.privateAddresses.list(region, prefix))
    if (record.owner === owner)
      store.privateAddresses.delete(region, `${record.subnetId}/${record.address}`);
}
