import { type ClientSubnet, parseClientSubnet } from './client-subnet.ts';
import { CLASS_IN, FLAG, OPCODE_QUERY, OPTION_CLIENT_SUBNET, RCODE, TYPE } from './codes.ts';
import { canonicalLabel, type DomainName, NAME_BYTES_MAX } from './names.ts';

export interface DnsQuestion {
  name: DomainName;
  type: number;
}

export interface DnsRequest {
  id: number;
  /** Copied into the response, whatever it is (RFC 1035 section 4.1.1). */
  opcode: number;
  recursionDesired: boolean;
  checkingDisabled: boolean;
  question: DnsQuestion;
  /**
   * The question exactly as sent: echoed, so that a client's random upper and lower case comes back
   * (0x20).
   */
  questionBytes: Buffer;
  /** RFC 6891. Absent when the client sent no OPT record. */
  edns:
    { udpBytes: number; dnssecOk: boolean; clientSubnet?: ClientSubnet | undefined } | undefined;
}

/** What a datagram or stream message turned out to be. `ignore` gets no answer at all. */
export type ParsedRequest =
  | { kind: 'query'; request: DnsRequest }
  | { kind: 'error'; rcode: number; request: Omit<DnsRequest, 'question'> }
  | { kind: 'ignore' };

const HEADER_BYTES = 12;

/** Reads a query. Never throws. */
export function parseRequest(message: Buffer): ParsedRequest {
  // A message without a whole header has no id to answer to; answering an answer could loop for
  // ever (RFC 1035 7.3).
  if (message.length < HEADER_BYTES) return { kind: 'ignore' };
  const flags = message.readUInt16BE(2);
  if (flags & FLAG.QR) return { kind: 'ignore' };
  const header = {
    id: message.readUInt16BE(0),
    opcode: (flags >> 11) & 0xf,
    recursionDesired: (flags & FLAG.RD) !== 0,
    checkingDisabled: (flags & FLAG.CD) !== 0,
    questionBytes: message.subarray(0, 0),
    edns: undefined,
  };
  const error = (rcode: number): ParsedRequest => ({ kind: 'error', rcode, request: header });
  if (header.opcode !== OPCODE_QUERY) return error(RCODE.NOTIMP);
  if (message.readUInt16BE(4) !== 1) return error(RCODE.FORMERR);
  const question = readQuestion(message);
  if (question === undefined) return error(RCODE.FORMERR);
  const rest = readRecords(message, question.end);
  if (rest === undefined) return error(RCODE.FORMERR);
  const questionBytes = message.subarray(HEADER_BYTES, question.end);
  const { opt } = rest;
  const edns = opt && { udpBytes: opt.udpBytes, dnssecOk: opt.dnssecOk };
  const request = { ...header, questionBytes, edns };
  // RFC 6891 section 6.1.3: a version we do not know is answered with the one that we do.
  if (opt && opt.version > 0) return { kind: 'error', rcode: RCODE.BADVERS, request };
  const clientSubnet = opt?.clientSubnet && parseClientSubnet(opt.clientSubnet);
  if (opt?.clientSubnet && !clientSubnet) return { kind: 'error', rcode: RCODE.FORMERR, request };
  const rcode = refusal(question);
  if (rcode !== undefined) return { kind: 'error', rcode, request };
  const { name, type } = question;
  return {
    kind: 'query',
    request: { ...request, edns: edns && { ...edns, clientSubnet }, question: { name, type } },
  };
}

/** Question types and classes that are not looked up anywhere. */
function refusal(question: { type: number; class: number }): number | undefined {
  const { type } = question;
  if (type === 0 || type === TYPE.OPT || type === TYPE.TKEY || type === TYPE.TSIG) {
    return RCODE.FORMERR;
  }
  if (type === TYPE.MAILA || type === TYPE.MAILB) return RCODE.NOTIMP;
  // Route 53 makes no zone transfers, and serves the internet class only.
  if (type === TYPE.AXFR || type === TYPE.IXFR || question.class !== CLASS_IN) {
    return RCODE.REFUSED;
  }
  return undefined;
}

function readQuestion(message: Buffer): (DnsQuestion & { class: number; end: number }) | undefined {
  const labels: string[] = [];
  let offset = HEADER_BYTES;
  for (;;) {
    const length = message[offset];
    // There is nothing before the question that a compression pointer could point to.
    if (length === undefined || length > 63) return undefined;
    offset += 1;
    if (length === 0) break;
    if (offset + length > message.length) return undefined;
    labels.push(canonicalLabel(message.subarray(offset, offset + length)));
    offset += length;
    if (offset - HEADER_BYTES >= NAME_BYTES_MAX) return undefined;
  }
  if (offset + 4 > message.length) return undefined;
  return {
    name: labels.join('.'),
    type: message.readUInt16BE(offset),
    class: message.readUInt16BE(offset + 2),
    end: offset + 4,
  };
}

interface OptRecord {
  udpBytes: number;
  version: number;
  dnssecOk: boolean;
  /** The data of the first such option. */
  clientSubnet: Buffer | undefined;
}

/** Walks the other sections for the one OPT record. Undefined when they are malformed. */
function readRecords(message: Buffer, from: number): { opt: OptRecord | undefined } | undefined {
  const count = message.readUInt16BE(6) + message.readUInt16BE(8);
  const additionals = message.readUInt16BE(10);
  let opt: OptRecord | undefined;
  let offset = from;
  for (let index = 0; index < count + additionals; index += 1) {
    const nameEnd = skipName(message, offset);
    if (nameEnd === undefined || nameEnd + 10 > message.length) return undefined;
    const dataBytes = message.readUInt16BE(nameEnd + 8);
    const end = nameEnd + 10 + dataBytes;
    if (end > message.length) return undefined;
    if (message.readUInt16BE(nameEnd) === TYPE.OPT) {
      // One, owned by the root, in the additional section: RFC 6891 section 6.1.1.
      if (opt !== undefined || nameEnd !== offset + 1 || index < count) return undefined;
      const options = readOptions(message.subarray(nameEnd + 10, end));
      if (options === undefined) return undefined;
      opt = {
        udpBytes: message.readUInt16BE(nameEnd + 2),
        version: message.readUInt8(nameEnd + 5),
        dnssecOk: (message.readUInt16BE(nameEnd + 6) & 0x8000) !== 0,
        ...options,
      };
    }
    offset = end;
  }
  return offset === message.length ? { opt } : undefined;
}

/**
 * Options that we do not know are passed over (RFC 6891 section 6.1.2). Undefined when they are cut
 * short.
 */
function readOptions(options: Buffer): Pick<OptRecord, 'clientSubnet'> | undefined {
  let clientSubnet: Buffer | undefined;
  let offset = 0;
  while (offset + 4 <= options.length) {
    const end = offset + 4 + options.readUInt16BE(offset + 2);
    if (end > options.length) return undefined;
    if (options.readUInt16BE(offset) === OPTION_CLIENT_SUBNET) {
      clientSubnet ??= options.subarray(offset + 4, end);
    }
    offset = end;
  }
  return offset === options.length ? { clientSubnet } : undefined;
}

function skipName(message: Buffer, from: number): number | undefined {
  let offset = from;
  for (;;) {
    const length = message[offset];
    if (length === undefined) return undefined;
    if (length === 0) return offset + 1;
    if ((length & 0xc0) === 0xc0) return offset + 2;
    if (length > 63) return undefined;
    offset += 1 + length;
  }
}
