import dgram from 'node:dgram';
import type { Random } from '@understudy/contract';
import * as dnsPacket from 'dns-packet';
import type { ExampleSite } from '../../test/support/site.ts';
import { answerOf } from '../../test/support/visitor.ts';
import { pause } from '../support/engine.ts';
import { mutateBytes, pick, wholeNumber } from '../support/mutate.ts';
import { Tally, type Verdict } from '../support/verdict.ts';

const TYPES = ['A', 'AAAA', 'NS', 'SOA', 'TXT', 'MX', 'CAA', 'SRV', 'ANY', 'DS', 'CNAME'] as const;
/** As much as a name server takes over UDP. */
const PACKET_BYTES_MAX = 4_096;
/** Honest questions between the others, each of which must be answered. */
const HONEST_EACH = 250;
/** So that the kernel's buffers do not do the dropping. */
const PAUSE_EACH = 50;

/** Broken packets at every role's address, and an honest question between them. */
export async function mutateDns(
  site: ExampleSite,
  options: { random: Random; times: number },
): Promise<Verdict> {
  const { random, times } = options;
  const tally = new Tally();
  const { dns } = site.endpoint;
  const network = dns.address.replace(/\.0\.2$/, '');
  const servers = ['0.2', '0.3', '0.4', '0.5', '1.1', '1.2', '1.3', '1.4'];
  const socket = dgram.createSocket('udp4');
  let largestBytes = 0;
  socket.on('message', (message) => {
    tally.count('replies');
    largestBytes = Math.max(largestBytes, message.length);
  });
  socket.on('error', () => undefined);
  for (; tally.tried < times; tally.tried += 1) {
    const packet = mutateBytes(random, validQuery(random), PACKET_BYTES_MAX);
    socket.send(packet, dns.port, `${network}.${pick(random, servers)}`);
    if (tally.tried % PAUSE_EACH === 0) await pause(5);
    if (tally.tried % HONEST_EACH === 0) await askHonestly(site, tally);
  }
  await askHonestly(site, tally);
  socket.close();
  if (largestBytes > PACKET_BYTES_MAX) tally.fail(`a reply of ${largestBytes} bytes over UDP`);
  return tally.verdict('mutated DNS packets', 'packets');
}

async function askHonestly(site: ExampleSite, tally: Tally): Promise<void> {
  for (const server of ['resolver', 'name-server'] as const) {
    const answer = await answerOf(site, 'ticketing.pw', server).catch(() => []);
    if (answer.length === 0) tally.fail(`after ${tally.tried} packets the ${server} has no answer`);
  }
}

function validQuery(random: Random): Buffer {
  const name = pick(random, [
    'ticketing.pw',
    'www.ticketing.pw',
    '_x.ticketing.pw',
    'd111111abcdef8.cloudfront.net',
    `${'a'.repeat(63)}.ticketing.pw`,
    '.',
  ]);
  const questions = [{ type: pick(random, TYPES), name }] as dnsPacket.Question[];
  return dnsPacket.encode({
    type: 'query',
    id: wholeNumber(random, 65_535),
    flags: dnsPacket.RECURSION_DESIRED,
    questions,
    additionals:
      random.next() < 0.5
        ? []
        : [
            {
              type: 'OPT',
              name: '.',
              udpPayloadSize: 1_232,
              flags: 0,
              options: [],
              ednsVersion: 0,
              extendedRcode: 0,
              flag_do: false,
            },
          ],
  } as dnsPacket.Packet);
}
