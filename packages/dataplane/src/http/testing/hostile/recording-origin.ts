import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Recorded {
  line: string;
  /** By name in lower case; repeated ones joined. */
  headers: Record<string, string>;
  body: string;
}

/**
 * An origin that takes HTTP/1.1 by the letter and remembers the whole requests that it got. What
 * breaks off before its end is no request.
 */
export class RecordingOrigin {
  requests: Recorded[] = [];
  /** Requests that have begun and not ended, and those that never will. */
  begun = 0;
  broken = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  async listen(port: number, address: string): Promise<number> {
    this.#server.listen(port, address);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    let pending = '';
    this.#sockets.add(socket);
    let isBegun = false;
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (!isBegun) return;
      this.begun -= 1;
      this.broken += 1;
    });
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1');
      for (;;) {
        const taken = takeRequest(pending);
        const wasBegun = isBegun;
        isBegun = taken === undefined && pending.includes('\r\n\r\n');
        this.begun += Number(isBegun) - Number(wasBegun);
        if (taken === undefined) return;
        pending = pending.slice(taken.length);
        this.#answer(socket, taken.request);
      }
    });
  }

  #answer(socket: Socket, request: Recorded): void {
    if (!request.line.includes(' /health ')) this.requests.push(request);
    const body = request.line.startsWith('HEAD ') ? '' : 'ok';
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n${body}`);
  }
}

/** The first whole request of a text; undefined while there is none. */
function takeRequest(text: string): { request: Recorded; length: number } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers: Record<string, string> = {};
  for (const each of lines) {
    const colon = each.indexOf(':');
    const name = each.slice(0, colon).toLowerCase();
    const value = each.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name] ?? ''}, ${value}` : value;
  }
  const start = end + 4;
  const taken =
    headers['transfer-encoding'] === undefined
      ? takeLength(text, start, Number(headers['content-length'] ?? 0))
      : takeChunks(text, start);
  if (taken === undefined) return undefined;
  return { request: { line, headers, body: taken.body }, length: taken.end };
}

interface Taken {
  body: string;
  end: number;
}

function takeLength(text: string, start: number, length: number): Taken | undefined {
  const end = start + length;
  return text.length < end ? undefined : { body: text.slice(start, end), end };
}

function takeChunks(text: string, start: number): Taken | undefined {
  let body = '';
  let at = start;
  for (;;) {
    const end = text.indexOf('\r\n', at);
    if (end < 0) return undefined;
    const size = Number.parseInt(text.slice(at, end), 16);
    const chunk = text.slice(end + 2, end + 2 + size);
    if (chunk.length < size || text.length < end + 4 + size) return undefined;
    body += chunk;
    at = end + 4 + size;
    if (size === 0) return { body, end: at };
  }
}
