import type { ServerResponse } from 'node:http';
import { readEvent, type EventBody, type UnderstudyEvent } from '@understudy/contract';
import { EVENTS_KEPT_MAX } from '../supervisor/event-ring.ts';

const LISTENERS_MAX = 100;
/** A listener that lets this much pile up is cut off: it may ask again from where it was. */
const STREAM_BACKLOG_BYTES_MAX = 1_000_000;

export type Recorder = (source: string, awsMs: number, wallMs: number, body: EventBody) => void;

/**
 * The engine's event stream: numbered by the supervisor, kept for a while, sent to whoever listens.
 */
export class EventLog {
  readonly #events: UnderstudyEvent[];
  readonly #listeners = new Set<(event: UnderstudyEvent) => void>();
  /** Has an event numbered, and with that appended. */
  readonly record: Recorder;

  /** @param events what was told before, as it came from the supervisor */
  constructor(record: Recorder, events: readonly unknown[] = []) {
    this.record = record;
    this.#events = events.flatMap((event) => readEvent(event) ?? []);
  }

  /** As it came from the supervisor, which reads nothing of it: here it is read. */
  append(sent: unknown): void {
    const event = readEvent(sent);
    if (event === undefined) return;
    this.#events.push(event);
    if (this.#events.length > EVENTS_KEPT_MAX) this.#events.shift();
    for (const listener of this.#listeners) listener(event);
  }

  since(sequence: number): UnderstudyEvent[] {
    return this.#events.filter((event) => event.sequence > sequence);
  }

  onEvent(listener: (event: UnderstudyEvent) => void): () => void {
    if (this.#listeners.size >= LISTENERS_MAX)
      throw new Error(`more than ${LISTENERS_MAX} listeners`);
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Server-sent events from `sequence` on; what comes later only where they are followed.
   * https://html.spec.whatwg.org/multipage/server-sent-events.html
   */
  stream(response: ServerResponse, sequence: number, { follow } = { follow: true }): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const replay = this.since(sequence).map(message).join('');
    // What it asked for must not be what it is cut off for.
    const backlogBytesMax = STREAM_BACKLOG_BYTES_MAX + Buffer.byteLength(replay);
    const write = (event: UnderstudyEvent): void => {
      if (response.writableLength > backlogBytesMax) response.destroy();
      else response.write(message(event));
    };
    if (replay !== '') response.write(replay);
    if (!follow) return void response.end();
    const end = this.onEvent(write);
    response.on('close', end);
  }
}

function message(event: UnderstudyEvent): string {
  return `id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`;
}
