import { CfnOutput, Fn, type StackProps } from 'aws-cdk-lib/core';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { SiteStack } from './site-stack.ts';

/** Step 1: the hosted zone, whose four name servers the registrar must be told (step 2). */
export class ZoneStack extends SiteStack {
  readonly zone: route53.PublicHostedZone;

  constructor(scope: Construct, id: string, props: StackProps & { domain: string }) {
    super(scope, id, props);
    this.zone = new route53.PublicHostedZone(this, 'Zone', { zoneName: props.domain });
    new CfnOutput(this, 'NameServers', {
      value: Fn.join(' ', this.zone.hostedZoneNameServers ?? []),
    });
    new CfnOutput(this, 'ZoneId', { value: this.zone.hostedZoneId });
  }
}
