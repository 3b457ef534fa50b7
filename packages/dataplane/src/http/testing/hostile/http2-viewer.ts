import { connect, type TLSSocket } from 'node:tls';

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const [DATA, HEADERS, RST_STREAM, SETTINGS, GOAWAY] = [0, 1, 3, 4, 7];
const [END_STREAM, END_HEADERS] = [1, 4];
const ANSWER_WITHIN_MS = 5_000;

/** Sends one request of HTTP/2 by the byte, so that it may be wrong: its status, or `reset`. */
export async function askHttp2(
  to: { address: string; port: number; serverName: string },
  request: { headers: readonly (readonly [string, string])[]; body?: string },
): Promise<number | 'reset'> {
  const { address, port, serverName } = to;
  const socket = connect({
    host: address,
    port,
    servername: serverName,
    rejectUnauthorized: false,
    ALPNProtocols: ['h2'],
  });
  const { headers, body } = request;
  socket.write(PREFACE, 'latin1');
  socket.write(frame(SETTINGS, 0, 0, Buffer.alloc(0)));
  const block = Buffer.concat(headers.map(([name, value]) => literal(name, value)));
  const flags = body === undefined ? END_HEADERS | END_STREAM : END_HEADERS;
  socket.write(frame(HEADERS, flags, 1, block));
  if (body !== undefined) socket.write(frame(DATA, END_STREAM, 1, Buffer.from(body, 'latin1')));
  try {
    return await answerOf(socket);
  } finally {
    socket.destroy();
  }
}

function answerOf(socket: TLSSocket): Promise<number | 'reset'> {
  return new Promise((resolve, reject) => {
    let pending = Buffer.alloc(0);
    const given = AbortSignal.timeout(ANSWER_WITHIN_MS);
    given.addEventListener('abort', () => reject(new Error('no answer')));
    socket.on('error', () => resolve('reset'));
    socket.on('close', () => resolve('reset'));
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 9 && pending.length >= 9 + pending.readUIntBE(0, 3)) {
        const length = pending.readUIntBE(0, 3);
        const type = pending[3];
        if (type === HEADERS) resolve(statusOf(pending.subarray(9, 9 + length)));
        if (type === RST_STREAM || type === GOAWAY) resolve('reset');
        pending = pending.subarray(9 + length);
      }
    });
  });
}

/** RFC 9113, section 4.1. */
function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** RFC 7541, section 6.2.2: a header as it is, in no table. */
function literal(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0]), text(name), text(value)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const length = [127];
  let rest = bytes.length - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}

/** RFC 7541, appendix A: the statuses that need no text. */
const INDEXED: Readonly<Record<number, number>> = {
  0x88: 200,
  0x89: 204,
  0x8a: 206,
  0x8b: 304,
  0x8c: 400,
  0x8d: 404,
  0x8e: 500,
};

/** The status of a block, which begins with it after changes of the table's size. */
function statusOf(block: Buffer): number {
  let at = 0;
  while (((block[at] ?? 0) & 0xe0) === 0x20) at += 1;
  const indexed = INDEXED[block[at] ?? 0];
  if (indexed !== undefined) return indexed;
  const length = block[at + 1] ?? 0;
  const value = block.subarray(at + 2, at + 2 + (length & 0x7f));
  return Number(length >= 0x80 ? digits(value) : value.toString('latin1'));
}

/** RFC 7541, appendix B, as far as digits go: five bits for 0 to 2, six for 3 to 9. */
function digits(bytes: Buffer): string {
  let bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  let read = '';
  while (read.length < 3) {
    const isShort = bits.startsWith('000');
    const code = Number.parseInt(bits.slice(0, isShort ? 5 : 6), 2);
    read += String(isShort ? code : code - 0b011001 + 3);
    bits = bits.slice(isShort ? 5 : 6);
  }
  return read;
}
