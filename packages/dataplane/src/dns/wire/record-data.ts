import type { RecordSet } from '@understudy/contract';
import { encodeA, encodeAaaa } from './addresses.ts';
import { serviceBinding } from './service-binding.ts';
import {
  characterString,
  characterStrings,
  dataName,
  fields,
  hex,
  uint,
  withLength,
} from './value-text.ts';

type RecordTypeName = RecordSet['type'];

/**
 * One value of a record set, as the API takes it, in wire form. Throws an Error whose message
 * quotes what is wrong.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
 */
export function encodeValue(type: RecordTypeName, value: string): Buffer {
  return ENCODERS[type](value);
}

export function encodeNs(nameServer: string): Buffer {
  return dataName(nameServer);
}

const ENCODERS: Record<RecordTypeName, (value: string) => Buffer> = {
  A: encodeA,
  AAAA: encodeAaaa,
  CNAME: dataName,
  NS: dataName,
  PTR: dataName,
  TXT: text,
  // RFC 7208 section 3.1: the obsolete type has the form of TXT.
  SPF: text,
  MX(value) {
    const [preference, exchange] = fields(value, 2);
    return Buffer.concat([uint(preference, 16), dataName(exchange)]);
  },
  SRV(value) {
    const [priority, weight, port, target] = fields(value, 4);
    const numbers = [priority, weight, port].map((number) => uint(number, 16));
    return Buffer.concat([...numbers, dataName(target)]);
  },
  SOA(value) {
    const [mname, rname, ...numbers] = fields(value, 7);
    const timers = numbers.map((number) => uint(number, 32));
    return Buffer.concat([dataName(mname), dataName(rname), ...timers]);
  },
  CAA: authorization,
  NAPTR: namingAuthority,
  DS: delegationSigner,
  TLSA: certificateAssociation,
  SSHFP: sshFingerprint,
  SVCB: serviceBinding,
  HTTPS: serviceBinding,
};

function text(value: string): Buffer {
  return Buffer.concat(characterStrings(value).map(withLength));
}

/** RFC 8659 section 4.1. */
function authorization(value: string): Buffer {
  const parts = /^(\d+)\s+([A-Za-z0-9]+)\s+(".*"|\S+)$/.exec(value.trim());
  if (parts === null) throw new Error(`not a CAA value (flags tag "value"): '${value}'`);
  const [, flags, tag = '', quoted = ''] = parts;
  const property = quoted.startsWith('"') ? Buffer.concat(characterStrings(quoted)) : quoted;
  return Buffer.concat([uint(flags, 8), withLength(Buffer.from(tag)), Buffer.from(property)]);
}

/**
 * RFC 3403 section 4.1: order, preference, "flags", "services", "regexp", replacement; of the last
 * two, one only.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#NAPTRFormat
 */
function namingAuthority(value: string): Buffer {
  const [order, preference, flags, services, regexp, replacement] = fields(value, 6);
  const flagBytes = characterString(flags);
  if (!/^[A-Za-z0-9]*$/.test(flagBytes.toString('latin1'))) {
    throw new Error(`flags are letters and digits: '${flags ?? ''}'`);
  }
  const pattern = characterString(regexp);
  if (pattern.length > 0 && replacement !== '.') {
    throw new Error(`with a regexp, the replacement is '.': '${value}'`);
  }
  return Buffer.concat([
    uint(order, 16),
    uint(preference, 16),
    withLength(flagBytes),
    withLength(characterString(services)),
    withLength(pattern),
    dataName(replacement),
  ]);
}

/** Bytes of the digests that have a number: RFC 4034, RFC 4509, RFC 5933, RFC 6605. */
const DS_DIGEST_BYTES: Readonly<Record<string, number>> = { '1': 20, '2': 32, '3': 32, '4': 48 };

/** RFC 4034 section 5.3: key tag, algorithm, digest type, digest. */
function delegationSigner(value: string): Buffer {
  const [tag, algorithm, type = '', ...digest] = fields(value, 4, { more: true });
  const bytes = ofLength(hex(digest), DS_DIGEST_BYTES[type], value);
  return Buffer.concat([uint(tag, 16), uint(algorithm, 8), uint(type, 8), bytes]);
}

/** RFC 6698 section 2.1.3: 0 is the whole certificate or key, 1 its SHA-256, 2 its SHA-512. */
const TLSA_DATA_BYTES: Readonly<Record<string, number>> = { '1': 32, '2': 64 };

/** RFC 6698 section 2.2: usage, selector, matching type, data. */
function certificateAssociation(value: string): Buffer {
  const [usage, selector, matching = '', ...data] = fields(value, 4, { more: true });
  const bytes = ofLength(hex(data), TLSA_DATA_BYTES[matching], value);
  return Buffer.concat([uint(usage, 8), uint(selector, 8), uint(matching, 8), bytes]);
}

/** SHA-1 (RFC 4255) and SHA-256 (RFC 6594). */
const SSHFP_BYTES: Readonly<Record<string, number>> = { '1': 20, '2': 32 };

/** RFC 4255 section 3.2: key algorithm, fingerprint type, fingerprint. */
function sshFingerprint(value: string): Buffer {
  const [algorithm, type = '', ...fingerprint] = fields(value, 3, { more: true });
  const bytes = ofLength(hex(fingerprint), SSHFP_BYTES[type], value);
  return Buffer.concat([uint(algorithm, 8), uint(type, 8), bytes]);
}

/** Types that have no length of their own here are somebody's future ones. */
function ofLength(bytes: Buffer, length: number | undefined, value: string): Buffer {
  if (length === undefined || bytes.length === length) return bytes;
  throw new Error(`expected ${length} bytes, got ${bytes.length}: '${value}'`);
}
