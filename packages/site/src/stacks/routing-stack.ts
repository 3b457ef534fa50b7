import { CfnOutput, Duration, type StackProps } from 'aws-cdk-lib/core';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { WebSiteConfig } from '../config.ts';
import { FailoverAlarm } from '../parts/failover-alarm.ts';
import type { EdgeStack } from './edge-stack.ts';
import type { RegionStack } from './region-stack.ts';
import { CLOUDFRONT_ZONE_ID } from './site-distribution.ts';
import { SiteStack } from './site-stack.ts';

export interface RoutingStackProps extends StackProps {
  config: WebSiteConfig;
  zone: route53.IPublicHostedZone;
  primary: RegionStack;
  standby: RegionStack;
  edge: EdgeStack;
}

/** Step 12: the health check of the primary, and the failover records of the public names. */
export class RoutingStack extends SiteStack {
  constructor(scope: Construct, id: string, props: RoutingStackProps) {
    super(scope, id, props);
    const { config, zone } = props;
    const standbyBalancer = props.standby.loadBalancer;
    const isHttps = config.web.origin === 'https';
    const healthCheck = new route53.HealthCheck(this, 'PrimaryHealth', {
      // What CloudFront speaks: a check of another port would not see what visitors see.
      type: isHttps ? route53.HealthCheckType.HTTPS : route53.HealthCheckType.HTTP,
      // The load balancer's own name: a check of the public name would follow the failover and
      // flap.
      fqdn: props.primary.loadBalancer.loadBalancerDnsName,
      port: isHttps ? 443 : 80,
      resourcePath: config.web.healthPath,
      requestInterval: Duration.seconds(config.healthCheck.intervalSeconds),
      failureThreshold: config.healthCheck.failureThreshold,
    });
    for (const [label, name] of [
      ['Apex', config.domain],
      ['Www', `www.${config.domain}`],
    ] as const) {
      const common = { hostedZoneId: zone.hostedZoneId, name: `${name}.`, type: 'A' };
      // CfnRecordSet, because ARecord asks for EvaluateTargetHealth on every failover alias, and
      // Route 53 refuses it for CloudFront: there the health check alone decides.
      new route53.CfnRecordSet(this, `${label}Primary`, {
        ...common,
        setIdentifier: 'primary',
        failover: 'PRIMARY',
        healthCheckId: healthCheck.healthCheckId,
        aliasTarget: {
          dnsName: props.edge.distribution.distributionDomainName,
          hostedZoneId: CLOUDFRONT_ZONE_ID,
          evaluateTargetHealth: false,
        },
      });
      new route53.CfnRecordSet(this, `${label}Standby`, {
        ...common,
        setIdentifier: 'standby',
        failover: 'SECONDARY',
        aliasTarget: {
          dnsName: standbyBalancer.loadBalancerDnsName,
          hostedZoneId: standbyBalancer.loadBalancerCanonicalHostedZoneId,
          evaluateTargetHealth: true,
        },
      });
    }
    const { healthCheckId } = healthCheck;
    if (config.notify !== undefined)
      new FailoverAlarm(this, 'FailoverAlarm', { config, email: config.notify, healthCheckId });
    new CfnOutput(this, 'PrimaryHealthCheckId', { value: healthCheckId });
  }
}
