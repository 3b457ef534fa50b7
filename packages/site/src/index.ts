export { defineSite, type SiteConfig } from './config.ts';
export type { SiteOptions } from './options.ts';
export { SiteConfigError } from './errors.ts';
export { TwoRegionSite, type TwoRegionSiteProps, type SiteStackNames } from './two-region-site.ts';
export { assetBucketName, stackNames } from './names.ts';
export { synthesize, type SynthesizeOptions } from './synthesize.ts';
