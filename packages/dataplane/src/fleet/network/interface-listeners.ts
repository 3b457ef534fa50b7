import { createServer, type Server, type Socket } from 'node:net';
import { errorText, localPort, type PortPlan } from '@understudy/contract';
import { listenAt } from '@understudy/wire';
import type { NetworkView } from '../../net/network-view.ts';
import type { FleetLimits } from '../limits.ts';
import { errorResponse } from './error-response.ts';
import { Passage, type WebFaults } from './passage.ts';
import type { SilentConnections } from '../../net/silent-connections.ts';

export interface InterfaceOptions {
  /** The interface's loopback address. */
  address: string;
  /** The program's private port on 127.0.0.1, to begin with. */
  programPort: number;
  portPlan: PortPlan;
  network: NetworkView;
  silence: SilentConnections;
  limits: FleetLimits;
  faults: WebFaults;
}

const INTERNAL_ERROR = errorResponse(500, 'Internal Server Error');

interface Listener {
  server: Server;
  use: 'web' | 'closed';
}

/**
 * An instance's network interface: listens where the world reaches the instance, asks the security
 * groups, and passes bytes to the program behind it.
 */
export class InterfaceListeners {
  readonly #options: InterfaceOptions;
  /** By AWS's port number. */
  readonly #listeners = new Map<number, Listener>();
  readonly #passages = new Map<Socket, Passage>();
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #programPort: number;

  constructor(options: InterfaceOptions) {
    this.#options = options;
    this.#programPort = options.programPort;
  }

  /** Listens on exactly these ports from now on. Returns what could not be done, as sentences. */
  serve(ports: ReadonlyMap<number, 'web' | 'closed'>): Promise<string[]> {
    const served = this.#turn.then(() => this.#serve(ports));
    this.#turn = served;
    return served;
  }

  /** New connections lead to another program from now on. */
  leadTo(programPort: number): void {
    this.#programPort = programPort;
  }

  /** Whether the program can be reached on this port, as far as listeners go. */
  isServing(port: number): boolean {
    return this.#listeners.has(port);
  }

  /** Faults have begun or ended: also for connections that are open. */
  followFaults(): void {
    for (const passage of this.#passages.values()) passage.follow();
  }

  /** Stops listening and ends every connection. */
  close(): void {
    this.#isClosed = true;
    for (const { server } of this.#listeners.values()) server.close();
    this.#listeners.clear();
    for (const client of this.#passages.keys()) client.destroy();
  }

  async #serve(ports: ReadonlyMap<number, 'web' | 'closed'>): Promise<string[]> {
    for (const [port, listener] of this.#listeners) {
      if (ports.has(port)) continue;
      listener.server.close();
      this.#listeners.delete(port);
    }
    const problems: string[] = [];
    for (const [port, use] of ports) {
      const known = this.#listeners.get(port);
      if (known !== undefined) known.use = use;
      else if (!this.#isClosed) problems.push(...(await this.#listen(port, use)));
    }
    return problems;
  }

  async #listen(port: number, use: Listener['use']): Promise<string[]> {
    const { address, portPlan } = this.#options;
    // Half-open: a client may end its side and still read the answer. Paused: a refused one is
    // never read from.
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const listener: Listener = { server, use };
    server.on('connection', (socket) => this.#accept(socket, port, listener));
    try {
      await listenAt(server, { host: address, port: localPort(port, portPlan) });
    } catch (error) {
      return [`port ${port} of ${address} is not served: ${errorText(error)}`];
    }
    if (this.#isClosed) server.close();
    else this.#listeners.set(port, listener);
    return [];
  }

  #accept(socket: Socket, port: number, listener: Listener): void {
    const { address, network, silence, limits } = this.#options;
    const fromAddress = socket.remoteAddress;
    if (fromAddress === undefined) return void socket.destroy();
    const verdict = network.admits({ fromAddress, toAddress: address, port });
    if (!verdict.admitted) return silence.hold(socket);
    if (listener.use === 'closed' || this.#passages.size >= limits.connectionsMax) {
      // An open port with nobody behind answers RST to the SYN; this is the nearest that an
      // accepted one can come.
      socket.on('error', ignoreResetOfRefused).resetAndDestroy();
      return;
    }
    this.#pass(socket);
  }

  #pass(client: Socket): void {
    const { faults } = this.#options;
    const to = { host: '127.0.0.1', port: this.#programPort };
    const passage = new Passage(client, { to, faults, errorResponse: INTERNAL_ERROR });
    this.#passages.set(client, passage);
    client.once('close', () => this.#passages.delete(client));
  }
}

/** The peer may reset first; the connection is being refused in any case. */
function ignoreResetOfRefused(): void {}
