import type {
  Alarm,
  AlarmsConfig,
  AlarmState,
  MetricQuery,
  RegionQueries,
  ScalingPolicy,
  Timer,
} from '@understudy/contract';
import { errorText } from '@understudy/contract';
import type { Part, PartContext } from '../part.ts';
import type { MetricDatum, MetricSink, PolicyExecutor } from './metric-sink.ts';
import type { MetricFeed } from './metric-feed.ts';
import { BUCKET_MS, BUCKETS_MAX, MetricStore, SERIES_MAX } from './metric-store.ts';
import { evaluateAlarm, rangePeriods, type DataPoint, type Evaluation } from './evaluate-alarm.ts';

/** After the minute is over, so that what was measured in it has come in. */
const EVALUATION_LAG_MS = 5_000;

/** The most points that one query gives, as GetMetricStatistics (1,440). */
const POINTS_MAX = 1_440;

/** The control plane publishes to topics, by the event of the change. */
const TOPIC_PREFIX = 'arn:aws:sns:';

interface Watch {
  alarm: Alarm;
  current: Evaluation;
  updatedMs: number;
  /** False until the first transition: an alarm does not act because it was created. */
  hasChanged: boolean;
}

export interface AlarmsOptions {
  executor: PolicyExecutor;
  /** Metrics that others write too. Absent: a store of its own. */
  store?: MetricStore;
  /** Brings metrics in from elsewhere, before they are looked at. */
  feed?: MetricFeed;
}

/** CloudWatch of one region: metrics by the minute, and alarms over them. */
export class Alarms implements Part<AlarmsConfig>, MetricSink {
  readonly #context: PartContext;
  readonly #executor: PolicyExecutor;
  readonly #store: MetricStore;
  readonly #feed: MetricFeed | undefined;
  readonly #watches = new Map<string, Watch>();
  #policies = new Map<string, ScalingPolicy>();
  #timer: Timer | undefined;
  #saidStoreIsFull = false;

  constructor(context: PartContext, options: AlarmsOptions) {
    this.#context = context;
    this.#executor = options.executor;
    this.#store = options.store ?? new MetricStore();
    this.#feed = options.feed;
  }

  apply(config: AlarmsConfig): Promise<string[]> {
    this.#policies = new Map(config.scalingPolicies.map((policy) => [policy.arn, policy]));
    const arns = new Set(config.alarms.map((alarm) => alarm.arn));
    for (const arn of this.#watches.keys()) {
      if (!arns.has(arn)) this.#watches.delete(arn);
    }
    for (const alarm of config.alarms) this.#watch(alarm);
    this.#armTimer();
    return Promise.resolve(config.alarms.flatMap(problemsOf));
  }

  close(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#watches.clear();
    return Promise.resolve();
  }

  record(datum: MetricDatum): void {
    if (this.#store.record(datum, this.#context.clock.nowMs()) || this.#saidStoreIsFull) return;
    this.#saidStoreIsFull = true;
    this.#log(
      'warn',
      `more than ${SERIES_MAX} metrics: ${datum.metricName} and later ones are lost`,
    );
  }

  describeAlarmStates(): AlarmState[] {
    return [...this.#watches.values()].map(({ alarm, current, updatedMs }) => ({
      arn: alarm.arn,
      name: alarm.name,
      state: current.state,
      reason: current.reason,
      updatedMs,
    }));
  }

  /** The alarms that carry out a policy, each as it is now. */
  actingOn(policyArn: string): { alarm: Alarm; current: Evaluation }[] {
    return [...this.#watches.values()].filter(({ alarm }) =>
      [alarm.alarmActions, alarm.okActions, alarm.insufficientDataActions].some((actions) =>
        actions.includes(policyArn),
      ),
    );
  }

  async listMetrics(): Promise<RegionQueries['listMetrics']['output']> {
    await this.#feed?.pull();
    return { metrics: this.#store.list(this.#context.clock.nowMs()) };
  }

  async metricStatistics(query: MetricQuery): Promise<RegionQueries['metricStatistics']['output']> {
    await this.#feed?.pull();
    const periodMs = wholeMinutesMs(query.periodSeconds);
    const firstMs = Math.floor(query.startMs / periodMs) * periodMs;
    const points: { startMs: number; value: number }[] = [];
    for (let index = 0; index < POINTS_MAX; index += 1) {
      const startMs = firstMs + index * periodMs;
      if (startMs >= query.endMs) break;
      const value = this.#store.statistic(query, { startMs, periodMs });
      if (value !== undefined) points.push({ startMs, value });
    }
    return { points };
  }

  /** A changed alarm keeps its state, as PutMetricAlarm leaves it. */
  #watch(alarm: Alarm): void {
    const known = this.#watches.get(alarm.arn);
    if (known) {
      known.alarm = alarm;
      return;
    }
    this.#watches.set(alarm.arn, {
      alarm,
      current: { state: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' },
      updatedMs: this.#context.clock.nowMs(),
      hasChanged: false,
    });
  }

  #armTimer(): void {
    if (this.#timer || this.#watches.size === 0) return;
    const nowMs = this.#context.clock.nowMs();
    const nextMs = Math.ceil((nowMs - EVALUATION_LAG_MS + 1) / BUCKET_MS) * BUCKET_MS;
    this.#timer = this.#context.clock.after(nextMs + EVALUATION_LAG_MS - nowMs, () => {
      void this.#evaluateWhenFed();
    });
  }

  async #evaluateWhenFed(): Promise<void> {
    const timer = this.#timer;
    const nowMs = this.#context.clock.nowMs();
    if (this.#feed !== undefined) await this.#feed.pull();
    // Closed or begun anew while it waited.
    if (this.#timer !== timer) return;
    this.#timer = undefined;
    this.#evaluateAll(nowMs);
    this.#armTimer();
  }

  /**
   * "The alarm is evaluated every minute", whatever its period: the window slides
   * (docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html).
   */
  #evaluateAll(nowMs: number): void {
    const endMs = Math.floor(nowMs / BUCKET_MS) * BUCKET_MS;
    for (const watch of this.#watches.values()) this.#evaluate(watch, { endMs, nowMs });
  }

  #evaluate(watch: Watch, at: { endMs: number; nowMs: number }): void {
    const { alarm, current } = watch;
    const next = evaluateAlarm(alarm, this.#range(alarm, at.endMs), current);
    const isTransition = next.state !== current.state;
    // The reason that is told stays that of the transition.
    if (isTransition) {
      watch.current = next;
      watch.updatedMs = at.nowMs;
      watch.hasChanged = true;
      const { name } = alarm;
      this.#context.emit({ type: 'alarm', alarm: name, state: next.state, reason: next.reason });
    }
    if (watch.hasChanged && alarm.actionsEnabled) this.#act(watch, isTransition);
  }

  #range(alarm: Alarm, endMs: number): DataPoint[] {
    const periodMs = wholeMinutesMs(alarm.periodSeconds);
    const periods = rangePeriods(alarm);
    return Array.from({ length: periods }, (_, index) => {
      const startMs = endMs - (periods - index) * periodMs;
      return { startMs, value: this.#store.statistic(alarm, { startMs, periodMs }) };
    });
  }

  /**
   * "For Auto Scaling actions, the alarm continues to invoke the action for every period that the
   * alarm remains in the new state"; others are invoked once (AlarmThatSendsEmail, "Alarm
   * actions").
   */
  #act(watch: Watch, isTransition: boolean): void {
    for (const action of actionsFor(watch)) {
      const policy = this.#policies.get(action);
      if (policy) this.#execute(watch, policy);
      else if (isTransition && !action.startsWith(TOPIC_PREFIX))
        this.#log(
          'warn',
          `alarm ${watch.alarm.name} is in state ${watch.current.state}; ` +
            `its action ${action} is not carried out here`,
        );
    }
  }

  #execute(watch: Watch, policy: ScalingPolicy): void {
    const { alarm, current } = watch;
    try {
      this.#executor.executePolicy(
        policy.arn,
        `a monitor alarm ${alarm.name} in state ${current.state} triggered policy ${policy.name}`,
      );
    } catch (thrown) {
      // CloudWatch "doesn't detect errors resulting from an attempt to invoke actions"; the others
      // go on.
      this.#log('error', `alarm ${alarm.name}: policy ${policy.name}: ${errorText(thrown)}`);
    }
  }

  #log(level: 'warn' | 'error', message: string): void {
    this.#context.emit({ type: 'log', level, message });
  }
}

function wholeMinutesMs(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60)) * BUCKET_MS;
}

function actionsFor({ alarm, current }: Watch): readonly string[] {
  switch (current.state) {
    case 'ALARM':
      return alarm.alarmActions;
    case 'OK':
      return alarm.okActions;
    case 'INSUFFICIENT_DATA':
      return alarm.insufficientDataActions;
  }
}

function problemsOf(alarm: Alarm): string[] {
  const problems: string[] = [];
  if (alarm.periodSeconds % 60 !== 0)
    problems.push(
      `alarm ${alarm.name}: its period of ${alarm.periodSeconds} s is rounded up to whole minutes`,
    );
  const minutes = (rangePeriods(alarm) * alarm.periodSeconds) / 60;
  if (minutes > BUCKETS_MAX)
    problems.push(
      `alarm ${alarm.name}: it looks back ${Math.ceil(minutes)} minutes; ${BUCKETS_MAX} are kept`,
    );
  return problems;
}
