// What `understudy.config.ts` needs. It must load in milliseconds, so no construct library comes
// with it; that is in `understudy-aws/cdk`.
export { defineSite, type SiteConfig, type SiteOptions } from '@understudy/site';
export { defineClient, type ClientDefinition, type Visit } from '@understudy/drill/client';
export { defineDrill, type Scenario } from '@understudy/drill/scenario';
