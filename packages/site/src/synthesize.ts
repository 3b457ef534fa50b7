import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { SiteConfig } from './config.ts';

export interface SynthesizeOptions {
  account: string;
  /** Folder for the cloud assembly. */
  outdir: string;
}

/**
 * The context that a CDK app with a `TwoRegionSite` needs: weak cross-stack references and current
 * defaults.
 */
export const SITE_CONTEXT: Readonly<Record<string, unknown>> = {
  '@aws-cdk/core:defaultCrossStackReferences': 'weak',
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:target-partitions': ['aws'],
  '@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig': true,
};

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
    context: { ...SITE_CONTEXT },
  });
  new TwoRegionSite(app, config.name, { config, account: options.account });
  return app.synth();
}
