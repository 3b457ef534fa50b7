import http2 from 'node:http2';
import { once } from 'node:events';
import { TLSSocket } from 'node:tls';
import { openConnection, type Place } from '@understudy/wire/http-client';
import { headersOf, type Answered, type Ask, type Transport } from './client.ts';
import { KeptHttp1 } from './kept-http1.ts';

interface Session {
  address: string;
  session: http2.ClientHttp2Session;
}

/**
 * One HTTP/2 session an origin, kept for as long as it lives; what speaks HTTP/1.1 alone gets kept
 * connections. A request that is given up ends its session: browsers close one whose ping is not
 * answered.
 */
export class KeptHttp2 implements Transport {
  readonly #sessions = new Map<string, Promise<Session | undefined>>();
  readonly #open = new Map<string, Session>();
  /** Where one is being opened. */
  readonly #opening = new Map<string, string>();
  readonly #http1 = new KeptHttp1();
  /** Addresses that chose HTTP/1.1 when they had the choice. */
  readonly #http1Alone = new Set<string>();

  keptAddress(url: URL): string | undefined {
    return this.#open.get(url.host)?.address ?? this.#opening.get(url.host);
  }

  async send(ask: Ask, place: Place, signal: AbortSignal): Promise<Answered> {
    const found = await this.#sessionOf(ask.url, place, signal);
    if (found === undefined) return this.#http1.send(ask, place, signal);
    try {
      return await request(found.session, ask, signal);
    } catch (error) {
      if (signal.aborted) found.session.destroy();
      throw error;
    }
  }

  close(): void {
    for (const { session } of this.#open.values()) session.destroy();
    this.#http1.close();
  }

  #sessionOf(url: URL, place: Place, signal: AbortSignal): Promise<Session | undefined> {
    const known = this.#sessions.get(url.host);
    if (known !== undefined) return known;
    this.#opening.set(url.host, place.host);
    const made = this.#begin(url, place, signal).finally(() => this.#opening.delete(url.host));
    this.#sessions.set(url.host, made);
    const forget = (): void => {
      if (this.#sessions.get(url.host) === made) this.#sessions.delete(url.host);
    };
    made.then((session) => session === undefined && forget(), forget);
    return made;
  }

  async #begin(url: URL, place: Place, signal: AbortSignal): Promise<Session | undefined> {
    const { tls } = place;
    if (tls === undefined || this.#http1Alone.has(place.host)) return undefined;
    const offering = { ...place, tls: { ...tls, ALPNProtocols: ['h2', 'http/1.1'] } };
    const socket = await openConnection(offering, signal);
    if (!(socket instanceof TLSSocket) || socket.alpnProtocol !== 'h2') {
      socket.destroy();
      this.#http1Alone.add(place.host);
      return undefined;
    }
    const session = http2.connect(url.origin, { createConnection: () => socket });
    session.unref();
    session.on('error', () => undefined); // its requests tell
    const opened = { address: place.host, session };
    this.#open.set(url.host, opened);
    session.once('goaway', () => session.close());
    session.once('close', () => {
      if (this.#open.get(url.host) === opened) this.#open.delete(url.host);
      this.#sessions.delete(url.host);
    });
    return opened;
  }
}

async function request(
  session: http2.ClientHttp2Session,
  { url, method, body }: Ask,
  signal: AbortSignal,
): Promise<Answered> {
  const { host: _host, ...headers } = headersOf(url);
  const path = url.pathname + url.search;
  const stream = session.request(
    { ':method': method, ':path': path, ':authority': url.host, ...headers },
    { signal },
  );
  stream.end(body);
  const [answer] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders];
  for await (const _chunk of stream); // the last byte counts, and nobody looks at it
  return { status: Number(answer[':status']), headers: answer };
}
