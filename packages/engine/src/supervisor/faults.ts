import { fork, type ChildProcess } from 'node:child_process';
import net from 'node:net';
import process from 'node:process';
import type { AddressAndPort, Clock, EventBody, FaultMode } from '@understudy/contract';
import { UnderstudyError } from '@understudy/contract/errors';
import { signalGroup } from '@understudy/dataplane/process-record';
import { PROCESS_FILES } from '@understudy/dataplane/programs';
import type { ManagedProcess } from './processes/managed-process.ts';
import type { ProcessGroups } from './processes/process-groups.ts';

const HOLD_WALL_MS_MAX = 5_000;
/** A backlog of one holds two connections on Linux; one more makes sure. */
const FILLING_CONNECTIONS = 3;

const EVENT_STATE = { crash: 'crashed', hang: 'hung', blackhole: 'blackholed' } as const;

export interface FaultOptions {
  /** Of the regions alone: the global services cannot be lost. */
  regions: readonly ManagedProcess[];
  groups: Pick<ProcessGroups, 'watch' | 'forget'>;
  /** For whoever lists processes. */
  stateDirectory: string;
  /** Wall time. */
  clock: Clock;
  record(source: string, body: EventBody): void;
}

interface Active {
  mode: FaultMode;
  holder?: ChildProcess;
  fillers: net.Socket[];
}

/**
 * Loses regions for real. `crash` is SIGKILL of the region's process group: connections are
 * refused. `hang` is SIGSTOP of it: connections open and nothing answers. `blackhole` is SIGKILL,
 * and something in the region's place that accepts nothing and says nothing: connections time out.
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

  /**
   * Resolves when the region is lost as its visitors see it.
   *
   * @param endpoints where the region is reached, for a black hole to hold
   */
  break(region: string, mode: FaultMode, endpoints: readonly AddressAndPort[]): Promise<void> {
    return this.#inTurn(() => this.#break(region, mode, endpoints));
  }

  heal(region: string): Promise<void> {
    return this.#inTurn(() => this.#heal(region));
  }

  stop(): Promise<void> {
    return this.#inTurn(async () => {
      await Promise.all(
        [...this.#active.values()].map((active) => release(active, this.#options.groups)),
      );
      this.#active.clear();
    });
  }

  #inTurn(run: () => Promise<void>): Promise<void> {
    const done = this.#last.then(run, run);
    this.#last = done;
    return done;
  }

  async #break(
    region: string,
    mode: FaultMode,
    endpoints: readonly AddressAndPort[],
  ): Promise<void> {
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
    if (mode === 'blackhole') await this.#hold(region, active, endpoints);
    this.#record(region, EVENT_STATE[mode], `fault: ${mode}`);
  }

  async #heal(region: string): Promise<void> {
    const managed = this.#require(region);
    const active = this.#active.get(region);
    if (active === undefined) return;
    this.#active.delete(region);
    await release(active, this.#options.groups);
    managed.suspended = false;
    if (active.mode === 'hang') managed.signal('SIGCONT', { wanted: true });
    managed.start(); // also what was killed while it hung
    this.#record(region, 'running', 'healed');
  }

  #require(region: string): ManagedProcess {
    const { regions } = this.#options;
    const managed = regions.find(({ name }) => name === region);
    if (managed === undefined)
      throw new UnderstudyError('RegionUnknown', {
        message: `there is no region '${region}' here`,
        hint: `use one of ${regions.map(({ name }) => name).join(', ')}`,
      });
    return managed;
  }

  #record(
    region: string,
    state: 'running' | 'crashed' | 'hung' | 'blackholed',
    reason: string,
  ): void {
    this.#options.record(region, { type: 'region', state, reason });
  }

  async #hold(region: string, active: Active, endpoints: readonly AddressAndPort[]): Promise<void> {
    const holder = fork(PROCESS_FILES.blackhole, [region, this.#options.stateDirectory], {
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execPath: process.execPath,
    });
    active.holder = holder;
    if (holder.pid !== undefined) this.#options.groups.watch(`black hole of ${region}`, holder.pid);
    const held = await this.#holding(holder, endpoints);
    if (holder.pid !== undefined) signalGroup(holder.pid, 'SIGSTOP');
    active.fillers = held.flatMap((endpoint) =>
      Array.from({ length: FILLING_CONNECTIONS }, () => fill(endpoint)),
    );
  }

  #holding(holder: ChildProcess, endpoints: readonly AddressAndPort[]): Promise<AddressAndPort[]> {
    const { clock } = this.#options;
    return new Promise((resolve, reject) => {
      const timer = clock.after(HOLD_WALL_MS_MAX, () =>
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

async function release(active: Active, groups: FaultOptions['groups']): Promise<void> {
  for (const socket of active.fillers) socket.destroy();
  const { holder } = active;
  if (holder?.pid === undefined) return;
  if (holder.exitCode === null && holder.signalCode === null) {
    const gone = new Promise((resolve) => holder.once('exit', resolve));
    signalGroup(holder.pid, 'SIGKILL');
    await gone;
  }
  groups.forget(holder.pid);
}

function fill(endpoint: AddressAndPort): net.Socket {
  const socket = net.connect({ host: endpoint.address, port: endpoint.port });
  socket.on('error', () => undefined); // the last of them is meant to be dropped
  socket.unref();
  return socket;
}
