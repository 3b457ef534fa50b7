import { fork, type ChildProcess } from 'node:child_process';
import net from 'node:net';
import process from 'node:process';
import {
  localPort,
  UnderstudyError,
  type AddressAndPort,
  type Clock,
  type RegionDocument,
} from '@understudy/contract';
import { PROCESS_FILES } from '@understudy/dataplane';
import type { EventLog } from './event-log.ts';
import { signalGroup } from './managed-process.ts';
import type { Processes } from './processes.ts';
import type { Reaper } from './reaper.ts';

export const FAULT_MODES = ['crash', 'hang', 'blackhole'] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

const HOLD_WALL_MS_MAX = 5_000;
/** A backlog of one holds two connections on Linux; one more makes sure. */
const FILLING_CONNECTIONS = 3;

const EVENT_STATE = { crash: 'crashed', hang: 'hung', blackhole: 'blackholed' } as const;

export interface FaultOptions {
  processes: Pick<Processes, 'find'>;
  reaper: Pick<Reaper, 'watch' | 'forget'>;
  events: EventLog;
  clock: Clock;
  regions: readonly string[];
  documentOf(region: string): RegionDocument;
}

interface Active {
  mode: FaultMode;
  holder?: ChildProcess;
  fillers: net.Socket[];
}

/**
 * Loses regions for real. `crash` is SIGKILL of the region's process group: connections are refused. `hang` is SIGSTOP
 * of it: connections open and nothing answers. `blackhole` is SIGKILL, and something in the region's place that accepts
 * nothing and says nothing: connections time out.
 */
export class Faults {
  readonly #active = new Map<string, Active>();
  /** One fault or healing at a time: what a black hole half holds could not be let go. */
  #last: Promise<unknown> = Promise.resolve();
  readonly #options: FaultOptions;

  constructor(options: FaultOptions) {
    this.#options = options;
  }

  modeOf(region: string): FaultMode | undefined {
    return this.#active.get(region)?.mode;
  }

  /** Resolves when the region is lost as its visitors see it. */
  break(region: string, mode: FaultMode): Promise<void> {
    return this.#inTurn(() => this.#break(region, mode));
  }

  heal(region: string): Promise<void> {
    return this.#inTurn(() => this.#heal(region));
  }

  stop(): Promise<void> {
    return this.#inTurn(async () => {
      await Promise.all(
        [...this.#active.values()].map((active) => release(active, this.#options.reaper)),
      );
      this.#active.clear();
    });
  }

  #inTurn(run: () => Promise<void>): Promise<void> {
    const done = this.#last.then(run, run);
    this.#last = done;
    return done;
  }

  async #break(region: string, mode: FaultMode): Promise<void> {
    const managed = this.#require(region);
    if (this.#active.has(region)) await this.#heal(region);
    const active: Active = { mode, fillers: [] };
    this.#active.set(region, active);
    if (mode === 'hang') {
      managed.suspended = true;
      managed.signal('SIGSTOP', { wanted: false });
    } else {
      managed.signal('SIGKILL', { wanted: false });
      await managed.gone();
    }
    if (mode === 'blackhole') await this.#hold(region, active);
    this.#record(region, EVENT_STATE[mode], `fault: ${mode}`);
  }

  async #heal(region: string): Promise<void> {
    const managed = this.#require(region);
    const active = this.#active.get(region);
    if (active === undefined) return;
    this.#active.delete(region);
    await release(active, this.#options.reaper);
    managed.suspended = false;
    if (active.mode === 'hang') managed.signal('SIGCONT', { wanted: true });
    managed.start(); // also what was killed while it hung
    this.#record(region, 'running', 'healed');
  }

  #require(region: string): NonNullable<ReturnType<Processes['find']>> {
    const { regions, processes } = this.#options;
    const managed = regions.includes(region) ? processes.find(region) : undefined;
    if (managed === undefined)
      throw new UnderstudyError('RegionUnknown', {
        message: `there is no region '${region}' here`,
        hint: `use one of ${regions.join(', ')}`,
      });
    return managed;
  }

  #record(
    region: string,
    state: 'running' | 'crashed' | 'hung' | 'blackholed',
    reason: string,
  ): void {
    const { clock, events } = this.#options;
    events.record(region, clock.nowMs(), clock.wallMs(), { type: 'region', state, reason });
  }

  async #hold(region: string, active: Active): Promise<void> {
    const endpoints = publicEndpoints(this.#options.documentOf(region));
    const holder = fork(PROCESS_FILES.blackhole, {
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execPath: process.execPath,
    });
    active.holder = holder;
    if (holder.pid !== undefined) this.#options.reaper.watch(holder.pid);
    const held = await this.#holding(holder, endpoints);
    if (holder.pid !== undefined) signalGroup(holder.pid, 'SIGSTOP');
    active.fillers = held.flatMap((endpoint) =>
      Array.from({ length: FILLING_CONNECTIONS }, () => fill(endpoint)),
    );
  }

  #holding(holder: ChildProcess, endpoints: AddressAndPort[]): Promise<AddressAndPort[]> {
    const { clock } = this.#options;
    return new Promise((resolve, reject) => {
      const timer = clock.after(HOLD_WALL_MS_MAX * clock.speed, () =>
        reject(
          new UnderstudyError('Internal', {
            message: `the black hole did not stand within ${HOLD_WALL_MS_MAX / 1000} s`,
          }),
        ),
      );
      holder.once('message', (message) => {
        timer.cancel();
        resolve((message as { endpoints: AddressAndPort[] }).endpoints);
      });
      holder.once('error', reject);
      holder.send({ kind: 'hold', endpoints });
    });
  }
}

async function release(active: Active, reaper: FaultOptions['reaper']): Promise<void> {
  for (const socket of active.fillers) socket.destroy();
  const { holder } = active;
  if (holder?.pid === undefined) return;
  if (holder.exitCode === null && holder.signalCode === null) {
    const gone = new Promise((resolve) => holder.once('exit', resolve));
    signalGroup(holder.pid, 'SIGKILL');
    await gone;
  }
  reaper.forget(holder.pid);
}

function fill(endpoint: AddressAndPort): net.Socket {
  const socket = net.connect({ host: endpoint.address, port: endpoint.port });
  socket.on('error', () => undefined); // the last of them is meant to be dropped
  socket.unref();
  return socket;
}

/** What visitors, edge locations and other regions can connect to in a region. */
function publicEndpoints(document: RegionDocument): AddressAndPort[] {
  const { balancer, store, status, ports } = document;
  const nodes = balancer.loadBalancers.flatMap((loadBalancer) =>
    loadBalancer.nodes.flatMap((node) =>
      loadBalancer.listeners.map((listener) => ({
        address: node.address,
        port: localPort(listener.port, ports),
      })),
    ),
  );
  return [
    ...nodes,
    { address: store.address, port: localPort(80, ports) },
    { address: store.address, port: localPort(443, ports) },
    status,
  ];
}
