import { isIPv4, isIPv6 } from 'node:net';

/** On the path of every alias answer. */
export function encodeA(address: string): Buffer {
  if (!isIPv4(address)) throw new Error(`not an IPv4 address: '${address}'`);
  return Buffer.from(address.split('.').map(Number));
}

export function encodeAaaa(address: string): Buffer {
  if (!isIPv6(address) || address.includes('%')) {
    throw new Error(`not an IPv6 address: '${address}'`);
  }
  const [left = '', right] = address.split('::');
  const head = groups(left);
  const tail = groups(right ?? '');
  const zeros = Buffer.alloc(16 - head.length - tail.length);
  return Buffer.concat([head, zeros, tail]);
}

/** What stands on one side of `::`; the last group may be an IPv4 address. */
function groups(text: string): Buffer {
  if (text === '') return Buffer.alloc(0);
  return Buffer.concat(
    text.split(':').map((group) => (group.includes('.') ? encodeA(group) : uint16(group))),
  );
}

function uint16(group: string): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(Number.parseInt(group, 16));
  return bytes;
}
