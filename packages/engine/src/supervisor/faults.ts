import type { AddressAndPort, EventBody, FaultMode } from '@understudy/contract';
import { UnderstudyError } from '@understudy/contract/errors';
import { BlackHole, type BlackHoleOptions } from './black-hole.ts';
import type { ManagedProcess } from './processes/managed-process.ts';

const EVENT_STATE = { crash: 'crashed', hang: 'hung', blackhole: 'blackholed' } as const;

export interface FaultOptions extends BlackHoleOptions {
  /** Of the regions alone: the global services cannot be lost. */
  regions: readonly ManagedProcess[];
  record(source: string, body: EventBody): void;
}

interface Active {
  mode: FaultMode;
  hole?: BlackHole;
}

/**
 * Loses regions for real. `crash` is SIGKILL of the region's process group: connections are
 * refused. `hang` is SIGSTOP of it: connections open and nothing answers. `blackhole` is SIGKILL,
 * and something in the region's place that accepts nothing and says nothing: connections time out.
 */
export class Faults {
  readonly #active = new Map<string, Active>();
  readonly #holes = new Map<string, BlackHole>();
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

  /** Black holes of parts of regions, by names: in place of the one that the name had. */
  hold(name: string, endpoints: readonly AddressAndPort[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.#letGo(name);
      this.#holes.set(name, await BlackHole.open(name, endpoints, this.#options));
    });
  }

  letGo(name: string): Promise<void> {
    return this.#inTurn(() => this.#letGo(name));
  }

  async #letGo(name: string): Promise<void> {
    const hole = this.#holes.get(name);
    this.#holes.delete(name);
    await hole?.close();
  }

  stop(): Promise<void> {
    return this.#inTurn(async () => {
      const holes = [...this.#active.values()].flatMap(({ hole }) => hole ?? []);
      await Promise.all([...holes, ...this.#holes.values()].map((hole) => hole.close()));
      this.#active.clear();
      this.#holes.clear();
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
    const active: Active = { mode };
    this.#active.set(region, active);
    if (mode === 'hang') {
      managed.suspended = true;
      managed.signal('SIGSTOP', { wanted: false });
    } else {
      managed.signal('SIGKILL', { wanted: false });
      await managed.gone();
    }
    if (mode === 'blackhole') active.hole = await BlackHole.open(region, endpoints, this.#options);
    this.#record(region, EVENT_STATE[mode], `fault: ${mode}`);
  }

  async #heal(region: string): Promise<void> {
    const managed = this.#require(region);
    const active = this.#active.get(region);
    if (active === undefined) return;
    this.#active.delete(region);
    await active.hole?.close();
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
}
