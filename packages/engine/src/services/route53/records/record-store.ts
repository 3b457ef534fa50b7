import { type RecordSet, recordSetKey, type ZonePatch } from '@understudy/contract';
import type { StateStore, Table } from '../../../kernel/state/state-store.ts';
import { route53Tables } from '../tables.ts';
import { reversedLabels } from './record-name.ts';
import type { RecordDifference, ZoneRecords } from './zone-records.ts';

/**
 * Where a page of a zone's record sets begins; the later members only where the earlier ones are
 * given.
 */
export interface RecordStart {
  name?: string | undefined;
  type?: string | undefined;
  setIdentifier?: string | undefined;
}

/**
 * Record sets, a row each, in the order in which they are listed: "ASCII order of the reversed
 * labels, then of the type, then of the set identifier" (ListResourceRecordSets). A line feed sorts
 * before all that names and types have.
 */
export class RecordStore {
  readonly #state: StateStore;
  readonly #table: Table<RecordSet>;
  /** The last changes, so that a process that has what was before need not be told everything. */
  #recent: RecentChange[] = [];

  constructor(state: StateStore) {
    this.#state = state;
    this.#table = state.table(route53Tables.recordSets);
  }

  view(zone: { id: string; recordCount: number }): ZoneRecords {
    return {
      count: zone.recordCount,
      at: (name) => this.#table.list(`${zone.id}/${reversedLabels(name)}\n`),
    };
  }

  all(zoneId: string): RecordSet[] {
    return this.#table.list(`${zoneId}/`);
  }

  /** At most `most`, from `start` on. */
  page(zoneId: string, start: RecordStart, most: number): RecordSet[] {
    let from = `${zoneId}/`;
    if (start.name !== undefined) from += reversedLabels(start.name);
    if (start.type !== undefined) from += `\n${start.type}`;
    if (start.setIdentifier !== undefined) from += `\n${start.setIdentifier}`;
    return this.#table.page(`${zoneId}/`, from, most);
  }

  /** Notes a change that was written, for `changesSince`. */
  note(zoneId: string, revision: number, { put, removed }: RecordDifference): void {
    const last = this.#recent.findLast((change) => change.zoneId === zoneId);
    // A revision for the second time: what was written the first time was taken back.
    if (last !== undefined && last.revision >= revision) this.#recent = [];
    const gone = removed.map(({ name, type, setIdentifier }) => ({ name, type, setIdentifier }));
    this.#recent.push({ zoneId, revision, put, removed: gone });
    if (this.#recent.length > RECENT_MAX) this.#recent.shift();
  }

  /**
   * What became of a zone's record sets between two revisions of them; undefined when that is no
   * longer known.
   */
  changesSince(zoneId: string, from: number, to: number): ZonePatch | undefined {
    const changes = this.#recent.filter(
      (change) => change.zoneId === zoneId && change.revision > from && change.revision <= to,
    );
    if (changes.length !== to - from) return undefined;
    const put = new Map<string, RecordSet>();
    const removed = new Map<string, ZonePatch['removed'][number]>();
    for (const change of changes) {
      for (const gone of change.removed) {
        put.delete(recordSetKey(gone));
        removed.set(recordSetKey(gone), gone);
      }
      for (const record of change.put) {
        put.set(recordSetKey(record), record);
        removed.delete(recordSetKey(record));
      }
    }
    return { zoneId, removed: [...removed.values()], put: [...put.values()] };
  }

  /** In one transaction, with what else belongs to it. */
  write(
    zoneId: string,
    difference: Pick<RecordDifference, 'put' | 'removed'>,
    alongside: () => void,
  ): void {
    this.#state.atOnce(() => {
      for (const record of difference.removed) this.#table.delete(key(zoneId, record));
      for (const record of difference.put) this.#table.put(key(zoneId, record), record);
      alongside();
    });
  }
}

interface RecentChange extends ZonePatch {
  /** Of the zone's records, after the change. */
  revision: number;
}

/** As many as that, whole documents are as good. */
const RECENT_MAX = 1_000;

function key(zoneId: string, record: RecordSet): string {
  return `${zoneId}/${reversedLabels(record.name)}\n${record.type}\n${record.setIdentifier ?? ''}`;
}
