import dgram from 'node:dgram';
import { UnderstudyError } from '@understudy/contract';
import type { EngineInfo } from '@understudy/engine';
import * as dnsPacket from 'dns-packet';
import { afterwards } from '../clock/wall.ts';

export interface DnsAnswer {
  responseCode: string;
  /** e.g. `A 127.10.2.1`, in the order of the answer. */
  records: string[];
  addresses: string[];
  authoritative: boolean;
}

const ANSWER_WALL_MS_MAX = 3_000;

/** One question over UDP to one server: the engine's resolver unless another address is given. */
export async function ask(
  info: EngineInfo,
  question: { name: string; type: 'A' | 'NS' | 'SOA' | 'CNAME' | 'AAAA' },
  server = info.dns.address,
): Promise<DnsAnswer> {
  const socket = dgram.createSocket('udp4');
  try {
    const answer = new Promise<Buffer>((resolve, reject) => {
      socket.once('message', resolve);
      socket.once('error', reject);
    });
    const flags = server === info.dns.address ? dnsPacket.RECURSION_DESIRED : 0;
    socket.send(
      dnsPacket.encode({ type: 'query', id: 1, flags, questions: [question] }),
      info.dns.port,
      server,
    );
    const message = await Promise.race([answer, afterwards(ANSWER_WALL_MS_MAX, undefined)]);
    if (message === undefined)
      throw new UnderstudyError('EngineNotAnswering', {
        message: `${server} did not answer for ${question.name} ${question.type} within ${ANSWER_WALL_MS_MAX / 1000} s`,
      });
    return describe(dnsPacket.decode(message) as Decoded);
  } finally {
    socket.close();
  }
}

/** Decoded packets carry it; the package's types leave it out. */
type Decoded = dnsPacket.DecodedPacket & { rcode: string };

function describe(packet: Decoded): DnsAnswer {
  const answers = packet.answers ?? [];
  return {
    responseCode: packet.rcode,
    authoritative: packet.flag_aa,
    records: answers.map((record) => `${record.type} ${'data' in record ? text(record.data) : ''}`),
    addresses: answers.flatMap((record) => (record.type === 'A' ? [record.data] : [])),
  };
}

function text(data: unknown): string {
  return typeof data === 'string' ? data : JSON.stringify(data);
}
