import type { Timer } from '@understudy/contract';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { caaAllows } from './decide-caa.ts';
import { baseDomain, validationRecord } from './validation-record.ts';
import type { ValidationResolver } from './validation-resolver.ts';

/** https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html */
const VALIDATION_HOURS_MAX = 72;
const HOUR_MS = 3_600_000;
/** `aws` realism: about as often as ACM looks, spread by half either way. */
const AWS_INTERVAL_MS = 5_000;
/** `instant` realism: soon, then less and less often. */
const FIRST_POLL_WALL_MS = 50;
const BACK_OFF = 1.5;
const POLL_WALL_MS_MAX = 2_000;

export type ValidationOutcome =
  { kind: 'validated' } | { kind: 'failed'; reason: 'CAA_ERROR' } | { kind: 'timed-out' };

export interface ValidationJob {
  arn: string;
  names: readonly string[];
  createdMs: number;
  /** Told each time one more name has been seen. */
  seen(name: string): void;
  done(outcome: ValidationOutcome): Promise<void>;
}

/**
 * Looks for validation records until they are there or 72 hours have passed; one timer a pending
 * certificate.
 */
export class Validator {
  readonly #deps: ServiceDeps;
  readonly #resolver: ValidationResolver;
  readonly #jobs = new Map<string, { job: ValidationJob; timer: Timer; waitWallMs: number }>();
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(deps: ServiceDeps, resolver: ValidationResolver) {
    this.#deps = deps;
    this.#resolver = resolver;
  }

  start(job: ValidationJob): void {
    this.#schedule(job, FIRST_POLL_WALL_MS);
  }

  /** Something has changed in the DNS: looks at once, instead of when the back-off says. */
  wake(): void {
    for (const { job, timer } of [...this.#jobs.values()]) {
      timer.cancel();
      this.#schedule(job, 0);
    }
  }

  cancel(arn: string): void {
    this.#jobs.get(arn)?.timer.cancel();
    this.#jobs.delete(arn);
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('the validator was stopped'));
    for (const arn of [...this.#jobs.keys()]) this.cancel(arn);
    await Promise.all(this.#running);
  }

  #schedule(job: ValidationJob, waitWallMs: number): void {
    const { clock, random, realism } = this.#deps;
    const awsMs =
      realism === 'aws'
        ? AWS_INTERVAL_MS * (0.5 + random.next())
        : Math.min(waitWallMs, POLL_WALL_MS_MAX) * clock.speed;
    const timer = clock.after(awsMs, () => this.#run(job));
    const next = Math.max(FIRST_POLL_WALL_MS, waitWallMs * BACK_OFF);
    this.#jobs.set(job.arn, { job, timer, waitWallMs: next });
  }

  #run(job: ValidationJob): void {
    const entry = this.#jobs.get(job.arn);
    if (entry === undefined) return;
    this.#jobs.delete(job.arn);
    // Held while it runs, so that `wake` and `cancel` still find it.
    this.#jobs.set(job.arn, { ...entry, timer: { cancel: () => undefined } });
    const running = this.#poll(job).then((outcome) => this.#settle(job, outcome));
    const tracked = running.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  async #settle(job: ValidationJob, outcome: ValidationOutcome | undefined): Promise<void> {
    const entry = this.#jobs.get(job.arn);
    if (entry === undefined || this.#stop.signal.aborted) return;
    if (outcome === undefined) {
      entry.timer.cancel();
      this.#schedule(job, entry.waitWallMs);
      return;
    }
    this.cancel(job.arn);
    await job.done(outcome);
  }

  /** Undefined: not yet. */
  async #poll(job: ValidationJob): Promise<ValidationOutcome | undefined> {
    const { account, clock } = this.#deps;
    if (clock.nowMs() - job.createdMs > VALIDATION_HOURS_MAX * HOUR_MS)
      return { kind: 'timed-out' };
    try {
      let missing = 0;
      for (const domain of new Set(job.names.map(baseDomain))) {
        const record = validationRecord(account, domain);
        const targets = await this.#resolver.cname(record.name, this.#stop.signal);
        if (targets.includes(record.value)) job.seen(domain);
        else missing += 1;
      }
      if (missing > 0) return undefined;
      return (await this.#caaAllowsAll(job.names))
        ? { kind: 'validated' }
        : { kind: 'failed', reason: 'CAA_ERROR' };
    } catch {
      // A resolver that does not answer has shown nothing; ACM goes on asking until the 72 hours
      // end.
      return undefined;
    }
  }

  async #caaAllowsAll(names: readonly string[]): Promise<boolean> {
    for (const name of names) {
      const records = await this.#resolver.caa(baseDomain(name), this.#stop.signal);
      if (!caaAllows(records, name.startsWith('*.'))) return false;
    }
    return true;
  }
}
