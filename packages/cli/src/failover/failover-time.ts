import type { SiteConfig } from '@understudy/site';

/**
 * Of an alias to a load balancer or a distribution, which has no TTL of its own.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias-common.html
 */
const ALIAS_TTL_SECONDS = 60;

export interface Expected {
  /** AWS time. */
  awsSeconds: number;
  /** What it is made of, e.g. `3 checks of 10 s, 60 s of TTL`. */
  because: string;
}

/** How long the distribution of a site of static files waits for a bucket (site/src/stacks). */
const ORIGIN_SECONDS_MAX = 6;

/**
 * How long a visitor is led to a place that Route 53's checkers have changed their mind about; a
 * site of static files has no checkers.
 */
export function timeToSwitch({
  healthCheck,
  web,
}: Pick<SiteConfig, 'healthCheck' | 'web'>): Expected {
  if (web === undefined)
    return { awsSeconds: ORIGIN_SECONDS_MAX, because: '2 attempts of 3 s, for each request' };
  const { intervalSeconds, failureThreshold } = healthCheck;
  const checks = failureThreshold === 1 ? '1 check' : `${failureThreshold} checks`;
  return {
    awsSeconds: failureThreshold * intervalSeconds + ALIAS_TTL_SECONDS,
    because: `${checks} of ${intervalSeconds} s, ${ALIAS_TTL_SECONDS} s of TTL`,
  };
}

/** Said with what it is on the wall, where AWS time runs at another speed. */
export function said({ awsSeconds, because }: Expected, speed: number): string {
  const wall = speed === 1 ? '' : ` of AWS time, ${Math.ceil(awsSeconds / speed)} s here`;
  return `about ${awsSeconds} s${wall}: ${because}`;
}
