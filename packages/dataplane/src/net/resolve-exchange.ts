import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createConnection, isIP } from 'node:net';
import type { Clock } from '@understudy/contract';
import packet, { type DecodedPacket, type Packet, type RecordType } from 'dns-packet';

/** RFC 9715: what passes everywhere in one datagram. */
const UDP_PAYLOAD_BYTES = 1_232;

export interface ExchangeOptions {
  clock: Clock;
  server: { address: string; port: number };
  /** The address that the question comes from; the system chooses when absent. */
  localAddress: string | undefined;
  /** As text without the final dot, and by number: not every type has a name in the codec. */
  question: { name: string; type: number };
  recursionDesired: boolean;
  /** Wall time: other programs' patience with a resolver does not shrink with AWS's time. */
  timeoutWallMs: number;
}

/**
 * Asks one DNS server one question, over UDP, and over TCP when the answer was truncated. Rejects
 * with an Error when no answer to this very question comes in time.
 */
export async function exchange(options: ExchangeOptions): Promise<DecodedPacket> {
  const query = packet.encode(queryPacket(options));
  const answer = await within(options, (signal) => askUdp(query, options, signal));
  if (!answer.flag_tc) return answer;
  return within(options, (signal) => askTcp(query, options, signal));
}

/** The response code, which the codec's types leave out. */
export function responseCode(answer: DecodedPacket): number {
  return (answer.flags ?? 0) & 0xf;
}

function queryPacket({ question, recursionDesired }: ExchangeOptions): Packet {
  return {
    type: 'query',
    id: randomInt(65_536),
    flags: recursionDesired ? packet.RECURSION_DESIRED : 0,
    // The codec takes any type by number in this form, but its types do not list it.
    questions: [{ name: question.name, type: `UNKNOWN_${question.type}` as RecordType }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: UDP_PAYLOAD_BYTES,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  };
}

async function within<T>(
  { clock, timeoutWallMs, server }: ExchangeOptions,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const timer = clock.after(timeoutWallMs * clock.speed, () => {
    abort.abort(new Error(`no answer from ${server.address}:${server.port}`));
  });
  try {
    return await ask(abort.signal);
  } finally {
    timer.cancel();
  }
}

function askUdp(
  query: Buffer,
  { server, localAddress }: ExchangeOptions,
  signal: AbortSignal,
): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIP(server.address) === 6 ? 'udp6' : 'udp4');
    const settle = (act: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.close();
      act();
    };
    const onAbort = (): void => settle(() => reject(signal.reason as Error));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => settle(() => reject(error)));
    socket.on('message', (message) => {
      const answer = decodeAnswer(message, query);
      // What does not answer our question may be forged; the true answer may still come.
      if (answer !== undefined) settle(() => resolve(answer));
    });
    // A connected socket takes datagrams from this server only, and hears that nobody listens
    // there.
    socket.on('connect', () => socket.send(query));
    socket.bind({ port: 0, ...(localAddress === undefined ? {} : { address: localAddress }) }, () =>
      socket.connect(server.port, server.address),
    );
  });
}

function askTcp(
  query: Buffer,
  { server, localAddress }: ExchangeOptions,
  signal: AbortSignal,
): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({
      host: server.address,
      port: server.port,
      ...(localAddress === undefined ? {} : { localAddress }),
    });
    let received = Buffer.alloc(0);
    const settle = (act: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      act();
    };
    const onAbort = (): void => settle(() => reject(signal.reason as Error));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => settle(() => reject(error)));
    socket.on('close', () => settle(() => reject(new Error('connection closed by the server'))));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const answer = decodeAnswer(received.subarray(2), query);
      if (answer !== undefined) settle(() => resolve(answer));
      else settle(() => reject(new Error('the answer is not to the question')));
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.length);
    socket.write(Buffer.concat([length, query]));
  });
}

/**
 * Undefined unless the message answers the query: same id, same question (RFC 5452 section 9.1).
 */
function decodeAnswer(message: Buffer, query: Buffer): DecodedPacket | undefined {
  if (message.length < 12 || message.readUInt16BE(0) !== query.readUInt16BE(0)) return undefined;
  let answer: DecodedPacket;
  try {
    answer = packet.decode(message);
  } catch {
    // Malformed is as good as not received: the question is asked again elsewhere.
    return undefined;
  }
  const [asked] = packet.decode(query).questions ?? [];
  const [echoed] = answer.questions ?? [];
  const same =
    asked?.type === echoed?.type && asked?.name.toLowerCase() === echoed?.name.toLowerCase();
  return answer.flag_qr && same ? answer : undefined;
}
