import { Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { hasWeb, type SiteConfig } from './config.ts';
import { GLOBAL_REGION, stackNames, type SiteStackNames } from './names.ts';
import { SITE_CONTEXT } from './site-context.ts';
import { EdgeStack } from './stacks/edge-stack.ts';
import { RegionStack } from './stacks/region-stack.ts';
import { RoutingStack } from './stacks/routing-stack.ts';
import { ZoneStack } from './stacks/zone-stack.ts';

export type { SiteStackNames } from './names.ts';

export interface TwoRegionSiteProps {
  /** From `defineSite`. */
  config: SiteConfig;
  /** The twelve-digit AWS account that the stacks belong to. */
  account: string;
}

/**
 * The whole site as a construct, for a CDK app of your own. It brings the context that it needs:
 * values cross regions by `Fn::GetStackOutput`, without Lambda functions.
 */
export class TwoRegionSite extends Construct {
  readonly stackNames: SiteStackNames;
  readonly zone: ZoneStack;
  readonly primary: RegionStack;
  readonly standby: RegionStack;
  readonly edge: EdgeStack;
  readonly routing: RoutingStack;

  constructor(scope: Construct, id: string, props: TwoRegionSiteProps) {
    super(scope, id);
    for (const [key, value] of Object.entries(SITE_CONTEXT)) this.node.setContext(key, value);
    const { config, account } = props;
    if (!hasWeb(config))
      throw new Error(`the site ${config.domain} has no web servers, which TwoRegionSite is of`);
    const names = stackNames(config);
    this.stackNames = names;
    const inRegion = (
      region: string,
      stackName: string,
    ): { stackName: string; env: { account: string; region: string } } => ({
      stackName,
      env: { account, region },
    });

    this.zone = new ZoneStack(this, 'Zone', {
      ...inRegion(GLOBAL_REGION, names.zone),
      config,
    });
    const zone = this.zone.zone;
    this.standby = new RegionStack(this, 'Standby', {
      ...inRegion(config.standby, names.standby),
      config,
      account,
      region: config.standby,
      role: 'standby',
      zone,
    });
    this.primary = new RegionStack(this, 'Primary', {
      ...inRegion(config.primary, names.primary),
      config,
      account,
      region: config.primary,
      role: 'primary',
      zone,
    });
    // The replication rule names the standby's bucket, which must exist by then; names make no
    // dependency.
    this.primary.addStackDependency(this.standby);
    this.edge = new EdgeStack(this, 'Edge', {
      ...inRegion(GLOBAL_REGION, names.edge),
      config,
      zone,
      primary: this.primary,
    });
    this.routing = new RoutingStack(this, 'Routing', {
      ...inRegion(GLOBAL_REGION, names.routing),
      config,
      zone,
      primary: this.primary,
      standby: this.standby,
      edge: this.edge,
    });
    for (const [key, value] of Object.entries(config.tags)) Tags.of(this).add(key, value);
  }
}
