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

/** Of what a web app keeps. */
export function dataBucketName(
  config: Pick<SiteConfig, 'name'>,
  location: { account: string; region: string },
): string {
  return `${config.name}-data-${location.account}-${location.region}`;
}

/** A region's buckets that have names of ours. */
export function bucketNames(
  config: Pick<SiteConfig, 'name' | 'data'>,
  location: { account: string; region: string },
): string[] {
  const assets = assetBucketName(config, location);
  return config.data.bucket ? [assets, dataBucketName(config, location)] : [assets];
}

/** Output of a region's stack, where the site has data. */
export const DATA_BUCKET = 'DataBucket';

/** The same of the buckets of data, by an output of the primary's stack. */
export const REPLICATE_DATA_BACK = 'ReplicateDataBack';

/** Parameter of the standby's stack: `true` once the primary's bucket is there. */
export const REPLICATE_BACK = 'ReplicateBack';

/** How the replicated buckets of static files are told from those of data. */
export const STATIC_FILES = { replicateBack: REPLICATE_BACK, logPrefix: 'static-files/' };

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
