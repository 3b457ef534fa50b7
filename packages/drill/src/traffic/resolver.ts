import dgram from 'node:dgram';
import type { AddressAndPort } from '@understudy/contract';
import * as dnsPacket from 'dns-packet';
import type { Resolved } from './name-cache.ts';

const ID_MAX = 65_535;

/** Decoded packets carry it; the package's types leave it out. */
type Decoded = dnsPacket.DecodedPacket & { rcode: string };

export type Lookup = (Resolved & { responseCode: 'NOERROR' }) | { responseCode: string };

/** As a client's stub resolver: asks one resolver over UDP, and waits so long for its answer. */
export class StubResolver {
  readonly #resolver: AddressAndPort;
  readonly #socket = dgram.createSocket('udp4');
  readonly #waiting = new Map<number, (packet: Decoded) => void>();
  #id = 0;

  constructor(resolver: AddressAndPort) {
    this.#resolver = resolver;
    this.#socket.unref();
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (message) => {
      const packet = decode(message);
      if (packet?.id === undefined) return;
      this.#waiting.get(packet.id)?.(packet);
      this.#waiting.delete(packet.id);
    });
  }

  /** The addresses of a name, in the resolver's order. `TIMEOUT` when `signal` ends the waiting. */
  lookup(name: string, signal: AbortSignal): Promise<Lookup> {
    this.#id = this.#id === ID_MAX ? 1 : this.#id + 1;
    const id = this.#id;
    const flags = dnsPacket.RECURSION_DESIRED;
    const query = dnsPacket.encode({ type: 'query', id, flags, questions: [{ name, type: 'A' }] });
    return new Promise((resolve) => {
      const onAbort = (): void => {
        this.#waiting.delete(id);
        resolve({ responseCode: 'TIMEOUT' });
      };
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.set(id, (packet) => {
        signal.removeEventListener('abort', onAbort);
        resolve(read(packet));
      });
      this.#socket.send(query, this.#resolver.port, this.#resolver.address);
    });
  }

  close(): void {
    this.#socket.close();
  }
}

function decode(message: Buffer): Decoded | undefined {
  try {
    return dnsPacket.decode(message) as Decoded;
  } catch {
    return undefined;
  }
}

function read({ rcode, answers = [] }: Decoded): Lookup {
  const records = answers.flatMap((record) => (record.type === 'A' ? [record] : []));
  if (rcode !== 'NOERROR') return { responseCode: rcode };
  if (records.length === 0) return { responseCode: 'NODATA' };
  const ttls = records.map((record) => record.ttl ?? 0);
  return {
    responseCode: 'NOERROR',
    addresses: records.map((record) => record.data),
    ttlSeconds: Math.min(...ttls),
  };
}
