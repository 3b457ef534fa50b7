import { launchPauseMs } from './adjust-capacity.ts';
import type { FleetLimits } from '../limits.ts';

/** Failures in a row, and until when the next launch must wait for them. */
export class FailureRow {
  readonly #limits: FleetLimits;
  /** Launches that ended before the instance was in service. */
  failedLaunches = 0;
  lastFailedInstanceId: string | undefined;
  launchNotBeforeMs = 0;
  #failures = 0;

  constructor(limits: FleetLimits) {
    this.#limits = limits;
  }

  failedLaunch(instanceId: string, nowMs: number): void {
    this.failedLaunches++;
    this.lastFailedInstanceId = instanceId;
    this.#failed(nowMs);
  }

  launched(): void {
    this.failedLaunches = 0;
  }

  /**
   * An instance in service had to be replaced: by itself no failed launch, again and again a crash
   * loop.
   */
  unhealthy(nowMs: number): void {
    this.#failed(nowMs);
  }

  /** Something served for long enough, or something else is to be launched: start counting anew. */
  reset(): void {
    this.#failures = 0;
    this.failedLaunches = 0;
    this.launchNotBeforeMs = 0;
  }

  #failed(nowMs: number): void {
    this.#failures++;
    this.launchNotBeforeMs = nowMs + launchPauseMs(this.#failures, this.#limits);
  }
}
