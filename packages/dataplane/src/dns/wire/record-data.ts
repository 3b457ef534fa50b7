import { isIPv4, isIPv6 } from 'node:net';
import type { RecordSet } from '@understudy/contract';
import packet, { type Answer } from 'dns-packet';
import { canonicalName, type DomainName } from './names.ts';

type RecordTypeName = RecordSet['type'];

/**
 * One value of a record set, as the API takes it, in wire form. Throws an Error whose message
 * quotes what is wrong.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
 */
export function encodeValue(type: RecordTypeName, value: string): Buffer {
  return encodeAnswer({ ...parseValue(type, value), name: '.' }).data;
}

/** Type and data of a record that dns-packet read, names in the data uncompressed. */
export function encodeAnswer(answer: Answer): { type: number; data: Buffer } {
  // After the header: the root's name (1), type (2), class (2), TTL (4) and length (2).
  const message = packet.encode({ type: 'response', answers: [{ ...answer, name: '.' }] });
  return { type: message.readUInt16BE(13), data: Buffer.from(message.subarray(23)) };
}

/** On the path of every alias answer, so without the codec. */
export function encodeA(address: string): Buffer {
  if (!isIPv4(address)) throw new Error(`not an IPv4 address: '${address}'`);
  return Buffer.from(address.split('.').map(Number));
}

export function encodeNs(nameServer: string): Buffer {
  return encodeValue('NS', nameServer);
}

type Unnamed<T> = T extends unknown ? Omit<T, 'name'> : never;

function parseValue(type: RecordTypeName, value: string): Unnamed<Answer> {
  switch (type) {
    case 'A':
      if (!isIPv4(value)) throw new Error(`not an IPv4 address: '${value}'`);
      return { type, data: value };
    case 'AAAA':
      if (!isIPv6(value)) throw new Error(`not an IPv6 address: '${value}'`);
      return { type, data: value };
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return { type, data: dataName(value) };
    case 'TXT':
      return { type, data: characterStrings(value) };
    case 'MX': {
      const [preference, exchange] = fields(value, 2);
      return { type, data: { preference: uint(preference, 16), exchange: dataName(exchange) } };
    }
    case 'SRV':
      return { type, data: service(value) };
    case 'CAA':
      return { type, data: authorization(value) };
    case 'SOA':
      return { type, data: startOfAuthority(value) };
  }
}

function service(value: string): Extract<Answer, { type: 'SRV' }>['data'] {
  const [priority, weight, port, target] = fields(value, 4);
  return {
    priority: uint(priority, 16),
    weight: uint(weight, 16),
    port: uint(port, 16),
    target: dataName(target),
  };
}

type CaaData = Extract<Answer, { type: 'CAA' }>['data'];

function authorization(value: string): CaaData {
  const parts = /^(\d+)\s+([A-Za-z0-9]+)\s+(".*"|\S+)$/.exec(value.trim());
  if (parts === null) throw new Error(`not a CAA value (flags tag "value"): '${value}'`);
  const [, flags, tag, quoted = ''] = parts;
  const text = quoted.startsWith('"') ? Buffer.concat(characterStrings(quoted)) : quoted;
  // The package's type lists three of the tags that are registered by now.
  return { flags: uint(flags, 8), tag: tag as CaaData['tag'], value: text.toString() };
}

function startOfAuthority(value: string): Extract<Answer, { type: 'SOA' }>['data'] {
  const [mname, rname, serial, refresh, retry, expire, minimum] = fields(value, 7);
  return {
    mname: dataName(mname),
    rname: (rname ?? '').replace(/\.$/, ''),
    serial: uint(serial, 32),
    refresh: uint(refresh, 32),
    retry: uint(retry, 32),
    expire: uint(expire, 32),
    minimum: uint(minimum, 32),
  };
}

function fields(value: string, count: number): string[] {
  const parts = value.trim().split(/\s+/);
  if (parts.length !== count) throw new Error(`expected ${count} fields, got '${value}'`);
  return parts;
}

function uint(text: string | undefined, bits: 8 | 16 | 32): number {
  const number = Number(text);
  if (!/^\d+$/.test(text ?? '') || number >= 2 ** bits) {
    throw new Error(`not a number from 0 to ${2 ** bits - 1}: '${text ?? ''}'`);
  }
  return number;
}

/** A name inside a record's data, as dns-packet writes it: it knows no escapes. */
function dataName(text: string | undefined): DomainName {
  const name = canonicalName(text ?? '');
  if (name.includes('\\')) {
    throw new Error(`names with escaped characters are not supported in values: '${text ?? ''}'`);
  }
  return name === '' ? '.' : name;
}

/** RFC 1035 section 3.3: the length of a character string has one byte. */
const CHARACTER_STRING_BYTES_MAX = 255;

/**
 * Quoted strings, with spaces between; inside, `\"`, `\\` and three octal digits.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#TXTFormat
 */
function characterStrings(value: string): Buffer[] {
  const strings: Buffer[] = [];
  const pattern = /\s*"((?:[^"\\]|\\[\s\S])*)"\s*/y;
  while (pattern.lastIndex < value.length) {
    const match = pattern.exec(value);
    if (match === null) throw new Error(`not text in double quotes: '${value}'`);
    const bytes = unescapeText(match[1] ?? '');
    if (bytes.length > CHARACTER_STRING_BYTES_MAX) {
      throw new Error(`text longer than ${CHARACTER_STRING_BYTES_MAX} bytes: '${value}'`);
    }
    strings.push(bytes);
  }
  if (strings.length === 0) throw new Error(`not text in double quotes: '${value}'`);
  return strings;
}

function unescapeText(text: string): Buffer {
  const parts = text.split(/(\\[0-3][0-7]{2}|\\[\s\S])/);
  return Buffer.concat(
    parts.map((part) => {
      if (!part.startsWith('\\')) return Buffer.from(part, 'utf8');
      if (/^\\[0-3][0-7]{2}$/.test(part)) return Buffer.from([Number.parseInt(part.slice(1), 8)]);
      return Buffer.from(part.slice(1), 'utf8');
    }),
  );
}
