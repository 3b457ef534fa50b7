import { CfnOutput, type StackProps } from 'aws-cdk-lib/core';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { WebSiteConfig } from '../config.ts';
import {
  assetBucketName,
  DATA_BUCKET,
  dataBucketName,
  SERVING_ALARM,
  STATIC_FILES,
} from '../names.ts';
import { AccessLogs } from '../parts/access-logs.ts';
import { Assets } from '../parts/assets.ts';
import { Balancer, viewerPorts } from '../parts/balancer.ts';
import { Data } from '../parts/data.ts';
import { Fleet } from '../parts/fleet/fleet.ts';
import { Network } from '../parts/network.ts';
import { WebImage } from '../parts/web-image.ts';
import { servingAlarm } from '../parts/fleet/serving-alarm.ts';
import { REGIONS } from '../regions.ts';
import { SiteStack } from './site-stack.ts';

export interface RegionStackProps extends StackProps {
  config: WebSiteConfig;
  account: string;
  region: string;
  role: 'primary' | 'standby';
  zone: route53.IPublicHostedZone;
}

/** One region of the site: static files, network, image, load balancer, web servers. */
export class RegionStack extends SiteStack {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;

  constructor(scope: Construct, id: string, props: RegionStackProps) {
    super(scope, id, props);
    const { config, role, account, region } = props;
    const peer = role === 'primary' ? config.standby : config.primary;
    const accessLogs = config.accessLogs ? new AccessLogs(this, 'AccessLogs', config) : undefined;
    const assets = new Assets(this, 'Assets', {
      ...STATIC_FILES,
      config,
      accessLogs,
      bucketName: assetBucketName(config, { account, region }),
      role,
      replicateTo: assetBucketName(config, { account, region: peer }),
    });
    const network = new Network(this, 'Network', {
      cidr: vpcCidr(region),
      zones: this.availabilityZones,
      egress: config.web.egress,
      ssh: config.web.ssh,
      viewerPorts: viewerPorts(config, role),
    });
    const data = config.data.bucket
      ? new Data(this, 'Data', {
          ...{ config, accessLogs, role, network },
          bucketName: dataBucketName(config, { account, region }),
          replicateTo: dataBucketName(config, { account, region: peer }),
        })
      : undefined;
    const image = new WebImage(this, 'Image', { config, network });
    const balancer = new Balancer(this, 'Balancer', {
      ...{ config, role, network, accessLogs },
      zone: props.zone,
    });
    const fleet = new Fleet(this, 'Fleet', {
      config,
      network,
      image,
      balancer,
      data,
      assetsUrl: `https://${assets.distribution.distributionDomainName}`,
    });
    fleet.node.addDependency(balancer.listeners);
    this.loadBalancer = balancer.loadBalancer;
    new CfnOutput(this, 'AssetBucket', { value: assets.bucket.bucketName });
    if (data !== undefined) new CfnOutput(this, DATA_BUCKET, { value: data.bucket.bucketName });
    if (accessLogs !== undefined)
      new CfnOutput(this, 'AccessLogBucket', { value: accessLogs.bucket.bucketName });
    new CfnOutput(this, 'AssetsDomain', { value: assets.distribution.distributionDomainName });
    new CfnOutput(this, 'LoadBalancerDnsName', {
      value: balancer.loadBalancer.loadBalancerDnsName,
    });
    new CfnOutput(this, 'LoadBalancerArn', { value: balancer.loadBalancer.loadBalancerArn });
    new CfnOutput(this, 'TargetGroupArn', { value: balancer.targetGroup.targetGroupArn });
    new CfnOutput(this, 'GroupName', { value: fleet.group.autoScalingGroupName });
    const alarm = servingAlarm(this, config.web, balancer);
    if (alarm !== undefined) new CfnOutput(this, SERVING_ALARM, { value: alarm.attrArn });
    if (fleet.logGroup !== undefined)
      new CfnOutput(this, 'LogGroup', { value: fleet.logGroup.ref });
    new CfnOutput(this, 'LaunchTemplateId', { value: fleet.launchTemplate.launchTemplateId ?? '' });
    new CfnOutput(this, 'ImageId', { value: image.imageId });
  }
}

/**
 * A range a region, so that a site's two can be peered one day, and so that a network stays what it
 * is when primary and standby change places or one of them goes elsewhere.
 */
function vpcCidr(region: string): string {
  return `10.${Object.keys(REGIONS).indexOf(region)}.0.0/16`;
}
