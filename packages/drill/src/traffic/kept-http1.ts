import { askPool, beginConnection, ConnectionPool, type Place } from '@understudy/wire/http-client';
import { Readable } from 'node:stream';
import { headersOf, type Answered, type Ask, type Transport } from './client.ts';

const CONNECTIONS_MAX = 64;
const IDLE_WALL_MS = 60_000;

/** Connections that are kept after their answers, a pool an address. */
export class KeptHttp1 implements Transport {
  readonly #pools = new Map<string, ConnectionPool>();

  async send({ url, method, body }: Ask, place: Place, signal: AbortSignal): Promise<Answered> {
    const question = {
      method,
      path: url.pathname + url.search,
      headers: [
        ...Object.entries(headersOf(url)).flat(),
        ...(body === undefined ? [] : ['content-length', String(body.length)]),
      ],
      body: body === undefined ? null : Readable.from([body]),
    };
    const answer = await askPool(this.#poolOf(place), question, { silenceWallMs: 0, signal });
    for await (const _chunk of answer.body); // the last byte counts, and nobody looks at it
    return answer;
  }

  close(): void {
    for (const pool of this.#pools.values()) pool.close();
    this.#pools.clear();
  }

  #poolOf(place: Place): ConnectionPool {
    const key = `${place.host}:${place.port}`;
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const made = new ConnectionPool({
      open: () => beginConnection(place),
      connectionsMax: CONNECTIONS_MAX,
      idleConnectionsMax: CONNECTIONS_MAX,
      idleWallMs: IDLE_WALL_MS,
    });
    this.#pools.set(key, made);
    return made;
  }
}
