import type { Fate } from './rto.ts';

/** Kept one by one, for outages; above it they are not. */
const FATES_MAX = 500_000;

/** Fates of requests in the order in which they were due, whenever each ended. */
export class Fates {
  readonly #all: Fate[] = [];
  /** When each was due: exact, where seconds from an origin that moves are rounded. */
  readonly #dueMs: number[] = [];
  #originMs: number;

  constructor(originMs: number) {
    this.#originMs = originMs;
  }

  /** The same list each time, which grows. */
  get all(): readonly Fate[] {
    return this.#all;
  }

  /** From now on they are counted from another moment, those that there are as well. */
  countFrom(originMs: number): void {
    const laterSeconds = (originMs - this.#originMs) / 1000;
    this.#originMs = originMs;
    for (const [index, { dueSeconds, endSeconds, good }] of this.#all.entries())
      this.#all[index] = {
        ...{ dueSeconds: dueSeconds - laterSeconds, endSeconds: endSeconds - laterSeconds, good },
      };
  }

  add({ dueMs, endMs, good }: { dueMs: number; endMs: number; good: boolean }): void {
    if (this.#all.length >= FATES_MAX) return;
    const dueSeconds = (dueMs - this.#originMs) / 1000;
    const endSeconds = (endMs - this.#originMs) / 1000;
    // Few wait for so long that others, which were due later, have ended before.
    const before = this.#dueMs.findLastIndex((one) => one <= dueMs);
    this.#dueMs.splice(before + 1, 0, dueMs);
    this.#all.splice(before + 1, 0, { dueSeconds, endSeconds, good });
  }
}
