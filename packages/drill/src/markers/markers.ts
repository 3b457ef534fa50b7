import type { Clock } from '@understudy/contract';
import { rpoOf } from '../measure/rpo.ts';
import type { Report, Rpo } from '../report/schema.ts';
import type { DrillTarget, Marker } from '../target.ts';
import { MarkerWriter } from './marker-writer.ts';

type Stores = NonNullable<DrillTarget['markers']>;

/** Below it nobody else's objects are. */
const MARKER_PREFIX = '.understudy-drill/';

/** The marker objects of one drill, on both sides. */
export class Markers {
  readonly #clock: Clock;
  readonly #stores: Stores;
  readonly #writer: MarkerWriter;
  readonly #queue: { awsMs: number; objects: number }[] = [];
  #atStandby: Set<string> | undefined;
  #end: { primary: Marker[]; standby: Marker[] } = { primary: [], standby: [] };
  #drainedMs: number | undefined;

  constructor(clock: Clock, stores: Stores, id: string) {
    this.#clock = clock;
    this.#stores = stores;
    this.#writer = new MarkerWriter(clock, stores.primary, `${MARKER_PREFIX}${id}/`);
  }

  start(): void {
    this.#writer.start();
  }

  stop(): void {
    this.#writer.stop();
  }

  /** What the standby has at the moment of loss. */
  async lookAtStandby(): Promise<void> {
    const found = await this.#list('standby');
    if (found === undefined) return;
    this.#atStandby = new Set(found.map(({ key }) => key));
    this.#noteQueue(found.length);
  }

  /** Whether both sides have the same, for the first time since the healing; looks anew. */
  async isDrained(): Promise<boolean> {
    const [primary, standby] = await Promise.all([this.#list('primary'), this.#list('standby')]);
    if (primary === undefined || standby === undefined) return false;
    this.#end = { primary, standby };
    this.#noteQueue(standby.length);
    const isSame =
      primary.length >= this.#writer.acknowledged.length && sameAs(primary) === sameAs(standby);
    if (isSame) this.#drainedMs ??= this.#clock.nowMs();
    return isSame;
  }

  /** The same for good: nothing is written any more, nor under way. */
  async isDrainedForGood(): Promise<boolean> {
    return this.#writer.isIdle && (await this.isDrained());
  }

  async clear(): Promise<void> {
    const { prefix } = this.#writer;
    await this.#stores.primary.clear(prefix);
    await this.#stores.standby.clear(prefix);
  }

  /** @param lostMs when the primary was lost, and when the faults ended: AWS time */
  rpo(lostMs: number, healedMs: number): Rpo {
    return rpoOf({
      written: this.#writer.acknowledged.map(({ key, bytes, awsMs }) => ({
        ...{ key, bytes, acknowledgedSeconds: (awsMs - lostMs) / 1000 },
      })),
      atStandby: this.#atStandby,
      endPrimary: this.#end.primary,
      endStandby: this.#end.standby,
      drainedSeconds:
        this.#drainedMs === undefined ? null : Math.max(0, this.#drainedMs - healedMs) / 1000,
    });
  }

  queue(originMs: number): Report['replicationQueue'] {
    return this.#queue.map(({ awsMs, objects }) => ({
      ...{ atSeconds: (awsMs - originMs) / 1000, objects },
    }));
  }

  #noteQueue(atStandby: number): void {
    const objects = Math.max(0, this.#writer.acknowledged.length - atStandby);
    this.#queue.push({ awsMs: this.#clock.nowMs(), objects });
  }

  /** Undefined where the region does not answer. */
  async #list(side: keyof Stores): Promise<Marker[] | undefined> {
    return await this.#stores[side].list(this.#writer.prefix).catch(() => undefined);
  }
}

function sameAs(markers: readonly Marker[]): string {
  return markers
    .map(({ key, etag }) => `${key} ${etag}`)
    .toSorted()
    .join('\n');
}
