import { type DnsRecord, soaMinimum } from '../record.ts';
import { RCODE, TYPE } from '../wire/codes.ts';
import { canonicalWireName, type DomainName, isWithin } from '../wire/names.ts';
import type { DnsMessage } from '../wire/read-message.ts';

/** What an authoritative server's answer means to the resolver that asked it. */
export type Verdict =
  | { kind: 'records'; records: DnsRecord[] }
  | { kind: 'cname'; record: DnsRecord; target: DomainName; all: DnsRecord[] }
  | { kind: 'negative'; rcode: number; soa: DnsRecord | undefined }
  | { kind: 'referral'; cut: DomainName; nameServers: NameServer[]; ttlSeconds: number }
  /** Refused, failed, or not about what was asked: another server may do better. */
  | { kind: 'lame' };

export interface NameServer {
  name: DomainName;
  /** From glue; empty when its address has yet to be found. */
  addresses: string[];
}

/**
 * Reads an answer from a server of `zone` to a question for `name` and `type`. Only what lies in
 * that zone is believed (RFC 2181 section 5.4.1); the rest is another server's to tell.
 */
export function judge(
  message: DnsMessage,
  asked: { zone: DomainName; name: DomainName; type: number },
): Verdict {
  const { zone, name, type } = asked;
  const { rcode } = message;
  if (rcode !== RCODE.NOERROR && rcode !== RCODE.NXDOMAIN) return { kind: 'lame' };
  const answers = recordsWithin(message.answers, zone);
  const own = answers.filter((record) => record.name === name);
  const records = type === TYPE.ANY ? own : own.filter((record) => record.type === type);
  if (records.length > 0) return { kind: 'records', records };
  const cname = own.find((record) => record.type === TYPE.CNAME);
  if (cname !== undefined) {
    return { kind: 'cname', record: cname, target: canonicalWireName(cname.data), all: answers };
  }
  const authorities = recordsWithin(message.authorities, zone);
  const soa = authorities.find((record) => record.type === TYPE.SOA);
  if (message.authoritative) return { kind: 'negative', rcode, soa: soa && asNegative(soa) };
  return readReferral(authorities, message, asked) ?? { kind: 'lame' };
}

function readReferral(
  authorities: readonly DnsRecord[],
  message: DnsMessage,
  { zone, name }: { zone: DomainName; name: DomainName },
): Verdict | undefined {
  const servers = authorities.filter((record) => record.type === TYPE.NS);
  const [first] = servers;
  // A referral leads down towards the name; any other would lead in circles.
  if (first === undefined || first.name === zone || !isWithin(name, first.name)) return undefined;
  const glue = recordsWithin(message.additionals, zone).filter((record) => record.type === TYPE.A);
  const nameServers = servers
    .filter((record) => record.name === first.name)
    .map((record) => canonicalWireName(record.data))
    .map((server) => ({
      name: server,
      addresses: glue.filter((record) => record.name === server).map(addressOf),
    }));
  return { kind: 'referral', cut: first.name, nameServers, ttlSeconds: first.ttlSeconds };
}

/**
 * The TTL of an absence is the lesser of the SOA record's own and its last field (RFC 2308 section
 * 5).
 */
function asNegative(soa: DnsRecord): DnsRecord {
  return { ...soa, ttlSeconds: Math.min(soa.ttlSeconds, soaMinimum(soa)) };
}

function recordsWithin(records: readonly DnsRecord[], zone: DomainName): DnsRecord[] {
  return records.filter((record) => isWithin(record.name, zone));
}

export function addressOf(record: DnsRecord): string {
  return [...record.data].join('.');
}
