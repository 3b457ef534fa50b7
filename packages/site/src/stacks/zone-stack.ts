import { CfnOutput, Fn, type StackProps } from 'aws-cdk-lib/core';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { SiteConfig } from '../config.ts';
import { removalPolicy } from '../parts/removal-policy.ts';
import { SiteStack } from './site-stack.ts';

/** Step 1: the hosted zone, whose four name servers the registrar must be told (step 2). */
export class ZoneStack extends SiteStack {
  readonly zone: route53.PublicHostedZone;

  constructor(scope: Construct, id: string, props: StackProps & { config: SiteConfig }) {
    super(scope, id, props);
    const { config } = props;
    this.zone = new route53.PublicHostedZone(this, 'Zone', { zoneName: config.domain });
    // Another zone would have other name servers, and lack the records that are not the site's.
    this.zone.applyRemovalPolicy(removalPolicy(config));
    const issuers = config.certificateAuthorities;
    if (issuers.length > 0)
      new route53.CaaRecord(this, 'Issuers', {
        zone: this.zone,
        values: issuers.map((value) => ({ flag: 0, tag: route53.CaaTag.ISSUE, value })),
      });
    new CfnOutput(this, 'NameServers', {
      value: Fn.join(' ', this.zone.hostedZoneNameServers ?? []),
    });
    new CfnOutput(this, 'ZoneId', { value: this.zone.hostedZoneId });
  }
}
