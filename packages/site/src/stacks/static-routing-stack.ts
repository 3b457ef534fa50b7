import type { StackProps } from 'aws-cdk-lib/core';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { SiteConfig } from '../config.ts';
import { CLOUDFRONT_ZONE_ID } from './site-distribution.ts';
import { SiteStack } from './site-stack.ts';

export interface StaticRoutingStackProps extends StackProps {
  config: SiteConfig;
  zone: route53.IPublicHostedZone;
  distribution: cloudfront.Distribution;
}

/** The public names. They lead to the distribution always: what fails over is behind it. */
export class StaticRoutingStack extends SiteStack {
  constructor(scope: Construct, id: string, props: StaticRoutingStackProps) {
    super(scope, id, props);
    // The library's own target leaves a mapping in the distribution's stack that nothing refers to.
    const target = route53.RecordTarget.fromAlias({
      bind: () => ({
        dnsName: props.distribution.distributionDomainName,
        hostedZoneId: CLOUDFRONT_ZONE_ID,
      }),
    });
    for (const [label, recordName] of [
      ['Apex', props.config.domain],
      ['Www', `www.${props.config.domain}`],
    ] as const)
      new route53.ARecord(this, label, { zone: props.zone, recordName: `${recordName}.`, target });
  }
}
