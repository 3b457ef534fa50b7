import { createServer, type Server, type Socket } from 'node:net';
import { errorText, type Clock, type EventBody, type Timer } from '@understudy/contract';
import { listenAt } from '@understudy/wire';
import {
  decideDependencyFault,
  dependencyState,
  hasDependencyFaults,
} from '../../faults/dependency-faults.ts';
import type { FaultView } from '../../faults/faults-now.ts';
import { errorResponse } from '../network/error-response.ts';
import { Passage } from '../network/passage.ts';
import type { Dependency } from './dependency-urls.ts';

export interface RelayOptions {
  clock: Clock;
  faults: FaultView;
  /** Of the region. */
  address: string;
  connectionsMax: number;
  emit(body: EventBody): void;
}

const UNAVAILABLE = errorResponse(503, 'Service Unavailable');
/** Of a port that was let go, and that somebody else has for now. */
const LISTEN_AGAIN_MS = 1_000;

/** A region's own way to a port of this machine: passes bytes, unless a fault says otherwise. */
export class DependencyRelay {
  readonly #dependency: Dependency;
  readonly #options: RelayOptions;
  readonly #passages = new Map<Socket, Passage>();
  readonly #endFaults: () => void;
  /** Undefined while connections are refused. */
  #server: Server | undefined;
  #port = 0;
  #again: Timer | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** Resolves when it listens; rejects with the system's error. */
  static async open(dependency: Dependency, options: RelayOptions): Promise<DependencyRelay> {
    const relay = new DependencyRelay(dependency, options);
    try {
      await relay.#listen();
    } catch (error) {
      relay.close();
      throw error;
    }
    relay.#follow();
    return relay;
  }

  private constructor(dependency: Dependency, options: RelayOptions) {
    this.#dependency = dependency;
    this.#options = options;
    this.#endFaults = options.faults.onChange(() => this.#follow());
  }

  /** Where the region's programs find it, also while it refuses them. */
  get authority(): string {
    return `${this.#options.address}:${this.#port}`;
  }

  /** Stops listening and ends every connection. */
  close(): void {
    this.#isClosed = true;
    this.#endFaults();
    this.#again?.cancel();
    this.#server?.close();
    for (const client of this.#passages.keys()) client.destroy();
  }

  get #state() {
    return dependencyState(this.#options.faults, this.#dependency.port);
  }

  /** Also for connections that are open. */
  #follow(): void {
    const state = this.#state;
    for (const [client, passage] of this.#passages) {
      if (state === 'refusing') client.resetAndDestroy();
      else passage.hold(state === 'hung');
      passage.follow();
    }
    this.#turn = this.#turn.then(() => this.#listenOrNot());
  }

  async #listenOrNot(): Promise<void> {
    this.#again?.cancel();
    if (this.#isClosed) return;
    if (this.#state === 'refusing') {
      this.#server?.close();
      this.#server = undefined;
    } else if (this.#server === undefined) await this.#listenAgain();
  }

  async #listenAgain(): Promise<void> {
    try {
      await this.#listen();
    } catch (error) {
      const { clock, emit } = this.#options;
      const message = `the way to ${this.#dependency.host}:${this.#dependency.port} is not open again: ${errorText(error)}`;
      emit({ type: 'log', level: 'warn', message });
      this.#again = clock.after(LISTEN_AGAIN_MS, () => this.#follow());
    }
  }

  async #listen(): Promise<void> {
    // Half-open: a client may end its side and still read the answer.
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    server.on('connection', (socket) => this.#accept(socket));
    this.#port = await listenAt(server, { host: this.#options.address, port: this.#port });
    if (this.#isClosed) server.close();
    else this.#server = server;
  }

  #accept(client: Socket): void {
    const { clock, faults, connectionsMax } = this.#options;
    const { host, port } = this.#dependency;
    const isRefused = this.#isClosed || this.#state === 'refusing';
    if (isRefused || this.#passages.size >= connectionsMax) {
      client.on('error', () => client.destroy()).resetAndDestroy();
      return;
    }
    const passage = new Passage(client, {
      to: { host, port },
      errorResponse: UNAVAILABLE,
      faults: {
        clock,
        areAny: () => hasDependencyFaults(faults, port),
        decide: () => decideDependencyFault(faults, port),
      },
    });
    this.#passages.set(client, passage);
    client.once('close', () => this.#passages.delete(client));
    passage.hold(this.#state === 'hung');
  }
}
