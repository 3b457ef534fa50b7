import { BlockList, isIPv4 } from 'node:net';
import { networkAddress } from '../wire/client-subnet.ts';
import type { DnsRequest } from '../wire/request.ts';
import { REGION_BLOCKS } from './region-blocks.ts';

/**
 * Whom an answer is for, as closely as a name server knows: the network that somebody asks from.
 */
export interface Asker {
  address: string;
  /** How many bits of the address are known. */
  prefixBits: number;
}

/**
 * "Route 53 determines the location of the user based on the truncated IP address rather than the
 * source IP address of the DNS resolver":
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-edns0.html A subnet of
 * no bits is the client's wish that none be used (RFC 7871 section 7.1.2).
 */
export function askerOf({ edns }: Pick<DnsRequest, 'edns'>, sourceAddress: string): Asker {
  const subnet = edns?.clientSubnet;
  return subnet === undefined || subnet.sourcePrefixBits === 0
    ? wholeAddress(sourceAddress)
    : { address: networkAddress(subnet), prefixBits: subnet.sourcePrefixBits };
}

export function wholeAddress(address: string): Asker {
  return { address, prefixBits: isIPv4(address) ? 32 : 128 };
}

/**
 * The region that an asker is in: that of the published block which its network lies in. Undefined
 * where the network is in none, or reaches beyond it.
 */
export function regionOf({ address, prefixBits }: Asker): string | undefined {
  if (!isIPv4(address)) return undefined;
  return BLOCKS.find(({ bits, block }) => prefixBits >= bits && block.check(address))?.region;
}

const BLOCKS = Object.entries(REGION_BLOCKS).map(([region, [network, bits]]) => {
  const block = new BlockList();
  block.addSubnet(network, bits);
  return { region, bits, block };
});
