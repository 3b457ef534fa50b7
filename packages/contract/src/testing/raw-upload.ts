import { once } from 'node:events';
import { connect } from 'node:net';

export interface RawUpload {
  host: string;
  port: number;
  /** Request line and headers, without the empty line; the body's length or coding is added. */
  head: readonly string[];
  bodyBytes: number;
  /**
   * When it looks at the answer: `patient` once all is sent, as urllib3 does; `eager` while it
   * sends, and stops there, as curl does; `waiting` before it sends, by `Expect: 100-continue`.
   */
  client: 'patient' | 'eager' | 'waiting';
  chunked?: boolean;
}

export interface RawUploadAnswer {
  /** Statuses in the order that they came, 100 among them. */
  statuses: number[];
  /** From the last status line on; nothing where the connection was lost before any came. */
  text: string;
  /** Of the body, as far as the system took it. */
  sentBytes: number;
}

const PIECE = Buffer.alloc(64 * 1024, 'x');

/**
 * An upload by a client that is no program's library, over a socket. For tests only. Ends with the
 * connection.
 */
export async function rawUpload(upload: RawUpload): Promise<RawUploadAnswer> {
  const { host, port, client, bodyBytes, chunked = false } = upload;
  const socket = connect({ host, port });
  let text = '';
  let sentBytes = 0;
  let isOver = false;
  const over = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  void over.then(() => (isOver = true));
  // A connection that was reset has no answer, which is what tests look for.
  socket.on('error', () => undefined);
  const heard = (event: 'data' | 'drain'): Promise<void> =>
    new Promise((resolve) => {
      socket.once(event, () => resolve());
      void over.then(resolve);
    });
  const listen = (): void => void socket.on('data', (bytes) => (text += bytes.toString('latin1')));
  await once(socket, 'connect');
  const framing = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${bodyBytes}`;
  const expect = client === 'waiting' ? ['Expect: 100-continue'] : [];
  socket.write([...upload.head, framing, ...expect, '', ''].join('\r\n'));
  if (client !== 'patient') listen();
  if (client === 'waiting') await heard('data');
  const isAnswered = (): boolean => /^HTTP\/1\.1 (?!100)/m.test(text);
  while (sentBytes < bodyBytes && !isOver && !(client !== 'patient' && isAnswered())) {
    const piece = PIECE.subarray(0, Math.min(PIECE.length, bodyBytes - sentBytes));
    const size = Buffer.from(`${piece.length.toString(16)}\r\n`);
    const framed = chunked ? Buffer.concat([size, piece, Buffer.from('\r\n')]) : piece;
    const goesOn = socket.write(framed);
    sentBytes += piece.length;
    if (!goesOn) await heard('drain');
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (chunked && sentBytes === bodyBytes) socket.write('0\r\n\r\n');
  if (client === 'patient') listen();
  const isWhole = (): boolean => isOver || isComplete(text);
  while (!isWhole()) await heard('data');
  socket.destroy();
  const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((found) => Number(found[1]));
  return { statuses, text: text.slice(Math.max(text.lastIndexOf('HTTP/1.1 '), 0)), sentBytes };
}

function isComplete(text: string): boolean {
  const final = text.slice(Math.max(text.lastIndexOf('HTTP/1.1 '), 0));
  const end = final.indexOf('\r\n\r\n');
  if (end < 0 || final.startsWith('HTTP/1.1 1')) return false;
  const length = /^content-length: (\d+)$/im.exec(final.slice(0, end))?.[1];
  return length !== undefined && final.length - end - 4 >= Number(length);
}
