import type { SiteConfig } from './config.ts';

/** The region of CloudFront's certificates, and of the control planes of the global services. */
export const GLOBAL_REGION = 'us-east-1';

export interface SiteStackNames {
  zone: string;
  primary: string;
  standby: string;
  edge: string;
  routing: string;
}

export function stackNames(
  config: Pick<SiteConfig, 'name' | 'primary' | 'standby'>,
): SiteStackNames {
  return {
    zone: `${config.name}-zone`,
    primary: `${config.name}-${config.primary}`,
    standby: `${config.name}-${config.standby}`,
    edge: `${config.name}-edge`,
    routing: `${config.name}-routing`,
  };
}

/**
 * A bucket's name is known before it is made: the two buckets name each other in their replication
 * rules, and a reference each way would be a cycle.
 */
export function assetBucketName(
  config: Pick<SiteConfig, 'name'>,
  location: { account: string; region: string },
): string {
  return `${config.name}-assets-${location.account}-${location.region}`;
}

/** Parameter of the standby's stack: `true` once the primary's bucket is there. */
export const REPLICATE_BACK = 'ReplicateBack';

/** Output of a region's stack: the alarm under whose eyes it is updated. */
export const SERVING_ALARM = 'ServingAlarmArn';

/** Where deployments put archives of web apps, one a region; made by `deploy` when absent. */
export const DEPLOYMENT_BUCKET_PREFIX = 'understudy-deployments';

export function deploymentBucketName(location: { account: string; region: string }): string {
  return `${DEPLOYMENT_BUCKET_PREFIX}-${location.account}-${location.region}`;
}

/** Every region that a site has stacks in, the primary first. */
export function siteRegions(config: Pick<SiteConfig, 'primary' | 'standby'>): string[] {
  return [...new Set([config.primary, config.standby, GLOBAL_REGION])];
}
