import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { Clock } from '@understudy/contract';
import dnsPacket, { type Answer, type Packet } from 'dns-packet';

const ANSWER_TIMEOUT_WALL_MS = 2_000;
/** RFC 8659 section 3 climbs to the root; a name has at most 127 labels, a sane one far fewer. */
const CAA_CLIMB_MAX = 10;

export interface CaaRecord {
  tag: string;
  value: string;
}

/**
 * What a certificate authority asks the DNS: through a resolver that follows delegations and caches
 * nothing.
 */
export class ValidationResolver {
  readonly #server: { address: string; port: number };
  readonly #clock: Clock;

  constructor(server: { address: string; port: number }, clock: Clock) {
    this.#server = server;
    this.#clock = clock;
  }

  /**
   * Targets of CNAMEs at `name`, lower case, with the final dot; rejects when the resolver does not
   * answer.
   */
  async cname(name: string, signal: AbortSignal): Promise<string[]> {
    const answers = await this.#ask(name, 'CNAME', signal);
    return answers.flatMap((answer) =>
      answer.type === 'CNAME' ? [`${answer.data.toLowerCase().replace(/\.$/, '')}.`] : [],
    );
  }

  /**
   * The CAA records that govern `name`: the closest ones on the way to the root. RFC 8659 section
   * 3.
   */
  async caa(name: string, signal: AbortSignal): Promise<CaaRecord[]> {
    let labels = name.split('.');
    for (let climbed = 0; labels.length > 0 && climbed < CAA_CLIMB_MAX; climbed += 1) {
      const answers = await this.#ask(labels.join('.'), 'CAA', signal);
      const found = answers.flatMap((answer) =>
        answer.type === 'CAA' ? [{ tag: String(answer.data.tag), value: answer.data.value }] : [],
      );
      if (found.length > 0) return found;
      labels = labels.slice(1);
    }
    return [];
  }

  async #ask(name: string, type: 'CNAME' | 'CAA', signal: AbortSignal): Promise<Answer[]> {
    const id = randomInt(65_536);
    const query = dnsPacket.encode({
      type: 'query',
      id,
      flags: dnsPacket.RECURSION_DESIRED,
      questions: [{ type, name: name.replace(/\.$/, '') }],
    });
    const response = await this.#exchange(query, id, signal);
    if (response.rcode !== 'NOERROR' && response.rcode !== 'NXDOMAIN')
      throw new Error(`${response.rcode ?? 'no code'} for ${type} ${name}`);
    return response.answers ?? [];
  }

  #exchange(query: Buffer, id: number, signal: AbortSignal): Promise<Packet & { rcode?: string }> {
    const { address, port } = this.#server;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const socket = createSocket('udp4');
      const end = (finish: () => void): void => {
        timer.cancel();
        signal.removeEventListener('abort', onAbort);
        socket.close();
        finish();
      };
      const fail = (error: Error): void => end(() => reject(error));
      const onAbort = (): void => fail(signal.reason as Error);
      const timer = this.#clock.after(ANSWER_TIMEOUT_WALL_MS * this.#clock.speed, () =>
        fail(new Error(`the resolver at ${address}:${port} did not answer in time`)),
      );
      signal.addEventListener('abort', onAbort, { once: true });
      socket.once('error', fail);
      socket.on('message', (message) => {
        const packet = decode(message);
        // Anything else on this port is not the answer to this question.
        if (packet?.id === id && packet.type === 'response') end(() => resolve(packet));
      });
      socket.send(query, port, address, (error) => {
        if (error !== null) fail(error);
      });
    });
  }
}

/** Undefined for bytes that are no DNS message: they are not the resolver's. */
function decode(message: Buffer): (Packet & { rcode?: string }) | undefined {
  try {
    return dnsPacket.decode(message);
  } catch {
    return undefined;
  }
}
