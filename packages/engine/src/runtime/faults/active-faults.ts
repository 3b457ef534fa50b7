import {
  describeFault,
  UnderstudyError,
  type ActiveFault,
  type Clock,
  type EventBody,
  type InjectedFault,
  type Timer,
} from '@understudy/contract';
import type { Table } from '../../kernel/state/state-store.ts';
import { checkFault, withInstancesNamed, type FaultPlaces } from './check-fault.ts';
import { isIn, losesRegion } from './faults-in.ts';
import type { FaultRecord, FaultsRecord } from './records.ts';
import type { RegionFaults } from './region-faults.ts';

const KEY = 'faults';
/** Each is looked at by every request that it may hit. */
const FAULTS_MAX = 100;

export interface ActiveFaultsOptions {
  table: Table<FaultsRecord>;
  places: FaultPlaces;
  /** Does those that lose a region, and knows which region is lost. */
  processes: Pick<
    RegionFaults,
    'break' | 'breakControlPlane' | 'heal' | 'holdZone' | 'letGoOfZone' | 'modeOf'
  >;
  clock: Clock;
  /** Of how many control planes this engine has had, with this one. */
  incarnation: number;
  emit(body: EventBody): void;
  /** What takes time and must be there before documents can tell of it. */
  prepare(fault: InjectedFault): Promise<void>;
  /** Has what processes are to do about it pushed; resolves when it is in force. */
  push(): Promise<void>;
}

/**
 * The faults that last. They are on record, for the control plane after this one; what a fault does
 * is done by the supervisor, by processes that are told in their documents, and by the endpoint.
 */
export class ActiveFaults {
  readonly #options: ActiveFaultsOptions;
  readonly #timers = new Map<string, Timer>();
  /** One after the other: the last one asked for is the one that lasts. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ActiveFaultsOptions) {
    this.#options = options;
    // Nothing of an engine that was stopped is broken in the one that is started.
    if (options.incarnation <= 1) options.table.put(KEY, { last: 0, active: [] });
    this.#reconcile();
    for (const record of this.records()) this.#endInTime(record);
  }

  /** Resolves when documents can tell of what lasts from the control plane before. */
  async prepared(): Promise<void> {
    for (const { fault } of this.records()) await this.#options.prepare(fault);
  }

  /** Oldest first. */
  records(): FaultRecord[] {
    return this.#record().active;
  }

  list(): ActiveFault[] {
    return this.records().map(({ id, fault, sinceMs, untilMs }) => ({
      ...{ id, fault: { ...fault }, sinceMs, untilMs },
      description: describeFault(fault),
    }));
  }

  /** Resolves with its id when it is in force. */
  begin(fault: InjectedFault, forSeconds: number | undefined): Promise<string> {
    return this.#inTurn(() => this.#begin(fault, forSeconds));
  }

  /** Ends one, all of a region, or all there are. */
  heal(which: { id?: string | undefined; region?: string | undefined }): Promise<void> {
    return this.#inTurn(() => this.#heal(which));
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(run, run);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #begin(given: InjectedFault, forSeconds: number | undefined): Promise<string> {
    const { places, processes, clock } = this.#options;
    checkFault(given, places);
    const fault = await withInstancesNamed(given, places);
    await this.#options.prepare(fault);
    if (this.records().length >= FAULTS_MAX)
      throw new UnderstudyError('FaultInvalid', {
        message: `${FAULTS_MAX} faults last already`,
        hint: "'understudy heal' ends them",
      });
    if (losesRegion(fault)) {
      await processes.break(fault.region, fault.mode);
      // A region is lost in one way at a time: the supervisor has ended the one before.
      this.#drop((other) => losesRegion(other.fault) && other.fault.region === fault.region);
    }
    const nowMs = clock.nowMs();
    const untilMs = forSeconds === undefined ? null : nowMs + forSeconds * 1_000;
    const record = this.#add({ fault, sinceMs: nowMs, untilMs });
    this.#endInTime(record);
    await this.#options.push();
    if (isHole(fault)) await processes.holdZone(fault.zone);
    if (fault.subject !== 'control-plane') return record.id;
    const forWallMs = forSeconds === undefined ? undefined : clock.toWallMs(forSeconds * 1_000);
    if (fault.mode === 'crash' || fault.mode === 'hang')
      processes.breakControlPlane(fault.mode, forWallMs);
    return record.id;
  }

  async #heal({
    id,
    region,
  }: {
    id?: string | undefined;
    region?: string | undefined;
  }): Promise<void> {
    const { processes, places } = this.#options;
    const meant = this.records().filter(
      (record) =>
        (id === undefined || record.id === id) &&
        (region === undefined || isIn(record.fault, region)),
    );
    if (id !== undefined && meant.length === 0)
      throw new UnderstudyError('FaultUnknown', { message: `there is no fault '${id}' now` });
    // Also what no record tells of, and a region that is unknown is refused there.
    const lost = meant.flatMap(({ fault }) => (losesRegion(fault) ? [fault.region] : []));
    const regions = id !== undefined ? lost : region !== undefined ? [region] : places.regions;
    for (const each of regions) await processes.heal(each);
    this.#drop(({ id: one }) => meant.some((record) => record.id === one));
    await this.#followHoles(meant, regions);
    await this.#options.push();
  }

  /**
   * Ends those of zones that no fault wants any more; what a region's had in its place is held
   * anew.
   */
  async #followHoles(over: readonly FaultRecord[], healed: readonly string[]): Promise<void> {
    const { processes } = this.#options;
    const left = new Set(holesIn(this.records()));
    for (const zone of new Set(holesIn(over)))
      if (!left.has(zone)) await processes.letGoOfZone(zone);
    for (const zone of left)
      if (healed.some((region) => zone.startsWith(region))) await processes.holdZone(zone);
  }

  #endInTime({ id, untilMs }: FaultRecord): void {
    const { clock, emit } = this.#options;
    if (untilMs === null) return;
    const end = (): void => {
      if (!this.records().some((record) => record.id === id)) return;
      this.heal({ id }).catch((error: unknown) =>
        emit({ type: 'log', level: 'error', message: `${id} did not end: ${String(error)}` }),
      );
    };
    this.#timers.set(id, clock.after(Math.max(0, untilMs - clock.nowMs()), end));
  }

  /**
   * The supervisor's word counts: a control plane may have died between the deed and its record.
   */
  #reconcile(): void {
    const { places, processes, clock } = this.#options;
    this.#drop(({ fault }) => losesRegion(fault) && processes.modeOf(fault.region) !== fault.mode);
    // What killed the control plane before this one is over.
    this.#drop(({ fault }) => fault.subject === 'control-plane' && fault.mode === 'crash');
    for (const region of places.regions) {
      const mode = processes.modeOf(region);
      const isKnown = this.records().some(
        ({ fault }) => losesRegion(fault) && fault.region === region,
      );
      if (mode === undefined || isKnown) continue;
      const fault = { subject: 'region', region, mode } as const;
      this.#add({ fault, sinceMs: clock.nowMs(), untilMs: null });
    }
  }

  #record(): FaultsRecord {
    return this.#options.table.get(KEY) ?? { last: 0, active: [] };
  }

  #add(added: Omit<FaultRecord, 'id'>): FaultRecord {
    const { last, active } = this.#record();
    const record = { id: `fault-${last + 1}`, ...added };
    this.#options.table.put(KEY, { last: last + 1, active: [...active, record] });
    this.#tell(record, 'began');
    return record;
  }

  #drop(isMeant: (record: FaultRecord) => boolean): void {
    const { last, active } = this.#record();
    const gone = active.filter(isMeant);
    if (gone.length === 0) return;
    this.#options.table.put(KEY, { last, active: active.filter((one) => !gone.includes(one)) });
    for (const record of gone) {
      this.#timers.get(record.id)?.cancel();
      this.#timers.delete(record.id);
      this.#tell(record, 'ended');
    }
  }

  #tell({ id, fault }: FaultRecord, state: 'began' | 'ended'): void {
    const { subject, mode } = fault;
    const description = describeFault(fault);
    this.#options.emit({ type: 'fault', id, subject, mode, state, description });
  }
}

function isHole(fault: InjectedFault): fault is InjectedFault & { subject: 'zone' } {
  return fault.subject === 'zone' && fault.mode === 'blackhole';
}

function holesIn(records: readonly FaultRecord[]): string[] {
  return records.flatMap(({ fault }) => (isHole(fault) ? [fault.zone] : []));
}
