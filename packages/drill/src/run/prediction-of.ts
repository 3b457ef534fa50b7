import type { Prediction } from '../predict/predict-rto.ts';
import type { DrilledSite } from '../target.ts';

/**
 * "Each health checker … about one request every two seconds" at 30 s makes about sixteen.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
 */
const CHECKERS = 16;
/** Of an alias to a distribution or a load balancer, which has no TTL of its own. */
const ALIAS_TTL_SECONDS = 60;
/**
 * A TCP connection that is not made within 4 s is a failure, and so is no answer within 2 s after
 * it.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
const PROBE_SECONDS_MAX = 6;

/** What the templates say of a failover, as the model takes it. */
export function predictionOf({ healthCheck }: Pick<DrilledSite, 'healthCheck'>): Prediction {
  return {
    detection: { ...healthCheck, checkers: CHECKERS, failsAfterSeconds: PROBE_SECONDS_MAX },
    ttlSeconds: ALIAS_TTL_SECONDS,
  };
}
