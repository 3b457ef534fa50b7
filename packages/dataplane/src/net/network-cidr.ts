/** A block of IPv4 addresses in CIDR notation, ready to be asked. */
export interface CidrBlock {
  network: number;
  mask: number;
}

/** Undefined for anything that is no IPv4 CIDR (an IPv6 block, a bare address, a typing error). */
export function parseCidr(text: string): CidrBlock | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseIpv4(text.slice(0, slash));
  const lengthText = text.slice(slash + 1);
  if (address === undefined || !/^\d{1,2}$/.test(lengthText)) return undefined;
  const length = Number(lengthText);
  if (length > 32) return undefined;
  // A shift by 32 is a shift by 0 in JavaScript.
  const mask = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
  return { network: (address & mask) >>> 0, mask };
}

export function cidrContains(block: CidrBlock, address: string): boolean {
  const number = parseIpv4(address);
  return number !== undefined && (number & block.mask) >>> 0 === block.network;
}

/** As an unsigned 32-bit number. Undefined for what is no dotted quad. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let number = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    number = number * 256 + Number(part);
  }
  return number;
}
