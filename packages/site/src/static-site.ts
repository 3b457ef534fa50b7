import { Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { SiteConfig } from './config.ts';
import { GLOBAL_REGION, stackNames } from './names.ts';
import { SITE_CONTEXT } from './site-context.ts';
import { BucketStack } from './stacks/bucket-stack.ts';
import { StaticEdgeStack } from './stacks/static-edge-stack.ts';
import { StaticRoutingStack } from './stacks/static-routing-stack.ts';
import { ZoneStack } from './stacks/zone-stack.ts';

/**
 * A site without web servers: a bucket a region, and one distribution that asks the standby's when
 * the primary's fails. Its stacks have the names that those of a site with web servers have.
 */
export class StaticSite extends Construct {
  constructor(scope: Construct, id: string, props: { config: SiteConfig; account: string }) {
    super(scope, id);
    for (const [key, value] of Object.entries(SITE_CONTEXT)) this.node.setContext(key, value);
    const { config, account } = props;
    const names = stackNames(config);
    const global = { env: { account, region: GLOBAL_REGION }, config };
    const { zone } = new ZoneStack(this, 'Zone', { ...global, stackName: names.zone });
    const bucketIn = (role: 'primary' | 'standby'): BucketStack =>
      new BucketStack(this, role === 'primary' ? 'Primary' : 'Standby', {
        env: { account, region: config[role] },
        stackName: names[role],
        config,
        account,
        role,
      });
    const standby = bucketIn('standby');
    const primary = bucketIn('primary');
    // The replication rule names the standby's bucket, which must exist by then; names make no
    // dependency.
    primary.addStackDependency(standby);
    const edge = new StaticEdgeStack(this, 'Edge', {
      ...global,
      stackName: names.edge,
      account,
      zone,
    });
    edge.addStackDependency(primary);
    new StaticRoutingStack(this, 'Routing', {
      ...global,
      stackName: names.routing,
      zone,
      distribution: edge.distribution,
    });
    for (const [key, value] of Object.entries(config.tags)) Tags.of(this).add(key, value);
  }
}
