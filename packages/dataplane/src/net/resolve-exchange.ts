import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createConnection, isIP } from 'node:net';
import type { Clock } from '@understudy/contract';
import packet, { type DecodedPacket } from 'dns-packet';
import { CLASS_IN, FLAG, TYPE } from '../dns/wire/codes.ts';
import { canonicalName, nameToWire } from '../dns/wire/names.ts';

/** RFC 9715: what passes everywhere in one datagram. */
const UDP_PAYLOAD_BYTES = 1_232;
const HEADER_BYTES = 12;
const OPT_BYTES = 11;

export interface ExchangeOptions {
  clock: Clock;
  server: { address: string; port: number };
  /** The address that the question comes from; the system chooses when absent. */
  localAddress: string | undefined;
  /** As text, and by number: not every type has a name in the codec. */
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
  return packet.decode(await exchangeBytes(options));
}

/** The same, for who reads the answer himself. */
export async function exchangeBytes(options: ExchangeOptions): Promise<Buffer> {
  const query = encodeQuery(options);
  const answer = await within(options, (signal) => askUdp(query, options, signal));
  if ((answer.readUInt16BE(2) & FLAG.TC) === 0) return answer;
  return within(options, (signal) => askTcp(query, options, signal));
}

/** The response code, which the codec's types leave out. */
export function responseCode(answer: DecodedPacket): number {
  return (answer.flags ?? 0) & 0xf;
}

/** One question and an OPT record (RFC 1035 section 4.1, RFC 6891 section 6.1.2). */
function encodeQuery({ question, recursionDesired }: ExchangeOptions): Buffer {
  const name = nameToWire(canonicalName(question.name));
  const query = Buffer.alloc(HEADER_BYTES + name.length + 4 + OPT_BYTES);
  query.writeUInt16BE(randomInt(65_536), 0);
  query.writeUInt16BE(recursionDesired ? FLAG.RD : 0, 2);
  query.writeUInt16BE(1, 4);
  query.writeUInt16BE(1, 10);
  name.copy(query, HEADER_BYTES);
  const typeAt = HEADER_BYTES + name.length;
  query.writeUInt16BE(question.type, typeAt);
  query.writeUInt16BE(CLASS_IN, typeAt + 2);
  query.writeUInt16BE(TYPE.OPT, typeAt + 5);
  query.writeUInt16BE(UDP_PAYLOAD_BYTES, typeAt + 7);
  return query;
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
): Promise<Buffer> {
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
      // What does not answer our question may be forged; the true answer may still come.
      if (isAnswerTo(message, query)) settle(() => resolve(message));
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
): Promise<Buffer> {
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
      const answer = received.subarray(2, 2 + received.readUInt16BE(0));
      if (isAnswerTo(answer, query)) settle(() => resolve(answer));
      else settle(() => reject(new Error('the answer is not to the question')));
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.length);
    socket.write(Buffer.concat([length, query]));
  });
}

/** Same id, same question (RFC 5452 section 9.1), in whatever case. */
function isAnswerTo(message: Buffer, query: Buffer): boolean {
  const end = query.length - OPT_BYTES;
  if (message.length < end || message.readUInt16BE(0) !== query.readUInt16BE(0)) return false;
  if ((message.readUInt16BE(2) & FLAG.QR) === 0 || message.readUInt16BE(4) !== 1) return false;
  const question = (bytes: Buffer): string =>
    bytes.subarray(HEADER_BYTES, end).toString('latin1').toLowerCase();
  return question(message) === question(query);
}
