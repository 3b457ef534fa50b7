import { compareWrites, type StoredWrites } from '../measure/writes.ts';
import type { Writes } from '../report/writes-schema.ts';
import type { ClientDefinition } from '../scenario/client.ts';
import type { DataStore, DrillTarget } from '../target.ts';
import { commonPrefix } from './common-prefix.ts';
import type { Journeys } from './journeys.ts';

type Stores = NonNullable<DrillTarget['data']>;
type Side = keyof Stores;

/** Objects asked for at once. */
const UNDER_WAY_MAX = 8;
/** Acknowledged keys beyond it are counted, and their objects not looked at. */
const KEYS_MAX = 20_000;

/** What visits have written, in both regions' buckets. */
export class Written {
  readonly #journeys: Journeys;
  readonly #client: ClientDefinition;
  readonly #stores: Stores;
  readonly #drillId: string;
  #stored: { primary: StoredWrites; standby: StoredWrites } | undefined;

  constructor(of: {
    journeys: Journeys;
    client: ClientDefinition;
    stores: Stores;
    drillId: string;
  }) {
    this.#journeys = of.journeys;
    this.#client = of.client;
    this.#stores = of.stores;
    this.#drillId = of.drillId;
  }

  /** Whether each key's newest version is the same in both regions; what does not answer is not. */
  async isSame(): Promise<boolean> {
    if (!this.#journeys.isIdle) return false;
    const acknowledged = this.#keys();
    if (acknowledged.length === 0) return true;
    const prefix = commonPrefix(acknowledged);
    const [primary, standby] = await Promise.all([
      this.#newest('primary', prefix),
      this.#newest('standby', prefix),
    ]);
    if (primary === undefined || standby === undefined) return false;
    const keys = new Set([...primary.keys(), ...standby.keys()]);
    return [...keys].every((key) => primary.get(key) === standby.get(key));
  }

  /** Reads all that is stored of it. */
  async read(): Promise<void> {
    const { idOf } = this.#client;
    if (idOf === undefined) return;
    const read = async (side: Side): Promise<StoredWrites> => {
      const found = new Map<string, (string | undefined)[]>();
      await eachOf(this.#keys(), async (key) => {
        const contents = await this.#stores[side].contents(key);
        const ids = contents.map((body) => (body === undefined ? undefined : idOf(body)));
        if (ids.length > 0) found.set(key, ids);
      });
      return found;
    };
    const [primary, standby] = await Promise.all([read('primary'), read('standby')]);
    this.#stored = { primary, standby };
  }

  /** All that the visits of this drill have made, acknowledged or not. */
  async clear(): Promise<void> {
    const keys = this.#keys();
    const prefix = commonPrefix(keys);
    for (const side of ['primary', 'standby'] as const) {
      const newest = (await this.#newest(side, prefix)) ?? new Map<string, string>();
      const named = [...newest.keys()].filter((key) => key.includes(this.#drillId));
      await this.#stores[side].remove([...new Set([...keys, ...named])]);
    }
  }

  compare(originMs: number): ReturnType<typeof compareWrites> {
    return compareWrites(acknowledgedOf(this.#journeys, originMs), this.#stored);
  }

  #keys(): string[] {
    const keys = new Set(this.#journeys.acknowledged.map(({ key }) => key));
    return [...keys].slice(0, KEYS_MAX);
  }

  async #newest(side: Side, prefix: string): Promise<Map<string, string> | undefined> {
    const found: ReturnType<DataStore['newest']> = this.#stores[side].newest(prefix);
    return await found.catch(() => undefined);
  }
}

export interface OwnClient {
  client: ClientDefinition;
  journeys: Journeys;
  /** Undefined: the site has no data of its own. */
  written: Written | undefined;
}

export function writesOf({ client, journeys, written }: OwnClient, originMs: number): Writes {
  const failures = [...journeys.failures].map(([reason, count]) => ({ reason, count }));
  return {
    client: client.name,
    visits: { ...journeys.counts },
    failures: failures.toSorted((left, right) => right.count - left.count),
    acknowledged: journeys.acknowledged.length,
    ...(written?.compare(originMs) ?? compareWrites(acknowledgedOf(journeys, originMs), undefined)),
  };
}

function acknowledgedOf(
  { acknowledged }: Journeys,
  originMs: number,
): Parameters<typeof compareWrites>[0] {
  return acknowledged.map(({ key, id, place, awsMs }) => ({
    ...{ key, id, place, atSeconds: (awsMs - originMs) / 1000 },
  }));
}

async function eachOf<T>(all: readonly T[], use: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const worker = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await use(one);
  };
  await Promise.all(Array.from({ length: UNDER_WAY_MAX }, worker));
}
