import type { DnsRecord } from '../record.ts';
import { CLASS_IN, FLAG, TYPE } from './codes.ts';
import { canonicalLabel, type DomainName, NAME_BYTES_MAX, nameToWire } from './names.ts';

/** What a server answered, its records' data as it came, but with names in it uncompressed. */
export interface DnsMessage {
  rcode: number;
  authoritative: boolean;
  answers: DnsRecord[];
  authorities: DnsRecord[];
  additionals: DnsRecord[];
}

const HEADER_BYTES = 12;
/** Type, class, TTL, length of the data. */
const FIXED_BYTES = 10;

/**
 * Where the data of a type has names that may be compressed: these types only (RFC 3597 section 4).
 */
const NAMES_IN_DATA: Readonly<Record<number, { at: number; count: number }>> = {
  [TYPE.NS]: { at: 0, count: 1 },
  [TYPE.CNAME]: { at: 0, count: 1 },
  [TYPE.PTR]: { at: 0, count: 1 },
  [TYPE.MX]: { at: 2, count: 1 },
  [TYPE.SOA]: { at: 0, count: 2 },
};

/** Throws a RangeError for what is no whole message. */
export function readMessage(message: Buffer): DnsMessage {
  const flags = message.readUInt16BE(2);
  let offset = HEADER_BYTES;
  for (let count = message.readUInt16BE(4); count > 0; count -= 1) {
    offset = readName(message, offset).end + 4;
  }
  const section = (countAt: number): DnsRecord[] => {
    const records: DnsRecord[] = [];
    for (let count = message.readUInt16BE(countAt); count > 0; count -= 1) {
      const { record, end } = readRecord(message, offset);
      if (record !== undefined) records.push(record);
      offset = end;
    }
    return records;
  };
  return {
    rcode: flags & 0xf,
    authoritative: (flags & FLAG.AA) !== 0,
    answers: section(6),
    authorities: section(8),
    additionals: section(10),
  };
}

/** No record for what is none of the internet class: OPT among others. */
function readRecord(message: Buffer, from: number): { record: DnsRecord | undefined; end: number } {
  const owner = readName(message, from);
  const dataAt = owner.end + FIXED_BYTES;
  const type = message.readUInt16BE(owner.end);
  const end = dataAt + message.readUInt16BE(owner.end + 8);
  if (end > message.length) throw new RangeError('record cut short');
  if (type === TYPE.OPT || message.readUInt16BE(owner.end + 2) !== CLASS_IN) {
    return { record: undefined, end };
  }
  const ttlSeconds = message.readUInt32BE(owner.end + 4);
  return {
    record: { name: owner.name, type, ttlSeconds, data: readData(message, type, dataAt, end) },
    end,
  };
}

function readData(message: Buffer, type: number, start: number, end: number): Buffer {
  const names = NAMES_IN_DATA[type];
  if (names === undefined) return Buffer.from(message.subarray(start, end));
  const parts = [message.subarray(start, start + names.at)];
  let offset = start + names.at;
  for (let count = names.count; count > 0; count -= 1) {
    const name = readName(message, offset);
    parts.push(nameToWire(name.name));
    offset = name.end;
  }
  return Buffer.concat([...parts, message.subarray(offset, end)]);
}

/** RFC 1035 section 4.1.4. A pointer leads only backwards, so that it ends. */
function readName(message: Buffer, from: number): { name: DomainName; end: number } {
  const labels: string[] = [];
  let offset = from;
  let end: number | undefined;
  let bytes = 1;
  for (let length = message.readUInt8(offset); length !== 0; length = message.readUInt8(offset)) {
    if ((length & 0xc0) === 0xc0) {
      const target = message.readUInt16BE(offset) & 0x3fff;
      if (target >= offset) throw new RangeError('pointer forwards');
      end ??= offset + 2;
      offset = target;
      continue;
    }
    bytes += 1 + length;
    if (length > 63 || bytes > NAME_BYTES_MAX) throw new RangeError('name too long');
    labels.push(canonicalLabel(message.subarray(offset + 1, offset + 1 + length)));
    offset += 1 + length;
  }
  return { name: labels.join('.'), end: end ?? offset + 1 };
}
