import type { AddressAndPort } from '@understudy/contract';
import { z } from 'zod';
import { requestStatus } from '../net/status-request.ts';
import type { PartContext } from '../part.ts';
import { BUCKET_MS, BUCKETS_MAX, type MetricStore } from './metric-store.ts';

/** Minutes asked for at once: what 200 health checks measure in them stays well below the bound. */
const MINUTES_A_PAGE_MAX = 5;
const PAGE_BYTES_MAX = 16_777_216;

const pageSchema = z.object({
  metrics: z.array(
    z.object({
      minute: z.number().int(),
      datum: z.object({
        namespace: z.string(),
        metricName: z.string(),
        dimensions: z.record(z.string(), z.string()),
        value: z.number(),
        sampleCount: z.number(),
        minimum: z.number(),
        maximum: z.number(),
      }),
    }),
  ),
});

/**
 * Metrics that another process measures and this region's CloudWatch keeps: those of Route 53's
 * health checks, which are in us-east-1 and nowhere else. They are fetched minute by minute, each
 * once it is over; what was missed (this region was lost, the other process was away) is fetched
 * later, as far back as either side keeps it.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
 */
export class MetricFeed {
  readonly #context: PartContext;
  readonly #store: MetricStore;
  #source: AddressAndPort | undefined;
  /** The first minute that is not here yet. */
  #next: number | undefined;
  #pulling: Promise<void> | undefined;

  constructor(context: PartContext, options: { store: MetricStore }) {
    this.#context = context;
    this.#store = options.store;
  }

  apply(source: AddressAndPort | undefined): void {
    this.#source = source;
  }

  /** Resolves when everything until now is here, or cannot be had now. Never rejects. */
  async pull(): Promise<void> {
    this.#pulling ??= this.#pullAll().finally(() => (this.#pulling = undefined));
    await this.#pulling;
  }

  async #pullAll(): Promise<void> {
    if (this.#source === undefined) return;
    const nowMs = this.#context.clock.nowMs();
    const last = Math.floor(nowMs / BUCKET_MS) - 1;
    const oldest = last - BUCKETS_MAX + 1;
    let from = Math.max(this.#next ?? oldest, oldest);
    while (from <= last) {
      const to = Math.min(from + MINUTES_A_PAGE_MAX - 1, last);
      // The source may be away: no metrics are missing data, and the next pull asks again.
      if (!(await this.#pullPage(this.#source, { from, to }))) return;
      from = to + 1;
      this.#next = from;
    }
  }

  async #pullPage(
    source: AddressAndPort,
    { from, to }: { from: number; to: number },
  ): Promise<boolean> {
    const path = `/metrics/?from=${from}&to=${to}`;
    const question = { ...source, path, bodyBytesMax: PAGE_BYTES_MAX };
    try {
      const page = pageSchema.parse(await requestStatus(this.#context.clock, question));
      for (const { minute, datum } of page.metrics) this.#store.record(datum, minute * BUCKET_MS);
      return true;
    } catch {
      return false;
    }
  }
}

/** The other side of the feed: what a status server tells at `/metrics/?from=MINUTE&to=MINUTE`. */
export function tellMetrics(store: MetricStore, query: URLSearchParams): object | undefined {
  const from = Number(query.get('from'));
  const to = Number(query.get('to'));
  const asked = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from <= to;
  if (!asked || to - from >= MINUTES_A_PAGE_MAX) return undefined;
  return { metrics: store.minutes(from, to) };
}
