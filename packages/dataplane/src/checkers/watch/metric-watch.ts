import type { AddressAndPort, HealthCheck, Timer } from '@understudy/contract';
import { z } from 'zod';
import { rangePeriods, type DataPoint } from '../../alarms/evaluate-alarm.ts';
import { requestStatus } from '../../net/status-request.ts';
import type { PartContext } from '../../part.ts';
import { metricStatus, type MetricStatus } from './metric-status.ts';

export type WatchedAlarm = NonNullable<HealthCheck['alarm']>;

/** AWS time, from the end of one question to the beginning of the next. */
const QUESTION_INTERVAL_MS = 10_000;
const MINUTE_MS = 60_000;
const ANSWER_BYTES_MAX = 262_144;

const answerSchema = z.object({
  points: z.array(z.object({ startMs: z.number(), value: z.number() })),
});

/**
 * The data stream of one CloudWatch alarm, as a health check looks at it: the metric itself, asked
 * of the region that has it, never the alarm's state. A region that does not answer gives no new
 * data, and what is known of it grows old.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
 */
export class MetricWatch {
  readonly #context: PartContext;
  readonly #onAnswer: () => void;
  #alarm: WatchedAlarm;
  #source: AddressAndPort | undefined;
  #points = new Map<number, number>();
  #status: MetricStatus;
  #abort = new AbortController();
  #timer: Timer | undefined;

  constructor(
    context: PartContext,
    options: { alarm: WatchedAlarm; source: AddressAndPort | undefined; onAnswer: () => void },
  ) {
    this.#context = context;
    this.#alarm = options.alarm;
    this.#source = options.source;
    this.#onAnswer = options.onAnswer;
    this.#status = metricStatus(this.#alarm, [], undefined);
    void this.#ask(this.#abort.signal);
  }

  get status(): MetricStatus {
    return this.#status;
  }

  /** A changed alarm is another data stream; the last known status is kept. */
  update(alarm: WatchedAlarm, source: AddressAndPort | undefined): void {
    const same = JSON.stringify([alarm, source]) === JSON.stringify([this.#alarm, this.#source]);
    if (same) return;
    this.close();
    this.#abort = new AbortController();
    this.#points = new Map();
    this.#alarm = alarm;
    this.#source = source;
    void this.#ask(this.#abort.signal);
  }

  close(): void {
    this.#timer?.cancel();
    this.#abort.abort(new Error('no longer watched'));
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { periodSeconds, evaluationPeriods } = this.#alarm;
    const periodMs = periodSeconds * 1_000;
    const periods = rangePeriods({ evaluationPeriods });
    const rangeOf = (nowMs: number): number[] => {
      const endMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
      return Array.from({ length: periods }, (_, index) => endMs - (periods - index) * periodMs);
    };
    const starts = rangeOf(this.#context.clock.nowMs());
    const heard = await this.#request(starts, signal).catch(() => undefined);
    if (signal.aborted) return;
    if (heard !== undefined) this.#points = new Map(heard.map((one) => [one.startMs, one.value]));
    const range = rangeOf(this.#context.clock.nowMs()).map((startMs): DataPoint => ({
      startMs,
      value: this.#points.get(startMs),
    }));
    this.#status = metricStatus(this.#alarm, range, this.#status);
    this.#timer = this.#context.clock.after(QUESTION_INTERVAL_MS, () => void this.#ask(signal));
    this.#onAnswer();
  }

  /** Points are asked of windows that begin where ours do, whatever the period. */
  async #request(
    starts: readonly number[],
    signal: AbortSignal,
  ): Promise<{ startMs: number; value: number }[]> {
    if (this.#source === undefined) return [];
    const { namespace, metricName, dimensions, statistic, periodSeconds } = this.#alarm;
    const query = new URLSearchParams({
      namespace,
      metricName,
      dimensions: JSON.stringify(dimensions),
      statistic,
      periodSeconds: String(periodSeconds),
      starts: starts.join(),
    });
    const question = {
      ...this.#source,
      path: `/statistics/?${query.toString()}`,
      bodyBytesMax: ANSWER_BYTES_MAX,
    };
    const answer = await requestStatus(this.#context.clock, question, signal);
    return answerSchema.parse(answer).points;
  }
}
