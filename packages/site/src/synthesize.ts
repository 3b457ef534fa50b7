import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { hasWeb, type SiteConfig } from './config.ts';

export interface SynthesizeOptions {
  account: string;
  /** Folder for the cloud assembly. */
  outdir: string;
}

/**
 * Turns a site into a cloud assembly: one template a stack, of native resource types only. The
 * construct library is imported here and not before: reading a configuration must cost
 * milliseconds.
 */
export async function synthesize(
  config: SiteConfig,
  options: SynthesizeOptions,
): Promise<CloudAssembly> {
  const { App } = await import('aws-cdk-lib/core');
  const app = new App({
    outdir: options.outdir,
    analyticsReporting: false,
    treeMetadata: false,
  });
  if (hasWeb(config)) {
    const { TwoRegionSite } = await import('./two-region-site.ts');
    new TwoRegionSite(app, config.name, { config, account: options.account });
  } else {
    const { StaticSite } = await import('./static-site.ts');
    new StaticSite(app, config.name, { config, account: options.account });
  }
  return app.synth();
}
