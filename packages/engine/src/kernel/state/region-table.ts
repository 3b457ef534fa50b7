import type { DeclaredTable } from './declare-table.ts';
import type { StateStore, Table } from './state-store.ts';

/** Records of one kind of a regional service, by region and identifier. */
export class RegionTable<T> {
  readonly #table: Table<T>;

  constructor(state: StateStore, declared: DeclaredTable<T>) {
    this.#table = state.table(declared);
  }

  get(region: string, id: string): T | undefined {
    return this.#table.get(`${region}/${id}`);
  }

  put(region: string, id: string, record: T): void {
    this.#table.put(`${region}/${id}`, record);
  }

  delete(region: string, id: string): void {
    this.#table.delete(`${region}/${id}`);
  }

  /** Records of one region whose identifier starts with `prefix`, in order of their identifiers. */
  list(region: string, prefix = ''): T[] {
    return this.#table.list(`${region}/${prefix}`);
  }

  /** Records of every region. */
  all(): T[] {
    return this.#table.list();
  }
}
