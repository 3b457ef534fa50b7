// For CDK apps of one's own.
export { TwoRegionSite } from '@understudy/site/construct';
export { StaticSite } from '@understudy/site/static-construct';
