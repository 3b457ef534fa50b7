/**
 * When Route 53 calls an endpoint unhealthy, as a distribution: checkers probe at phases of their
 * own; each turns at so many failures in a row; the aggregate turns once at most 18 % of them still
 * call it healthy.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export interface Detection {
  intervalSeconds: number;
  failureThreshold: number;
  checkers: number;
  /** From a probe's beginning until it is known to have failed. */
  failsAfterSeconds: number;
}

const HEALTHY_SHARE = 0.18;

/** How many checkers must have turned. */
export function turnedNeeded(checkers: number): number {
  return checkers - Math.floor(HEALTHY_SHARE * checkers);
}

/** The longest that it can take. */
export function detectionBound(detection: Detection): number {
  return detection.intervalSeconds * detection.failureThreshold + detection.failsAfterSeconds;
}

/**
 * The time within which it has been noticed with probability `share`. Each checker's first probe
 * after the fault is uniform over the interval, so that the one that decides is an order statistic,
 * of which this is the quantile.
 */
export function detectionAt(detection: Detection, share: number): number {
  const { intervalSeconds, failureThreshold, checkers, failsAfterSeconds } = detection;
  const phase = orderStatisticQuantile(turnedNeeded(checkers), checkers, share);
  return intervalSeconds * (failureThreshold - 1 + phase) + failsAfterSeconds;
}

/** Halvings of the unit interval: as fine as a number is. */
const STEPS = 50;

/** Of the k-th smallest of n uniform numbers: where P(at least k of n are below it) = share. */
export function orderStatisticQuantile(k: number, n: number, share: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (atLeast(k, n, middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function atLeast(k: number, n: number, p: number): number {
  let sum = 0;
  for (let count = k; count <= n; count += 1)
    sum += choose(n, count) * p ** count * (1 - p) ** (n - count);
  return sum;
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let index = 1; index <= k; index += 1) result = (result * (n - k + index)) / index;
  return result;
}
