import { later, ofCumulative, sum, uniform, type Distribution } from './time/distribution.ts';

/**
 * When Route 53 calls an endpoint unhealthy: checkers probe at phases of their own; each turns at
 * so many failures in a row; the aggregate turns once at most 18 % of them still call it healthy.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export interface Detection {
  /** From the end of a probe to the next one. */
  intervalSeconds: number;
  failureThreshold: number;
  checkers: number;
  /** From a probe's beginning until it is known to have failed, at most. */
  failsAfterSeconds: number;
  /** The same at least; absent: always so long. */
  failsAfterLeastSeconds?: number;
}

const HEALTHY_SHARE = 0.18;

/** How many checkers must have turned. */
export function turnedNeeded(checkers: number): number {
  return checkers - Math.floor(HEALTHY_SHARE * checkers);
}

/** The longest that it can take. */
export function detectionBound(detection: Detection): number {
  const { failureThreshold, intervalSeconds, failsAfterSeconds } = detection;
  return failureThreshold * (intervalSeconds + failsAfterSeconds);
}

/**
 * How long it takes. Each checker's first probe after the fault is uniform over the interval, so
 * that the one that decides is an order statistic. The next probe begins an interval after "Route
 * 53 gets a response", so that each that times out takes its time-out longer.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
 */
export function detectionTime(detection: Detection, stepSeconds: number): Distribution {
  const { intervalSeconds, failureThreshold, checkers, failsAfterSeconds } = detection;
  const least = detection.failsAfterLeastSeconds ?? failsAfterSeconds;
  const needed = turnedNeeded(checkers);
  const first = ofCumulative(
    (seconds) => orderStatisticAtMost(needed, checkers, seconds / intervalSeconds),
    intervalSeconds,
    stepSeconds,
  );
  const turned = later(first, (failureThreshold - 1) * intervalSeconds + failureThreshold * least);
  // A fault of which it is not known how a probe sees it: all see it alike.
  const unknown = failureThreshold * (failsAfterSeconds - least);
  return unknown > 0 ? sum(turned, uniform(unknown, stepSeconds)) : turned;
}

/**
 * The probability that the k-th smallest of n numbers, each uniform up to 1, is `value` at most.
 */
export function orderStatisticAtMost(k: number, n: number, value: number): number {
  let probability = 0;
  for (let count = k; count <= n; count += 1)
    probability += choose(n, count) * value ** count * (1 - value) ** (n - count);
  return probability;
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let index = 1; index <= k; index += 1) result = (result * (n - k + index)) / index;
  return result;
}
