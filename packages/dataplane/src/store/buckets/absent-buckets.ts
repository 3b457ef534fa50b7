import type { Clock } from '@understudy/contract';
import { ABSENT_BUCKETS_MAX, ABSENT_BUCKET_WALL_MS } from '../bounds.ts';

/**
 * Names that no region had when all were asked, so that not every request for one asks them again.
 * Who makes a bucket asks every region for its name before (see `claimName`), and whoever is asked
 * forgets that it was absent: the bound in time is only for what cannot be thought of.
 */
export class AbsentBuckets {
  readonly #clock: Clock;
  /** When each is not to be believed any more; the first is the oldest. */
  readonly #untilMs = new Map<string, number>();
  #forgotten = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#untilMs.size;
  }

  has(name: string): boolean {
    const untilMs = this.#untilMs.get(name);
    if (untilMs === undefined) return false;
    if (this.#clock.wallMs() < untilMs) return true;
    this.#untilMs.delete(name);
    return false;
  }

  /**
   * Call it before asking, and what it gives once all have said no: nothing is remembered where a
   * name was forgotten in the meantime, since the answers may be from before.
   */
  asking(name: string): () => void {
    const forgotten = this.#forgotten;
    return () => {
      if (forgotten !== this.#forgotten) return;
      this.#untilMs.delete(name);
      this.#untilMs.set(name, this.#clock.wallMs() + ABSENT_BUCKET_WALL_MS);
      const [oldest] = this.#untilMs.size > ABSENT_BUCKETS_MAX ? this.#untilMs.keys() : [];
      if (oldest !== undefined) this.#untilMs.delete(oldest);
    };
  }

  forget(name: string): void {
    this.#forgotten += 1;
    this.#untilMs.delete(name);
  }

  clear(): void {
    this.#forgotten += 1;
    this.#untilMs.clear();
  }
}
