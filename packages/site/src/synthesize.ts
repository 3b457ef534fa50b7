import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { SiteConfig } from './config.ts';

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
  const [{ App }, { TwoRegionSite }] = await Promise.all([
    import('aws-cdk-lib/core'),
    import('./two-region-site.ts'),
  ]);
  const app = new App({
    outdir: options.outdir,
    analyticsReporting: false,
    treeMetadata: false,
  });
  new TwoRegionSite(app, config.name, { config, account: options.account });
  return app.synth();
}
