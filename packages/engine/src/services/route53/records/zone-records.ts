import { type RecordSet, recordSetKey } from '@understudy/contract';

/** The record sets of one zone, read a name at a time: a change must not cost the whole zone. */
export interface ZoneRecords {
  readonly count: number;
  /** Those of one name, in order of type and set identifier. */
  at(name: string): RecordSet[];
}

/** What a batch does to a zone. */
export interface RecordDifference {
  put: RecordSet[];
  removed: RecordSet[];
  /** How many the zone has afterwards. */
  count: number;
}

type ByKey = Map<string, RecordSet>;

/** A zone as a batch leaves it, while it is not yet certain that the batch stands. */
export class ChangedRecords implements ZoneRecords {
  readonly #zone: ZoneRecords;
  readonly #names = new Map<string, { before: ByKey; after: ByKey }>();

  constructor(zone: ZoneRecords) {
    this.#zone = zone;
  }

  get count(): number {
    const grown = [...this.#names.values()].map(({ before, after }) => after.size - before.size);
    return grown.reduce((sum, size) => sum + size, this.#zone.count);
  }

  at(name: string): RecordSet[] {
    return [...this.#load(name).after.values()];
  }

  /** The record set of the same name, type and set identifier. */
  find(record: RecordSet): RecordSet | undefined {
    return this.#load(record.name).after.get(recordSetKey(record));
  }

  put(record: RecordSet): void {
    this.#load(record.name).after.set(recordSetKey(record), record);
  }

  delete(record: RecordSet): void {
    this.#load(record.name).after.delete(recordSetKey(record));
  }

  difference(): RecordDifference {
    const names = [...this.#names.values()];
    return {
      count: this.count,
      put: names.flatMap(({ before, after }) =>
        [...after].flatMap(([key, record]) => (before.get(key) === record ? [] : [record])),
      ),
      removed: names.flatMap(({ before, after }) =>
        [...before].flatMap(([key, record]) => (after.has(key) ? [] : [record])),
      ),
    };
  }

  #load(name: string): { before: ByKey; after: ByKey } {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const before = new Map(this.#zone.at(name).map((record) => [recordSetKey(record), record]));
    const loaded = { before, after: new Map(before) };
    this.#names.set(name, loaded);
    return loaded;
  }
}
