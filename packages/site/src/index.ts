export { defineSite, hasWeb, restoreSite, type SiteConfig, type WebConfig } from './config.ts';
export type { SiteOptions } from './options.ts';
export { readApp, recognizeApp, type AppFiles, type Language } from './app/recognize-app.ts';
export { SiteConfigError } from './errors.ts';
export {
  assetBucketName,
  bucketNames,
  dataBucketName,
  deploymentBucketName,
  GLOBAL_REGION,
  siteRegions,
  stackNames,
  type SiteStackNames,
} from './names.ts';
export { leftOut } from './left-out.ts';
export { DATA_BUCKET, REPLICATE_BACK, REPLICATE_DATA_BACK, SERVING_ALARM } from './names.ts';
export { siteWarnings, type SiteWarning } from './warnings.ts';
export { synthesize, type SynthesizeOptions } from './synthesize.ts';
export { stacksOf, type AssemblyFile, type AssemblyStack } from './assembly-stacks.ts';
export { monthlyCost, type CostItem, type MonthlyCost } from './cost/monthly-cost.ts';
