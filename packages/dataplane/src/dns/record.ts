import { RCODE, TYPE } from './wire/codes.ts';
import type { DomainName } from './wire/names.ts';

/** One resource record of the internet class, its data in wire form. */
export interface DnsRecord {
  name: DomainName;
  type: number;
  /**
   * AWS seconds in what zones say, wall seconds in what a resolver was told: see
   * `DnsRole.ttlSpeed`.
   */
  ttlSeconds: number;
  data: Buffer;
}

export interface DnsAnswer {
  rcode: number;
  authoritative: boolean;
  answers: DnsRecord[];
  authorities: DnsRecord[];
  /** Glue only: dropping one for want of room makes an answer incomplete. */
  additionals: DnsRecord[];
  /**
   * Of the client subnet, if one came with the question: how many bits the answer depends on.
   * Absent: on none.
   */
  scopePrefixBits?: number;
}

export function answerOf(rcode: number, parts: Partial<DnsAnswer> = {}): DnsAnswer {
  return { rcode, authoritative: false, answers: [], authorities: [], additionals: [], ...parts };
}

/**
 * The start of authority as it stands in a negative answer: its TTL is how long the absence may be
 * remembered, the lesser of the record's own TTL and its last field (RFC 2308 section 3).
 */
export function negativeSoa(soa: DnsRecord): DnsRecord {
  return { ...soa, ttlSeconds: Math.min(soa.ttlSeconds, soaMinimum(soa)) };
}

/** The MINIMUM field, which ends the data. */
export function soaMinimum(soa: DnsRecord): number {
  return soa.data.readUInt32BE(soa.data.length - 4);
}

const RFC8482_TTL_SECONDS = 3_600;

/** RFC 8482 section 4.2: a question for every type is answered with one record that says so. */
export function minimalAnyRecord(name: DomainName): DnsRecord {
  const data = Buffer.from('\x07RFC8482\x00', 'latin1');
  return { name, type: TYPE.HINFO, ttlSeconds: RFC8482_TTL_SECONDS, data };
}

export const REFUSED: DnsAnswer = answerOf(RCODE.REFUSED);
export const SERVFAIL: DnsAnswer = answerOf(RCODE.SERVFAIL);
