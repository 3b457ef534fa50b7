import type { Clock, Timer } from '@understudy/contract';
import type { Report } from '../report/schema.ts';
import type { FaultStep } from '../scenario/scenario.ts';
import type { FaultPort } from '../target.ts';

interface Made {
  id: string;
  text: string;
  fromMs: number;
  untilMs: number | undefined;
}

/** Makes a scenario's faults when they are due, and ends them. */
export class FaultTimeline {
  readonly #clock: Clock;
  readonly #port: FaultPort;
  readonly #onMade: (step: FaultStep) => Promise<void>;
  readonly #made: Made[] = [];
  readonly #timers: Timer[] = [];
  /** One at a time, in the order in which they are due. */
  #turn: Promise<void> = Promise.resolve();
  #problem: unknown;

  /** @param onMade is waited for before another fault is made */
  constructor(
    clock: Clock,
    port: FaultPort,
    onMade: (step: FaultStep) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#clock = clock;
    this.#port = port;
    this.#onMade = onMade;
  }

  /** Resolves when all that are due at once are made; the others follow by themselves. */
  async begin(steps: readonly FaultStep[]): Promise<void> {
    for (const step of steps.filter(({ atSeconds }) => atSeconds > 0))
      this.#timers.push(this.#clock.after(step.atSeconds * 1000, () => this.#makeLater(step)));
    for (const step of steps.filter(({ atSeconds }) => atSeconds <= 0))
      await this.#makeInTurn(step);
  }

  /** Ends all; rejects with what went wrong in the meantime. */
  async end(): Promise<void> {
    for (const timer of this.#timers) timer.cancel();
    await this.#turn; // what is being made is to end as well
    for (const made of this.#made) if (made.untilMs === undefined) await this.#end(made);
    if (this.#problem !== undefined) throw this.#problem;
  }

  report(originMs: number): Report['faults'] {
    return this.#made.map(({ text, fromMs, untilMs }) => ({
      text,
      atSeconds: (fromMs - originMs) / 1000,
      untilSeconds: untilMs === undefined ? null : (untilMs - originMs) / 1000,
    }));
  }

  #makeLater(step: FaultStep): void {
    this.#makeInTurn(step).catch((error: unknown) => (this.#problem ??= error));
  }

  #makeInTurn(step: FaultStep): Promise<void> {
    const done = this.#turn.then(() => this.#make(step));
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #make(step: FaultStep): Promise<void> {
    const { fault, forSeconds } = step;
    const fromMs = this.#clock.nowMs();
    const id = await this.#port.begin(fault);
    const made: Made = { id, text: textOf(fault), fromMs, untilMs: undefined };
    this.#made.push(made);
    await this.#onMade(step);
    if (forSeconds === undefined) return;
    const end = (): void =>
      void this.#end(made).catch((error: unknown) => (this.#problem ??= error));
    this.#timers.push(this.#clock.after(forSeconds * 1000, end));
  }

  async #end(made: Made): Promise<void> {
    await this.#port.end(made.id);
    made.untilMs = this.#clock.nowMs();
  }
}

/** `region ap-northeast-2: crash`. */
export function textOf({ subject, mode, ...rest }: FaultStep['fault']): string {
  const words = Object.values(rest).map((value) =>
    typeof value === 'string' ? value : JSON.stringify(value),
  );
  return [subject, ...words].join(' ') + (mode === undefined ? '' : `: ${mode}`);
}
