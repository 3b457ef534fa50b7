import type { EventBody, UnderstudyEvent } from '@understudy/contract';

/** How far back a late listener can look. */
export const EVENTS_KEPT_MAX = 2_000;

/**
 * Numbers events and keeps the last of them, so that a listener's place in the stream outlives a
 * control plane.
 */
export class EventRing {
  #sequence = 0;
  readonly #events: UnderstudyEvent[] = [];
  readonly #listener: (event: UnderstudyEvent) => void;

  constructor(listener: (event: UnderstudyEvent) => void) {
    this.#listener = listener;
  }

  record(source: string, awsMs: number, wallMs: number, body: EventBody): void {
    const event: UnderstudyEvent = { sequence: ++this.#sequence, awsMs, wallMs, source, body };
    this.#events.push(event);
    if (this.#events.length > EVENTS_KEPT_MAX) this.#events.shift();
    this.#listener(event);
  }

  kept(): UnderstudyEvent[] {
    return [...this.#events];
  }
}
