import type { RecordSet } from '@understudy/contract';
import type { StateStore, Table } from '../../kernel/state-store.ts';
import { reversedLabels } from './record-name.ts';
import type { RecordDifference, ZoneRecords } from './zone-records.ts';

/** Where a page of a zone's record sets begins; the later members only where the earlier ones are given. */
export interface RecordStart {
  name?: string | undefined;
  type?: string | undefined;
  setIdentifier?: string | undefined;
}

/**
 * Record sets, a row each, in the order in which they are listed: "ASCII order of the reversed labels, then of the
 * type, then of the set identifier" (ListResourceRecordSets). A line feed sorts before all that names and types have.
 */
export class RecordStore {
  readonly #state: StateStore;
  readonly #table: Table<RecordSet>;

  constructor(state: StateStore) {
    this.#state = state;
    this.#table = state.table('route53/record-sets');
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

function key(zoneId: string, record: RecordSet): string {
  return `${zoneId}/${reversedLabels(record.name)}\n${record.type}\n${record.setIdentifier ?? ''}`;
}
