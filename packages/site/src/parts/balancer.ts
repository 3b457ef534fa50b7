import { Duration } from 'aws-cdk-lib/core';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { WebSiteConfig } from '../config.ts';
import { NO_ACCESS_LOGS, type AccessLogs } from './access-logs.ts';
import { acknowledge } from './acknowledge.ts';
import { WEB_PORT, type Network } from './network.ts';

export interface BalancerProps {
  config: WebSiteConfig;
  role: 'primary' | 'standby';
  network: Network;
  accessLogs: AccessLogs | undefined;
  zone: route53.IPublicHostedZone;
}

/**
 * Steps 9 and 10: the target group and the load balancer, which speaks HTTPS with a certificate of
 * its own region. CloudFront alone comes to the primary's, by HTTP where the site says so; visitors
 * themselves come to the standby's once the name fails over, also by HTTP, which leads to HTTPS.
 */
export class Balancer extends Construct {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  readonly targetGroup: elbv2.ApplicationTargetGroup;
  readonly listeners: Construct;

  constructor(scope: Construct, id: string, props: BalancerProps) {
    super(scope, id);
    const { vpc, balancerGroup } = props.network;
    this.targetGroup = new elbv2.ApplicationTargetGroup(this, 'Targets', {
      vpc,
      port: WEB_PORT,
      protocol: elbv2.ApplicationProtocol.HTTP,
      deregistrationDelay: Duration.seconds(30),
      healthCheck: {
        path: props.config.web.healthPath,
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 2,
        healthyHttpCodes: '200',
      },
    });
    this.loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      internetFacing: true,
      deletionProtection: props.config.protect === 'all',
      securityGroup: balancerGroup,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
    });
    if (props.accessLogs === undefined) acknowledge(this.loadBalancer, { ELB2: NO_ACCESS_LOGS });
    else this.loadBalancer.logAccessLogs(props.accessLogs.bucket, 'load-balancer');
    this.listeners = new Construct(this, 'Listeners');
    if (props.role === 'standby') {
      this.#listenHttps(props);
      this.#redirectHttp();
    } else if (props.config.web.origin === 'https') this.#listenHttps(props);
    else this.#listenHttp();
  }

  #listenHttp(): void {
    new elbv2.ApplicationListener(this.listeners, 'Http', {
      loadBalancer: this.loadBalancer,
      port: 80,
      protocol: elbv2.ApplicationProtocol.HTTP,
      open: false,
      defaultTargetGroups: [this.targetGroup],
    });
  }

  #listenHttps(props: BalancerProps): void {
    const certificate = new acm.Certificate(this, 'Certificate', {
      domainName: props.config.domain,
      subjectAlternativeNames: [`*.${props.config.domain}`], // a wildcard does not cover the apex
      validation: acm.CertificateValidation.fromDns(props.zone),
    });
    new elbv2.ApplicationListener(this.listeners, 'Https', {
      loadBalancer: this.loadBalancer,
      port: 443,
      protocol: elbv2.ApplicationProtocol.HTTPS,
      sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS,
      certificates: [certificate],
      open: false,
      defaultTargetGroups: [this.targetGroup],
    });
  }

  #redirectHttp(): void {
    new elbv2.ApplicationListener(this.listeners, 'Http', {
      loadBalancer: this.loadBalancer,
      port: 80,
      protocol: elbv2.ApplicationProtocol.HTTP,
      open: false,
      defaultAction: elbv2.ListenerAction.redirect({
        protocol: 'HTTPS',
        port: '443',
        permanent: true,
      }),
    });
  }
}

/** Where visitors, or CloudFront for them, come in. */
export function viewerPorts(config: WebSiteConfig, role: BalancerProps['role']): number[] {
  if (role === 'standby') return [80, 443];
  return config.web.origin === 'https' ? [443] : [80];
}
