import { isIPv4, isIPv6 } from 'node:net';
import type { TestDNSAnswerRequest } from '@aws-sdk/client-route-53';
import type { GlobalQueries } from '@understudy/contract';
import { fail } from '../../../kernel/fail.ts';

/**
 * In the block of EC2's addresses in us-east-1: where the resolver of a test is that names none.
 */
const RESOLVER_IP_DEFAULT = '52.4.0.2';

/**
 * Whom TestDNSAnswer asks for: a client's subnet, "24 bits for IPv4 addresses and 64 bits for IPv6
 * addresses" where no mask is given, or else a resolver, which is "in the AWS US East (N. Virginia)
 * Region" where none is given.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_TestDNSAnswer.html
 */
export function simulatedAsker({
  ResolverIP = RESOLVER_IP_DEFAULT,
  EDNS0ClientSubnetIP: client,
  EDNS0ClientSubnetMask: mask,
}: TestDNSAnswerRequest): GlobalQueries['testDnsAnswer']['input']['asker'] {
  const resolver = { address: ResolverIP, prefixBits: addressBits(ResolverIP) };
  if (client === undefined) return resolver;
  const bitsMax = addressBits(client);
  const prefixBits = mask === undefined ? (bitsMax === 32 ? 24 : 64) : Number(mask);
  if (!Number.isInteger(prefixBits) || mask === '' || prefixBits < 0 || prefixBits > bitsMax)
    fail('InvalidInput', `Invalid EDNS0 client subnet mask: ${mask}`);
  return prefixBits === 0 ? resolver : { address: client, prefixBits };
}

function addressBits(address: string): number {
  if (isIPv4(address)) return 32;
  return isIPv6(address) ? 128 : fail('InvalidInput', `Invalid IP address: ${address}`);
}
