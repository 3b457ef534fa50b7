import type { Clock } from '@understudy/contract';
import { exchange, openConnection, type Place } from '@understudy/wire/http-client';
import type { SecureContext } from 'node:tls';
import type { ClientNetwork } from '../target.ts';
import { ofAnswer, ofFailure, ofNoAddress } from './classify.ts';
import type { ClientNames } from './names.ts';
import { PATIENCE_SECONDS, type Behaviour } from './profiles.ts';
import type { Outcome } from './sample.ts';

export interface ClientOptions {
  clock: Clock;
  network: ClientNetwork;
  names: ClientNames;
  behaviour: Behaviour;
  secureContext: SecureContext;
}

/** What is asked for. */
export interface Ask {
  url: URL;
  method: string;
  body?: Buffer;
}

/** One way of keeping connections. */
export interface Transport {
  /** Rejects with what befell the connection. */
  send(ask: Ask, place: Place, signal: AbortSignal): Promise<Answered>;
  /** Where the connection that is kept leads to; undefined: there is none. */
  keptAddress?(url: URL): string | undefined;
  close(): void;
}

export interface Answered {
  status: number;
  headers: Record<string, string | string[] | undefined>;
}

/** A client of one profile: looks names up, asks, asks again, as its behaviour says. */
export class Client {
  readonly #options: ClientOptions;
  readonly #transport: Transport;

  constructor(options: ClientOptions, transport: Transport) {
    this.#options = options;
    this.#transport = transport;
  }

  async ask(ask: Ask): Promise<Outcome> {
    const { clock, behaviour } = this.#options;
    const { retries, retryAfterSeconds } = behaviour;
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.#once(ask);
      if (outcome.good || attempt >= retries) return outcome;
      await clock.sleep(retryAfterSeconds * 1000);
    }
  }

  close(): void {
    this.#transport.close();
  }

  async #once(ask: Ask): Promise<Outcome> {
    const { clock, network } = this.#options;
    const giveUp = new AbortController();
    const timer = clock.after(PATIENCE_SECONDS * 1000, () =>
      giveUp.abort(new DOMException('no answer', 'TimeoutError')),
    );
    let place = 'nowhere';
    try {
      const found = await this.#find(ask.url, giveUp.signal);
      if (!('address' in found)) return ofNoAddress(found.responseCode);
      place = network.placeOf(found.address) ?? found.address;
      const to = this.#placeAt(ask.url, found.address);
      return ofAnswer(await this.#transport.send(ask, to, giveUp.signal), place);
    } catch (error) {
      return ofFailure(error, place);
    } finally {
      timer.cancel();
    }
  }

  async #find(
    url: URL,
    signal: AbortSignal,
  ): Promise<{ address: string } | { responseCode: string }> {
    const kept = this.#transport.keptAddress?.(url);
    return kept === undefined ? this.#options.names.find(url.hostname, signal) : { address: kept };
  }

  #placeAt({ protocol, port, hostname }: URL, address: string): Place {
    const { network, secureContext } = this.#options;
    const isSecure = protocol === 'https:';
    return {
      host: address,
      port: network.portOf(Number(port || (isSecure ? 443 : 80))),
      ...(isSecure && { tls: { secureContext, servername: hostname } }),
    };
  }
}

/** A connection for each request. */
export class NewConnections implements Transport {
  async send({ url, method, body }: Ask, place: Place, signal: AbortSignal): Promise<Answered> {
    const socket = await openConnection(place, signal);
    const question = {
      method,
      path: url.pathname + url.search,
      headers: headersOf(url),
      ...(body !== undefined && { body }),
    };
    const answer = await exchange(socket, question);
    for await (const _chunk of answer.body); // the last byte counts, and nobody looks at it
    return answer;
  }

  close(): void {
    return; // none is kept
  }
}

export function headersOf({ hostname }: URL): Record<string, string> {
  return { host: hostname, accept: '*/*', 'user-agent': 'understudy-drill' };
}
