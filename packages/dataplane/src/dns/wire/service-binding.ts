import { encodeA, encodeAaaa } from './addresses.ts';
import { dataName, uint, withLength } from './value-text.ts';

/** https://www.iana.org/assignments/dns-svcb/dns-svcb.xhtml */
const KEYS: readonly string[] = [
  'mandatory',
  'alpn',
  'no-default-alpn',
  'port',
  'ipv4hint',
  'ech',
  'ipv6hint',
  'dohpath',
  'ohttp',
];
const MANDATORY = 0;
const ALPN = 1;
const NO_DEFAULT_ALPN = 2;
/** RFC 9460 section 14.3.2: "invalid key". */
const KEY_INVALID = 65_535;

type Params = Map<number, Buffer>;

/** SVCB and HTTPS: priority, target, parameters (RFC 9460 section 2.1). */
export function serviceBinding(value: string): Buffer {
  const [priority, target, ...texts] = splitParams(value);
  const params: Params = new Map();
  for (const text of texts) {
    const [key, data] = param(text);
    if (params.has(key)) throw new Error(`the same parameter twice: '${text}'`);
    params.set(key, data);
  }
  checkTogether(params, value);
  const inOrder = [...params].toSorted(([one], [other]) => one - other);
  return Buffer.concat([
    uint(priority, 16),
    dataName(target),
    ...inOrder.flatMap(([key, data]) => [number16(key), number16(data.length), data]),
  ]);
}

/** A quoted part belongs to the parameter that it ends (RFC 9460 appendix A). */
function splitParams(value: string): string[] {
  const parts: string[] = [];
  const pattern = /\s*((?:"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|[^\s"\\])+)\s*/y;
  while (pattern.lastIndex < value.length) {
    const match = pattern.exec(value);
    if (match === null) throw new Error(`quotation marks are not in pairs: '${value}'`);
    parts.push(match[1] ?? '');
  }
  if (parts.length < 2) throw new Error(`expected a priority and a target, got '${value}'`);
  return parts;
}

function param(text: string): [key: number, data: Buffer] {
  const [, name = '', value] = /^([^=]*)(?:=([\s\S]*))?$/.exec(text) ?? [];
  const key = keyOf(name);
  // A key by its number has its value's bytes as they are (section 2.1).
  const bytes = charString(value ?? '', text);
  return [key, name.startsWith('key') ? bytes : encodeParam(name, bytes, text)];
}

function keyOf(name: string): number {
  const known = KEYS.indexOf(name);
  if (known !== -1) return known;
  const number = /^key(0|[1-9]\d{0,4})$/.exec(name)?.[1];
  if (number === undefined || Number(number) >= KEY_INVALID) {
    throw new Error(`not a parameter: '${name}'`);
  }
  return Number(number);
}

function encodeParam(name: string, value: Buffer, text: string): Buffer {
  const items = (): string[] => {
    if (value.length === 0) throw new Error(`a parameter without a value: '${text}'`);
    return value.toString('latin1').split(',');
  };
  switch (name) {
    case 'mandatory':
      return mandatory(items().map(keyOf), text);
    case 'alpn':
      return Buffer.concat(protocols(value, text).map(withLength));
    case 'no-default-alpn':
    case 'ohttp':
      if (value.length > 0) throw new Error(`a parameter that has no value: '${text}'`);
      return value;
    case 'port':
      return uint(value.toString('latin1'), 16);
    case 'ipv4hint':
      return Buffer.concat(items().map(encodeA));
    case 'ipv6hint':
      return Buffer.concat(items().map(encodeAaaa));
    case 'ech':
      return base64(value.toString('latin1'), text);
    default:
      if (value.length === 0) throw new Error(`a parameter without a value: '${text}'`);
      return value;
  }
}

/** Section 8: in order, each once, and not itself. */
function mandatory(keys: readonly number[], text: string): Buffer {
  const inOrder = [...new Set(keys)].toSorted((one, other) => one - other);
  if (inOrder.length !== keys.length || inOrder.includes(MANDATORY)) {
    throw new Error(`a mandatory key twice, or 'mandatory' itself: '${text}'`);
  }
  return Buffer.concat(inOrder.map(number16));
}

const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/**
 * Section 7.1.1 and appendix A.1: commas stand between, and `\,` and `\\` are a comma and a
 * backslash of a name's own.
 */
function protocols(value: Buffer, text: string): Buffer[] {
  const names: number[][] = [[]];
  for (let at = 0; at < value.length; at += 1) {
    if (value[at] === COMMA) {
      names.push([]);
      continue;
    }
    if (value[at] === BACKSLASH) at += 1;
    const byte = value[at];
    if (byte === undefined) throw new Error(`nothing after a backslash: '${text}'`);
    names.at(-1)?.push(byte);
  }
  if (names.some((name) => name.length === 0 || name.length > 255)) {
    throw new Error(`not protocols: '${text}'`);
  }
  return names.map((name) => Buffer.from(name));
}

function checkTogether(params: Params, value: string): void {
  // Section 7.1.1: without protocols of its own, a service without the default one speaks none.
  if (params.has(NO_DEFAULT_ALPN) && !params.has(ALPN)) {
    throw new Error(`no-default-alpn without alpn: '${value}'`);
  }
  const needed = params.get(MANDATORY) ?? Buffer.alloc(0);
  for (let at = 0; at + 2 <= needed.length; at += 2) {
    if (!params.has(needed.readUInt16BE(at))) {
      throw new Error(`a mandatory parameter is not there: '${value}'`);
    }
  }
}

/**
 * RFC 9460 appendix A: as in zone files, `\` and three decimal digits, or any other character,
 * stand for one byte; the quotation marks around it are none of its bytes.
 */
function charString(value: string, text: string): Buffer {
  const plain = /^"([\s\S]*)"$/.exec(value)?.[1] ?? value;
  const parts = plain.match(/\\\d{3}|\\[\s\S]|[^\\]/gu) ?? [];
  return Buffer.concat(
    parts.map((part) => {
      if (part === '"') throw new Error(`a quotation mark in a value: '${text}'`);
      if (!part.startsWith('\\')) return Buffer.from(part, 'utf8');
      if (part.length === 2) return Buffer.from(part.slice(1), 'utf8');
      return uint(part.slice(1), 8);
    }),
  );
}

function base64(value: string, text: string): Buffer {
  const bytes = Buffer.from(value, 'base64');
  if (value === '' || bytes.toString('base64') !== value) throw new Error(`not base64: '${text}'`);
  return bytes;
}

function number16(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(number);
  return bytes;
}
