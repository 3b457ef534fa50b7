import type { Clock, Timer } from '@understudy/contract';
import type { MarkerStore } from '../target.ts';

const INTERVAL_SECONDS = 1;
const UNDER_WAY_MAX = 50;
const BODY_CHARACTERS = 1_000;
const DIGITS = 6;

export interface Acknowledged {
  key: string;
  bytes: number;
  awsMs: number;
}

/** Writes a numbered object each second of AWS time, and keeps which of them were acknowledged. */
export class MarkerWriter {
  readonly prefix: string;
  readonly acknowledged: Acknowledged[] = [];
  readonly #clock: Clock;
  readonly #store: MarkerStore;
  #timer: Timer | undefined;
  #next = 1;
  #underWay = 0;

  constructor(clock: Clock, store: MarkerStore, prefix: string) {
    this.#clock = clock;
    this.#store = store;
    this.prefix = prefix;
  }

  start(): void {
    this.#timer = this.#clock.every(INTERVAL_SECONDS * 1000, () => this.#write());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** Nothing is under way: what was acknowledged is all that will be, once it is stopped. */
  get isIdle(): boolean {
    return this.#underWay === 0;
  }

  #write(): void {
    if (this.#underWay >= UNDER_WAY_MAX) return;
    const key = `${this.prefix}${String(this.#next).padStart(DIGITS, '0')}`;
    this.#next += 1;
    this.#underWay += 1;
    const body = key.repeat(Math.ceil(BODY_CHARACTERS / key.length)).slice(0, BODY_CHARACTERS);
    const over = (): void => void (this.#underWay -= 1);
    const acknowledge = (): void => {
      over();
      this.acknowledged.push({ key, bytes: body.length, awsMs: this.#clock.nowMs() });
    };
    // What is refused was not acknowledged, and so is nobody's loss.
    this.#store.put(key, body).then(acknowledge, over);
  }
}
