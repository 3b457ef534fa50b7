/** Takes CloudWatch metrics in. The sink's own clock stamps them. */
export interface MetricSink {
  record(datum: MetricDatum): void;
}

export interface MetricDatum {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  /** One sample; or, with `sampleCount`, the sum of many, as PutMetricData's StatisticValues. */
  value: number;
  sampleCount?: number;
  minimum?: number;
  maximum?: number;
}

/** Carries out scaling policies that alarms name in their actions. Implemented by the fleet. */
export interface PolicyExecutor {
  executePolicy(policyArn: string, cause: string): void;
}
