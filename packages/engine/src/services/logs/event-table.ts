import type { StateStore, Table } from '../../kernel/state/state-store.ts';
import { logsTables, type EventRecord } from './records.ts';

interface StreamKey {
  groupName: string;
  name: string;
}

const TIME_DIGITS = 15;
const SEQUENCE_DIGITS = 12;
const PAGE_RECORDS = 1_000;

/** The events of every stream, in the order of their times. */
export class EventTable {
  readonly #table: Table<EventRecord>;

  constructor(state: StateStore) {
    this.#table = state.table(logsTables.events);
  }

  put(region: string, stream: StreamKey, event: EventRecord): void {
    this.#table.put(prefixOf(region, stream) + positionOf(event), event);
  }

  delete(region: string, stream: StreamKey, event: EventRecord): void {
    this.#table.delete(prefixOf(region, stream) + positionOf(event));
  }

  /** From a time on; bounded, as streams are. */
  list(region: string, stream: StreamKey, fromMs = 0): EventRecord[] {
    const prefix = prefixOf(region, stream);
    return this.#table.page(prefix, prefix + padded(Math.max(0, fromMs), TIME_DIGITS), -1);
  }

  /** The oldest ones. */
  oldest(region: string, stream: StreamKey): EventRecord[] {
    const prefix = prefixOf(region, stream);
    return this.#table.page(prefix, prefix, PAGE_RECORDS);
  }

  clear(region: string, stream: StreamKey): void {
    for (const event of this.list(region, stream)) this.delete(region, stream, event);
  }
}

/** Where an event is in its stream: sorts as text as the events do. */
export function positionOf({ timestampMs, sequence }: EventRecord): string {
  return padded(timestampMs, TIME_DIGITS) + padded(sequence, SEQUENCE_DIGITS);
}

/** No colon is in the name of a group or a stream. */
function prefixOf(region: string, { groupName, name }: StreamKey): string {
  return `${region}/${groupName}:${name}:`;
}

function padded(value: number, digits: number): string {
  return String(Math.floor(value)).padStart(digits, '0');
}
