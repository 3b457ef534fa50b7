import type { Clock } from '@understudy/contract';
import type { PhaseName, Report } from '../report/schema.ts';
import type { Sentence } from '../report/words/phrases/phrase.ts';

export interface Phase {
  name: PhaseName;
  /** What it waits for. */
  until: Sentence;
  /** AWS seconds; it ends then, whatever is so. */
  boundSeconds: number;
  isOver(): boolean | Promise<boolean>;
}

/** How often it is looked whether a phase is over. */
const LOOK_WALL_MS = 100;

/** The parts of a drill, one after the other: each ends by what it waits for, or by its bound. */
export class Phases {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #done: {
    name: PhaseName;
    fromMs: number;
    toMs: number;
    reached: boolean;
    until: Sentence;
  }[] = [];
  current: PhaseName = 'steady';

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Whether what it waited for came. Rejects when the drill is given up. */
  async pass({ name, until, boundSeconds, isOver }: Phase): Promise<boolean> {
    const clock = this.#clock;
    this.current = name;
    const fromMs = clock.nowMs();
    let reached = false;
    for (;;) {
      reached = await isOver();
      if (reached || clock.nowMs() - fromMs >= boundSeconds * 1000) break;
      await clock.sleep(LOOK_WALL_MS * clock.speed, this.#signal);
    }
    this.#done.push({ name, fromMs, toMs: clock.nowMs(), reached, until });
    return reached;
  }

  /** AWS seconds from the first fault. */
  report(originMs: number): Report['phases'] {
    return this.#done.map(({ name, fromMs, toMs, reached, until }) => ({
      ...{ name, until: until.text, say: until.say, reached },
      fromSeconds: (fromMs - originMs) / 1000,
      toSeconds: (toMs - originMs) / 1000,
    }));
  }
}
