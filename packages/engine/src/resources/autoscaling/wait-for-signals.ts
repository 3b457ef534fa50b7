import type { PolicyDuration } from '../../kernel/resource-policies.ts';
import type { HandlerContext } from '../handler-context.ts';
import { within } from '../within.ts';
import { unsatisfied, type SignalTally } from './signal-tally.ts';
import { failure } from './wait-for-group.ts';

/** Counts the signals that a handler's resource gets, batch by batch. */
export class SignalCount {
  readonly #context: HandlerContext;
  readonly #minSuccessfulInstancesPercent: number;
  #tally: SignalTally;
  /** Signals that were counted already. */
  #seen = 0;

  constructor(
    context: HandlerContext,
    options: { tally: SignalTally; minSuccessfulInstancesPercent: number },
  ) {
    this.#context = context;
    this.#tally = options.tally;
    this.#minSuccessfulInstancesPercent = options.minSuccessfulInstancesPercent;
  }

  /**
   * Waits for so many more signals. What does not come in time counts as a failure.
   *
   * @throws AwsError NotStabilized when too few can succeed
   */
  async wait(count: number, timeout: PolicyDuration): Promise<void> {
    const { clock, signals, progress } = this.#context;
    const deadlineMs = clock.nowMs() + timeout.ms;
    for (let left = count; left > 0;) {
      const next = signals.next();
      for (const { status, uniqueId } of signals.received().slice(this.#seen)) {
        progress(`Received ${status} signal with UniqueId ${uniqueId}`);
        this.#seen += 1;
        this.#count(status);
        left -= 1;
      }
      if (left <= 0) return;
      const leftMs = deadlineMs - clock.nowMs();
      if (leftMs <= 0) return this.#missing(left);
      await within(leftMs, next, this.#context);
    }
  }

  #missing(count: number): void {
    this.#context.progress(
      `Failed to receive ${count} resource signal(s) for the current batch. Each resource signal timeout is counted as a FAILURE.`,
    );
    this.#tally = { ...this.#tally, failed: this.#tally.failed + count };
    this.#assertSatisfiable();
  }

  #count(status: 'SUCCESS' | 'FAILURE'): void {
    const { succeeded, failed, saidFailed } = this.#tally;
    this.#tally =
      status === 'SUCCESS'
        ? { ...this.#tally, succeeded: succeeded + 1 }
        : { ...this.#tally, failed: failed + 1, saidFailed: saidFailed + 1 };
    this.#assertSatisfiable();
  }

  #assertSatisfiable(): void {
    const message = unsatisfied(this.#tally, this.#minSuccessfulInstancesPercent);
    if (message !== undefined) throw failure(message);
  }
}
