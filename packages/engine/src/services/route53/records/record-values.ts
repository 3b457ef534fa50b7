import { isIPv4, isIPv6 } from 'node:net';
import { errorText, type RecordSet } from '@understudy/contract';
import { encodeValue } from '@understudy/dataplane';
import { byteLength, LABEL_BYTES_MAX, NAME_BYTES_MAX } from './record-name.ts';

/** RFC 1035 section 3.3.14: a character string has at most 255 bytes. */
const CHARACTER_STRING_BYTES_MAX = 255;
/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#TXTFormat */
const TXT_VALUE_CHARACTERS_MAX = 4000;

/** `undefined` when fine, else Route 53's code and explanation. */
type Check = (value: string) => string | undefined;

const CHECKS: Record<RecordSet['type'], Check> = {
  A: (value) =>
    single(value, 'ARRDATA') ??
    (isIPv4(value) ? undefined : 'ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)'),
  AAAA: (value) =>
    single(value, 'AAAARRDATA') ??
    (isIPv6(value) && !value.includes('%')
      ? undefined
      : 'AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)'),
  CNAME: (value) => single(value, 'CNAMERRDATA') ?? domainName(value),
  NS: (value) => single(value, 'NSRRDATA') ?? domainName(value),
  PTR: (value) => single(value, 'PTRRRDATA') ?? domainName(value),
  MX: (value) =>
    fields(value, 'MXRRDATANotTwoFields', [number16, (name) => domainName(name, true)]),
  SRV: (value) =>
    fields(value, 'SRVRRDATANotFourFields', [
      number16,
      number16,
      number16,
      (name) => domainName(name, true),
    ]),
  CAA: (value) => caa(value),
  TXT: (value) => text(value),
  SPF: (value) => text(value),
  NAPTR: served('NAPTR'),
  DS: served('DS'),
  TLSA: served('TLSA'),
  SSHFP: served('SSHFP'),
  SVCB: served('SVCB'),
  HTTPS: served('HTTPS'),
  SOA: (value) =>
    fields(value, 'SOARRDATANotSevenFields', [
      domainName,
      domainName,
      number32,
      number32,
      number32,
      number32,
      number32,
    ]),
};

/**
 * What Route 53 says of the values of a record set that is not an alias; empty when it takes them.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
 */
export function valueProblems(type: RecordSet['type'], values: readonly string[]): string[] {
  const problems: string[] = [];
  for (const value of values) {
    const problem = CHECKS[type](value);
    if (problem !== undefined)
      problems.push(
        `Invalid Resource Record: FATAL problem: ${problem} encountered with '${value}'`,
      );
  }
  for (const value of new Set(values))
    if (values.filter((other) => other === value).length > 1)
      problems.push(`Duplicate Resource Record: '${value}'`);
  return problems;
}

/**
 * The quoted strings of a TXT value with their escapes, or undefined when it is not made of quoted
 * strings.
 */
export function characterStrings(value: string): string[] | undefined {
  const strings: string[] = [];
  let rest = value.trim();
  while (rest !== '') {
    const match = /^"((?:[^"\\]|\\[0-3][0-7]{2}|\\[^0-9])*)"(?:\s+|$)/.exec(rest);
    if (match === null) return undefined;
    strings.push(match[1] ?? '');
    rest = rest.slice(match[0].length);
  }
  return strings.length === 0 ? undefined : strings;
}

/**
 * What AWS says of these types is not published, so the name servers' own reading of the value
 * judges it.
 */
function served(type: RecordSet['type']): Check {
  return (value) => {
    try {
      encodeValue(type, value);
      return undefined;
    } catch (thrown) {
      return `InvalidRecordData (${errorText(thrown)})`;
    }
  };
}

function text(value: string): string | undefined {
  const strings = characterStrings(value);
  if (strings === undefined)
    return 'InvalidCharacterString (Value should be enclosed in quotation marks)';
  if (strings.some((string) => unescapedLength(string) > CHARACTER_STRING_BYTES_MAX))
    return 'CharacterStringTooLong (Value is too long)';
  if (value.length > TXT_VALUE_CHARACTERS_MAX) return 'TXTRDATATooLong (Value is too long)';
  return undefined;
}

function unescapedLength(string: string): number {
  return Buffer.byteLength(string.replaceAll(/\\(?:[0-3][0-7]{2}|.)/g, 'x'));
}

/** RFC 8659 section 4: flags, tag, quoted value. */
function caa(value: string): string | undefined {
  const match = /^(\d{1,3})\s+([a-z0-9]+)\s+("(?:[^"\\]|\\.)*")$/i.exec(value);
  if (match === null)
    return 'CAARRDATANotThreeFields (Value should be flags, a tag and a value in quotation marks)';
  return Number(match[1]) > 255 ? 'InvalidFlags (Flags must be between 0 and 255)' : undefined;
}

function fields(value: string, countProblem: string, checks: readonly Check[]): string | undefined {
  const parts = value.trim().split(/\s+/);
  if (parts.length !== checks.length)
    return `${countProblem} (Record doesn't have ${checks.length} fields)`;
  for (const [index, check] of checks.entries()) {
    const problem = check(parts[index] ?? '');
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function single(value: string, prefix: string): string | undefined {
  return /\s/.test(value) ? `${prefix}NotSingleField (Value contains spaces)` : undefined;
}

function number16(value: string): string | undefined {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65_535
    ? undefined
    : 'UnparseableNumber (Value is not a number between 0 and 65535)';
}

function number32(value: string): string | undefined {
  return /^\d{1,10}$/.test(value) && Number(value) <= 4_294_967_295
    ? undefined
    : 'UnparseableNumber (Value is not a number between 0 and 4294967295)';
}

/** `.` alone is a name in MX (RFC 7505) and SRV (RFC 2782) only. */
function domainName(value: string, rootAllowed = false): string | undefined {
  if (rootAllowed && value === '.') return undefined;
  const name = value.endsWith('.') ? value.slice(0, -1) : value;
  // On the wire, a byte of length stands before each label, and before the root's.
  if (byteLength(name) + 2 > NAME_BYTES_MAX) return 'DomainNameTooLong (Domain name is too long)';
  for (const label of name.split('.')) {
    if (label === '') return 'DomainLabelEmpty (Domain label is empty)';
    if (byteLength(label) > LABEL_BYTES_MAX) return 'DomainLabelTooLong (Domain label is too long)';
    if (!/^(?:[\w*-]|\\[0-3][0-7]{2})+$/.test(label))
      return 'UnsupportedCharacter (Value contains unsupported characters)';
  }
  return undefined;
}
