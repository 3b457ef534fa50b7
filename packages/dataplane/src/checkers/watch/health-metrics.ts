import type { Timer } from '@understudy/contract';
import type { MetricSink } from '../../alarms/metric-sink.ts';
import type { PartContext } from '../../part.ts';
import type { Latencies } from '../probe/measured.ts';

/** AWS time; six looks fall into each minute that CloudWatch shows. */
const SAMPLE_INTERVAL_MS = 10_000;

const NAMESPACE = 'AWS/Route53';

/** What there is to tell of one health check at this moment. */
export interface HealthMeasure {
  healthCheckId: string;
  /** As record sets see it: inverted and disabled checks too. */
  healthy: boolean;
  /** Of an endpoint's checkers, those that consider it healthy; undefined where none is at work. */
  percentageHealthy?: number;
  /** CALCULATED only. */
  healthyChildren?: number;
}

/**
 * The metrics of health checks, a sample each ten seconds. Statistics of a minute are then as
 * AWS's: the minimum of HealthCheckStatus is 0 where the check was unhealthy at all.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
 */
export class HealthMetrics {
  readonly #context: PartContext;
  readonly #measure: () => HealthMeasure[];
  readonly #sink: MetricSink;
  #timer: Timer | undefined;

  constructor(context: PartContext, options: { measure: () => HealthMeasure[]; sink: MetricSink }) {
    this.#context = context;
    this.#measure = options.measure;
    this.#sink = options.sink;
  }

  start(): void {
    this.#timer ??= this.#context.clock.after(SAMPLE_INTERVAL_MS, () => {
      this.#timer = undefined;
      this.#sample();
      this.start();
    });
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /**
   * Of a check with MeasureLatency. "You can view [it] for a health check either across all regions
   * or for a selected geographic region": two sets of dimensions.
   */
  latencies(healthCheckId: string, region: string, measured: Latencies): void {
    const both = [
      { HealthCheckId: healthCheckId },
      { HealthCheckId: healthCheckId, Region: region },
    ];
    for (const dimensions of both)
      for (const [metricName, value] of Object.entries({
        ConnectionTime: measured.connectMs,
        SSLHandshakeTime: measured.handshakeMs,
        TimeToFirstByte: measured.firstByteMs,
      }))
        if (value !== undefined)
          this.#sink.record({ namespace: NAMESPACE, metricName, dimensions, value });
  }

  #sample(): void {
    for (const measure of this.#measure()) {
      const dimensions = { HealthCheckId: measure.healthCheckId };
      for (const [metricName, value] of Object.entries({
        HealthCheckStatus: measure.healthy ? 1 : 0,
        HealthCheckPercentageHealthy: measure.percentageHealthy,
        ChildHealthCheckHealthyCount: measure.healthyChildren,
      }))
        if (value !== undefined)
          this.#sink.record({ namespace: NAMESPACE, metricName, dimensions, value });
    }
  }
}
