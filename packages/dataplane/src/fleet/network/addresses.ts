import { parseCidr, parseIpv4 } from '../../net/network-cidr.ts';

/** EC2 keeps the first four addresses and the last of every subnet's block. */
const RESERVED_FIRST = 4;
const RESERVED_LAST = 1;

/**
 * The lowest free private address of a subnet, or undefined where the subnet is full. Load balancer
 * nodes have theirs from the control plane, which takes them from the upper end.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function freePrivateIp(cidr: string, used: ReadonlySet<string>): string | undefined {
  const block = blockOf(cidr);
  const count = block.size - RESERVED_FIRST - RESERVED_LAST;
  return firstFree(block.base + RESERVED_FIRST, count, 0, used);
}

/**
 * The next free loopback address after `previous`, round the block: an address comes back as late
 * as possible, so that nobody who still holds it talks to another instance.
 */
export function freeLoopbackAddress(
  cidr: string,
  used: ReadonlySet<string>,
  previous: string | undefined,
): string | undefined {
  const block = blockOf(cidr);
  const base = block.base + 1;
  const offset = previous === undefined ? 0 : (parseIpv4(previous) ?? base) - base + 1;
  return firstFree(base, block.size - 2, offset, used);
}

function firstFree(
  base: number,
  count: number,
  offset: number,
  used: ReadonlySet<string>,
): string | undefined {
  for (let step = 0; step < count; step++) {
    const address = toText(base + ((offset + step) % count));
    if (!used.has(address)) return address;
  }
  return undefined;
}

function blockOf(cidr: string): { base: number; size: number } {
  const block = parseCidr(cidr);
  if (block === undefined) return { base: 0, size: 0 };
  return { base: block.network, size: 2 ** 32 - block.mask };
}

function toText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
