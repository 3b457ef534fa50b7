import type { Reasons } from '@understudy/contract';
import type { DnsRecord } from '../record.ts';
import { rcodeName, TYPE } from '../wire/codes.ts';
import { canonicalWireName, displayName, type DomainName } from '../wire/names.ts';
import type { Verdict } from './message.ts';

/** A server that was asked on the way; undefined: it gave no answer. */
export function tellVerdict(
  reasons: Reasons,
  asked: { address: string; zone: DomainName; name: DomainName },
  verdict: Verdict | undefined,
): void {
  const { address, zone, name } = asked;
  const server =
    zone === '' ? `the root at ${address}` : `name server ${address} of ${displayName(zone)}`;
  const { says, ill } = wordsOf(verdict, displayName(name));
  reasons.conclude(`${server} ${says}`, {
    ...(ill && { mark: 'ill' }),
    facts: { address, zone: displayName(zone), verdict: verdict?.kind ?? 'silence' },
  });
}

function wordsOf(verdict: Verdict | undefined, name: string): { says: string; ill: boolean } {
  switch (verdict?.kind) {
    case undefined:
      return { says: 'does not answer; another one is asked', ill: true };
    case 'lame':
      return { says: `does not answer for ${name}; another one is asked`, ill: true };
    case 'referral': {
      const to = verdict.nameServers.map((server) => server.name).join(', ');
      return {
        says: `refers to the name servers of ${displayName(verdict.cut)}: ${to}`,
        ill: false,
      };
    }
    case 'cname':
      return { says: `says that ${name} is ${displayName(verdict.target)}`, ill: false };
    case 'negative': {
      const none =
        verdict.rcode === 0 ? 'has no such record' : `does not exist (${rcodeName(verdict.rcode)})`;
      return { says: `says that ${name} ${none}`, ill: false };
    }
    case 'records':
      return { says: `answers with ${verdict.records.map(recordText).join(', ')}`, ill: false };
  }
}

/** As a zone file has it; what has no reader here as bytes (RFC 3597 section 5). */
export function recordText({ type, data }: DnsRecord): string {
  switch (type) {
    case TYPE.A:
      return data.join('.');
    case TYPE.AAAA:
      return new URL(
        `http://[${data.toString('hex').replace(/(.{4})(?=.)/g, '$1:')}]`,
      ).hostname.slice(1, -1);
    case TYPE.CNAME:
    case TYPE.NS:
    case TYPE.PTR:
      return displayName(canonicalWireName(data));
    case TYPE.MX:
      return `${data.readUInt16BE(0)} ${displayName(canonicalWireName(data.subarray(2)))}`;
    case TYPE.TXT:
      return textStrings(data);
    default:
      return `\\# ${data.length} ${data.toString('hex')}`;
  }
}

/** RFC 1035 section 3.3.14. */
function textStrings(data: Buffer): string {
  const strings: string[] = [];
  for (let at = 0; at < data.length;) {
    const end = at + 1 + (data[at] ?? 0);
    strings.push(JSON.stringify(data.toString('latin1', at + 1, end)));
    at = end;
  }
  return strings.join(' ');
}
