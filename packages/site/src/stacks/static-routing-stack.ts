import type { StackProps } from 'aws-cdk-lib/core';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import type { SiteConfig } from '../config.ts';
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
    const target = route53.RecordTarget.fromAlias(new targets.CloudFrontTarget(props.distribution));
    for (const [label, recordName] of [
      ['Apex', props.config.domain],
      ['Www', `www.${props.config.domain}`],
    ] as const)
      new route53.ARecord(this, label, { zone: props.zone, recordName: `${recordName}.`, target });
  }
}
