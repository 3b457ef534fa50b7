import { templateError } from '../../errors.ts';
import type { Evaluate } from '../intrinsic-function.ts';
import { UNKNOWN } from '../values.ts';

const SUBNETS_MAX = 256;

/**
 * Fn::Cidr [block, count, bits]: `count` blocks of `bits` host bits each, from the start of the
 * block.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
 */
export function cidr(argument: unknown, evaluate: Evaluate): unknown {
  const list = Array.isArray(argument) ? (argument as unknown[]).map(evaluate) : [];
  if (list.includes(UNKNOWN)) return UNKNOWN;
  const [block, count, bits] = list;
  if (typeof block !== 'string' || list.length < 2 || list.length > 3)
    throw templateError(
      'every Fn::Cidr object requires two or three parameters: the block, the count and the subnet mask bits',
    );
  const parsed = parseBlock(block);
  const subnetBits = bits === undefined ? (parsed.widthBits === 32 ? 8 : 64) : Number(bits);
  const amount = Number(count);
  if (!Number.isInteger(amount) || amount < 1 || amount > SUBNETS_MAX)
    throw templateError(
      `Fn::Cidr count must be between 1 and ${SUBNETS_MAX}, not ${String(count)}`,
    );
  const room = parsed.widthBits - parsed.prefixBits - subnetBits;
  if (!Number.isInteger(subnetBits) || subnetBits < 1 || room < 0 || amount > 2 ** room)
    throw templateError(
      `Fn::Cidr cannot take ${amount} blocks of ${subnetBits} bits from ${block}`,
    );
  return Array.from({ length: amount }, (_, index) => {
    const address = parsed.base + (BigInt(index) << BigInt(subnetBits));
    return `${formatAddress(address, parsed.widthBits)}/${parsed.widthBits - subnetBits}`;
  });
}

interface Block {
  base: bigint;
  prefixBits: number;
  widthBits: 32 | 128;
}

function parseBlock(block: string): Block {
  const [address = '', prefix = ''] = block.split('/');
  const prefixBits = Number(prefix);
  const widthBits = address.includes(':') ? 128 : 32;
  const value = widthBits === 32 ? parseV4(address) : parseV6(address);
  if (value === undefined || !/^\d+$/.test(prefix) || prefixBits > widthBits)
    throw templateError(`invalid ipBlock in Fn::Cidr: ${block}`);
  const hostBits = BigInt(widthBits - prefixBits);
  return { base: (value >> hostBits) << hostBits, prefixBits, widthBits };
}

function parseV4(address: string): bigint | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseV6(address: string): bigint | undefined {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

function formatAddress(address: bigint, widthBits: 32 | 128): string {
  if (widthBits === 32)
    return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((address >> BigInt(112 - index * 16)) & 0xffffn).toString(16),
  );
  // The longest run of zero groups is written as `::` (RFC 5952, section 4.2).
  const text = groups.join(':');
  const [run] = [...text.matchAll(/(?:^|:)(?:0(?::|$)){2,}/g)]
    .map((match) => match[0])
    .sort((a, b) => b.length - a.length);
  return run === undefined ? text : text.replace(run, '::');
}
