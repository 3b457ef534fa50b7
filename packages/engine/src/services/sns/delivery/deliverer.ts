import { errorText, type Timer } from '@understudy/contract';
import type { ServiceDeps } from '../../../kernel/deps.ts';
import { fail } from '../../../kernel/fail.ts';
import type { Table } from '../../../kernel/state/state-store.ts';
import { snsTables, type DeliveryRecord } from '../records.ts';
import type { Journal } from './journal.ts';
import type { Post } from './post.ts';

/**
 * "The connection will time out in 15 seconds."
 * https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html
 */
const ATTEMPT_MS_MAX = 15_000;
/** However fast AWS time runs: the endpoint is a program that lives in wall time. */
const ATTEMPT_WALL_MS_MIN = 2_000;
const DELIVERIES_MAX = 1_000;
const AT_ONCE_MAX = 20;

export interface DelivererOptions {
  post: Post;
  journal: Journal;
  /** Whether the subscription is still there. */
  isWanted(region: string, subscriptionArn: string): boolean;
}

/**
 * Sends messages and tries again as their delivery policies say; what is on its way outlives the
 * process.
 */
export class Deliverer {
  readonly #deps: ServiceDeps;
  readonly #options: DelivererOptions;
  readonly #table: Table<DeliveryRecord>;
  readonly #timers = new Map<string, Timer>();
  readonly #waiting: string[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(deps: ServiceDeps, options: DelivererOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#table = deps.state.table(snsTables.deliveries);
    for (const record of this.#table.list()) this.#schedule(record);
  }

  /** Throws `Throttled` when as many are on their way as are taken. */
  add(record: DeliveryRecord): void {
    if (this.#timers.size + this.#waiting.length + this.#running.size >= DELIVERIES_MAX)
      fail('Throttled', 'Rate exceeded', 429);
    this.#table.put(record.id, record);
    this.#note(record, { state: 'pending', status: null, reason: '' });
    this.#schedule(record);
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('the engine stops'));
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
    await Promise.allSettled(this.#running);
  }

  #schedule({ id, dueMs }: DeliveryRecord): void {
    if (this.#stop.signal.aborted) return;
    const waitMs = Math.max(0, dueMs - this.#deps.clock.nowMs());
    const timer = this.#deps.clock.after(waitMs, () => {
      this.#timers.delete(id);
      this.#waiting.push(id);
      this.#next();
    });
    this.#timers.set(id, timer);
  }

  #next(): void {
    if (this.#running.size >= AT_ONCE_MAX || this.#stop.signal.aborted) return;
    const id = this.#waiting.shift();
    if (id === undefined) return;
    const running = this.#attempt(id).finally(() => {
      this.#running.delete(running);
      this.#next();
    });
    this.#running.add(running);
  }

  async #attempt(id: string): Promise<void> {
    // Gone when what it was added in was rolled back.
    const record = this.#table.get(id);
    if (record === undefined) return;
    if (!this.#options.isWanted(record.region, record.subscriptionArn))
      return this.#end(record, { state: 'failed', status: null, reason: 'it was unsubscribed' });
    const { status, reason } = await this.#send(record);
    if (this.#stop.signal.aborted) return;
    const tried = { ...record, attempts: record.attempts + 1 };
    // "A status code outside the range of 200-4xx" is a failed attempt
    // (https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html): what the endpoint
    // refuses is not sent again.
    if (status !== null && status >= 200 && status < 500)
      return this.#end(tried, { state: status < 300 ? 'delivered' : 'failed', status, reason });
    const delay = tried.delays[record.attempts];
    if (delay === undefined) return this.#end(tried, { state: 'failed', status, reason });
    const next = { ...tried, dueMs: this.#deps.clock.nowMs() + delay * 1_000 };
    this.#table.put(id, next);
    this.#note(next, { state: 'pending', status, reason });
    this.#schedule(next);
  }

  async #send(record: DeliveryRecord): Promise<{ status: number | null; reason: string }> {
    const { clock } = this.#deps;
    const timeout = new AbortController();
    const timer = clock.after(Math.max(ATTEMPT_MS_MAX, ATTEMPT_WALL_MS_MIN * clock.speed), () =>
      timeout.abort(new Error('it did not answer in 15 seconds')),
    );
    const signal = AbortSignal.any([this.#stop.signal, timeout.signal]);
    try {
      const status = await this.#options.post(record, signal);
      return { status, reason: `it answered ${status}` };
    } catch (error) {
      return { status: null, reason: errorText(timeout.signal.aborted ? signal.reason : error) };
    } finally {
      timer.cancel();
    }
  }

  #end(record: DeliveryRecord, outcome: Outcome): void {
    this.#table.delete(record.id);
    this.#note(record, outcome);
  }

  #note(record: DeliveryRecord, outcome: Outcome): void {
    const { messageId, subscriptionArn, protocol, url: endpoint, attempts } = record;
    this.#options.journal.note(messageId, {
      ...{ subscriptionArn, protocol, endpoint, attempts },
      ...outcome,
    });
  }
}

interface Outcome {
  state: 'pending' | 'delivered' | 'failed';
  status: number | null;
  reason: string;
}
