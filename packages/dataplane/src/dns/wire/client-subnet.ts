/**
 * The part of its own client's address that a resolver passes on (RFC 7871 section 6), so that an
 * answer can depend on where that client is.
 */
export interface ClientSubnet {
  family: 'IPv4' | 'IPv6';
  sourcePrefixBits: number;
  /** As many bytes as the prefix needs. */
  address: Buffer;
}

const FAMILIES = new Map([
  [1, { family: 'IPv4', bitsMax: 32 }],
  [2, { family: 'IPv6', bitsMax: 128 }],
] as const);

/** Family, both prefix lengths. */
const FIXED_BYTES = 4;

/**
 * Reads the option's data. Undefined when it is malformed, which is to be answered with FORMERR
 * (RFC 7871 sections 6 and 7.2.1: an unknown family, too few or too many bytes, bits beyond the
 * prefix).
 */
export function parseClientSubnet(data: Buffer): ClientSubnet | undefined {
  if (data.length < FIXED_BYTES) return undefined;
  const known = FAMILIES.get(data.readUInt16BE(0) as 1 | 2);
  const sourcePrefixBits = data.readUInt8(2);
  // In queries the scope must be 0 (section 6).
  if (known === undefined || sourcePrefixBits > known.bitsMax || data.readUInt8(3) !== 0) {
    return undefined;
  }
  const address = data.subarray(FIXED_BYTES);
  if (address.length !== Math.ceil(sourcePrefixBits / 8)) return undefined;
  const spareBits = address.length * 8 - sourcePrefixBits;
  if (((address.at(-1) ?? 0) & (2 ** spareBits - 1)) !== 0) return undefined;
  return { family: known.family, sourcePrefixBits, address: Buffer.from(address) };
}

/** The first address of the network, as text; an IPv6 one without abbreviation. */
export function networkAddress({ family, address }: ClientSubnet): string {
  const bytes = Buffer.alloc(family === 'IPv4' ? 4 : 16);
  address.copy(bytes);
  if (family === 'IPv4') return bytes.join('.');
  return Array.from({ length: 8 }, (_, group) => bytes.readUInt16BE(group * 2).toString(16)).join(
    ':',
  );
}

/**
 * The option's data as it goes back: all as it came, and how many bits of the address the answer
 * depended on (RFC 7871 section 7.2.1).
 */
export function encodeClientSubnet(subnet: ClientSubnet, scopePrefixBits: number): Buffer {
  const fixed = Buffer.from([
    0,
    subnet.family === 'IPv4' ? 1 : 2,
    subnet.sourcePrefixBits,
    scopePrefixBits,
  ]);
  return Buffer.concat([fixed, subnet.address]);
}
