import type { DnsAnswer, DnsRecord } from '../record.ts';
import { encodeClientSubnet } from './client-subnet.ts';
import { CLASS_IN, FLAG, OPTION_CLIENT_SUBNET, RCODE, TYPE } from './codes.ts';
import { type DomainName, labelsOf, nameToWire } from './names.ts';
import type { DnsRequest } from './request.ts';

/** What we say that we can receive: RFC 9715's recommendation, and enough for any query. */
const ANNOUNCED_UDP_BYTES = 1_232;
/** The most that a datagram of ours has, whatever the client would take. */
const UDP_RESPONSE_BYTES_MAX = 4_096;
/** RFC 1035 section 4.2.1, for clients without EDNS(0). */
const PLAIN_UDP_BYTES_MAX = 512;
const TCP_RESPONSE_BYTES_MAX = 65_535;

const HEADER_BYTES = 12;
const OPT_BYTES = 11;
/** Compression pointers have 14 bits. */
const POINTER_OFFSET_MAX = 0x3fff;
/**
 * An owner name, and the fixed fields, of the longest record there can be, beyond the longest
 * message.
 */
const SCRATCH_BYTES = TCP_RESPONSE_BYTES_MAX * 2 + 1_024;

export interface ResponseOptions {
  request: Omit<DnsRequest, 'question'> & { question?: DnsRequest['question'] };
  transport: 'udp' | 'tcp';
  recursionAvailable: boolean;
  ttl: (seconds: number) => number;
}

/** Encoding is synchronous, so all responses are written in the same place and copied out. */
const scratch = Buffer.alloc(SCRATCH_BYTES);

/** The response's bytes, truncated to what the client can take over this transport. */
export function encodeResponse(answer: DnsAnswer, options: ResponseOptions): Buffer {
  const { request } = options;
  const opt = request.edns && optRecord(answer, request.edns);
  const bytesMax = responseBytesMax(options) - (opt?.length ?? 0);
  const writer = new Writer(options.ttl, bytesMax);
  writer.question(request.questionBytes, request.question?.name);
  const counts = writeSections(writer, answer);
  if (counts.truncated && options.transport === 'tcp') {
    // No transport is left that could carry it.
    return encodeResponse({ ...answer, ...EMPTY, rcode: RCODE.SERVFAIL }, options);
  }
  scratch.writeUInt16BE(request.id, 0);
  scratch.writeUInt16BE(headerFlags(answer, options, counts.truncated), 2);
  scratch.writeUInt16BE(request.questionBytes.length > 0 ? 1 : 0, 4);
  scratch.writeUInt16BE(counts.answers, 6);
  scratch.writeUInt16BE(counts.authorities, 8);
  scratch.writeUInt16BE(counts.additionals + (opt ? 1 : 0), 10);
  if (opt) writer.bytes(opt);
  return writer.take();
}

const EMPTY = { answers: [], authorities: [], additionals: [] };

function responseBytesMax({ request, transport }: ResponseOptions): number {
  if (transport === 'tcp') return TCP_RESPONSE_BYTES_MAX;
  if (request.edns === undefined) return PLAIN_UDP_BYTES_MAX;
  // RFC 6891 section 6.2.3: values lower than 512 are treated as 512.
  return Math.min(UDP_RESPONSE_BYTES_MAX, Math.max(PLAIN_UDP_BYTES_MAX, request.edns.udpBytes));
}

function headerFlags(answer: DnsAnswer, options: ResponseOptions, truncated: boolean): number {
  const { request } = options;
  return (
    FLAG.QR |
    (request.opcode << 11) |
    (answer.authoritative ? FLAG.AA : 0) |
    (truncated ? FLAG.TC : 0) |
    (request.recursionDesired ? FLAG.RD : 0) |
    (options.recursionAvailable ? FLAG.RA : 0) |
    (request.checkingDisabled ? FLAG.CD : 0) |
    (answer.rcode & 0xf)
  );
}

/** RFC 6891 section 6.1.2. The DO bit is copied from the query (RFC 3225 section 3). */
function optRecord(
  { rcode, scopePrefixBits = 0 }: DnsAnswer,
  edns: NonNullable<DnsRequest['edns']>,
): Buffer {
  const subnet = edns.clientSubnet && encodeClientSubnet(edns.clientSubnet, scopePrefixBits);
  const optionBytes = subnet === undefined ? 0 : 4 + subnet.length;
  const opt = Buffer.alloc(OPT_BYTES + optionBytes);
  opt.writeUInt16BE(TYPE.OPT, 1);
  opt.writeUInt16BE(ANNOUNCED_UDP_BYTES, 3);
  opt.writeUInt8(rcode >> 4, 5);
  opt.writeUInt16BE(edns.dnssecOk ? 0x8000 : 0, 7);
  opt.writeUInt16BE(optionBytes, 9);
  if (subnet !== undefined) {
    opt.writeUInt16BE(OPTION_CLIENT_SUBNET, OPT_BYTES);
    opt.writeUInt16BE(subnet.length, OPT_BYTES + 2);
    subnet.copy(opt, OPT_BYTES + 4);
  }
  return opt;
}

interface Counts {
  answers: number;
  authorities: number;
  additionals: number;
  truncated: boolean;
}

/**
 * A record set that does not fit whole is left out whole with everything after it, and TC is set
 * (RFC 2181 section 9): the client asks again over TCP. So is a referral's glue (RFC 9471), of
 * which what fits stays.
 */
function writeSections(writer: Writer, answer: DnsAnswer): Counts {
  const counts = { answers: 0, authorities: 0, additionals: 0, truncated: false };
  for (const section of ['answers', 'authorities'] as const) {
    const start = writer.mark();
    for (const record of answer[section]) {
      if (!writer.record(record)) {
        writer.rewind(start);
        return { ...counts, [section]: 0, truncated: true };
      }
    }
    counts[section] = answer[section].length;
  }
  for (const record of answer.additionals) {
    if (!writer.record(record)) return { ...counts, truncated: true };
    counts.additionals += 1;
  }
  return counts;
}

class Writer {
  #offset = HEADER_BYTES;
  readonly #ttl: (seconds: number) => number;
  readonly #bytesMax: number;
  readonly #offsets = new Map<DomainName, number>();

  constructor(ttl: (seconds: number) => number, bytesMax: number) {
    this.#ttl = ttl;
    this.#bytesMax = bytesMax;
  }

  question(bytes: Buffer, name: DomainName | undefined): void {
    this.bytes(bytes);
    if (name !== undefined) this.#remember(name, HEADER_BYTES);
  }

  mark(): number {
    return this.#offset;
  }

  rewind(offset: number): void {
    this.#offset = offset;
  }

  /** False, with nothing written, when it does not fit. */
  record(record: DnsRecord): boolean {
    const start = this.#offset;
    this.#name(record.name);
    const end = this.#offset + 10 + record.data.length;
    if (end > this.#bytesMax) {
      this.#offset = start;
      return false;
    }
    scratch.writeUInt16BE(record.type, this.#offset);
    scratch.writeUInt16BE(CLASS_IN, this.#offset + 2);
    scratch.writeUInt32BE(this.#ttl(record.ttlSeconds), this.#offset + 4);
    scratch.writeUInt16BE(record.data.length, this.#offset + 8);
    record.data.copy(scratch, this.#offset + 10);
    this.#offset = end;
    return true;
  }

  bytes(bytes: Buffer): void {
    bytes.copy(scratch, this.#offset);
    this.#offset += bytes.length;
  }

  take(): Buffer {
    return Buffer.from(scratch.subarray(0, this.#offset));
  }

  /**
   * Owner names are compressed; names inside data are not (RFC 3597 section 4 forbids it for newer
   * types).
   */
  #name(name: DomainName): void {
    let rest = name;
    const start = this.#offset;
    let written = 0;
    for (const label of labelsOf(name)) {
      const known = this.#offsets.get(rest);
      if (known !== undefined) {
        this.#offset = start + written;
        scratch.writeUInt16BE(0xc000 | known, this.#offset);
        this.#offset += 2;
        if (written > 0) this.#remember(name, start, rest);
        return;
      }
      const bytes = nameToWire(label);
      bytes.copy(scratch, start + written, 0, bytes.length - 1);
      written += bytes.length - 1;
      rest = rest.slice(label.length + 1);
    }
    scratch.writeUInt8(0, start + written);
    this.#offset = start + written + 1;
    this.#remember(name, start);
  }

  /**
   * Notes where `name` and each of its parents (down to, not with, `until`) stand in the message.
   */
  #remember(name: DomainName, start: number, until: DomainName = ''): void {
    let rest = name;
    let offset = start;
    for (const label of labelsOf(name)) {
      if (rest === until || offset > POINTER_OFFSET_MAX) return;
      this.#offsets.set(rest, offset);
      offset += nameToWire(label).length - 1;
      rest = rest.slice(label.length + 1);
    }
  }
}
