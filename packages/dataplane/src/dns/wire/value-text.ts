import { canonicalName, nameToWire } from './names.ts';

/** RFC 1035 section 3.3: the length of a character string has one byte. */
const CHARACTER_STRING_BYTES_MAX = 255;

/**
 * The fields of a value; quoted ones keep their quotation marks. Throws unless there are `count`
 * (or more, if so said).
 */
export function fields(value: string, count: number, options: { more?: boolean } = {}): string[] {
  const parts = value.trim().match(/"(?:[^"\\]|\\[\s\S])*"(?=\s|$)|\S+/g) ?? [];
  const enough = options.more === true ? parts.length >= count : parts.length === count;
  if (!enough) throw new Error(`expected ${count} fields, got '${value}'`);
  return parts;
}

export function uint(text: string | undefined, bits: 8 | 16 | 32): Buffer {
  const number = Number(text);
  if (!/^\d+$/.test(text ?? '') || number >= 2 ** bits) {
    throw new Error(`not a number from 0 to ${2 ** bits - 1}: '${text ?? ''}'`);
  }
  const bytes = Buffer.alloc(bits / 8);
  bytes.writeUIntBE(number, 0, bits / 8);
  return bytes;
}

/** A name inside a record's data, uncompressed. */
export function dataName(text: string | undefined): Buffer {
  return nameToWire(canonicalName(text ?? ''));
}

/**
 * Bytes in hexadecimal; zone files may have spaces between (RFC 4034 section 5.3), which come as
 * several fields.
 */
export function hex(parts: readonly string[]): Buffer {
  const text = parts.join('');
  if (text === '' || text.length % 2 === 1 || !/^[0-9a-f]+$/i.test(text)) {
    throw new Error(`not bytes in hexadecimal: '${parts.join(' ')}'`);
  }
  return Buffer.from(text, 'hex');
}

/**
 * Quoted strings, with spaces between; inside, `\"`, `\\` and three octal digits.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#TXTFormat
 */
export function characterStrings(value: string): Buffer[] {
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

/** One quoted string. */
export function characterString(text: string | undefined): Buffer {
  const [string, ...more] = characterStrings(text ?? '');
  if (string === undefined || more.length > 0) throw new Error(`not one string: '${text ?? ''}'`);
  return string;
}

/** As a character string stands on the wire. */
export function withLength(string: Buffer): Buffer {
  return Buffer.concat([Buffer.from([string.length]), string]);
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
