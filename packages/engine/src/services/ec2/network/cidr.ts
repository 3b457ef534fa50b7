/** An IPv4 block as numbers; `size` is 2^(32 - prefix). */
export interface Cidr {
  base: number;
  prefix: number;
  size: number;
}

/** Undefined unless `text` is an IPv4 block. Host bits are cleared, as EC2 does. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const parts = match.slice(1).map(Number);
  const prefix = parts[4] ?? 33;
  if (prefix > 32 || parts.slice(0, 4).some((part) => part > 255)) return undefined;
  const address = parts.slice(0, 4).reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - prefix);
  return { base: address - (address % size), prefix, size };
}

export function formatCidr(cidr: Cidr): string {
  return `${formatAddress(cidr.base)}/${cidr.prefix}`;
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.base >= outer.base && inner.base + inner.size <= outer.base + outer.size;
}

export function overlaps(one: Cidr, other: Cidr): boolean {
  return one.base < other.base + other.size && other.base < one.base + one.size;
}

/** A block that the records hold: it was valid when it was written. */
export function knownCidr(text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw new Error(`a record holds the block '${text}'`);
  return cidr;
}
