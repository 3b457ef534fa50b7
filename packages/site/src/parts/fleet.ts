import { Duration } from 'aws-cdk-lib/core';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { SiteConfig } from '../config.ts';
import type { Balancer } from './balancer.ts';
import type { Network } from './network.ts';
import type { WebImage } from './web-image.ts';

export interface FleetProps {
  config: SiteConfig;
  network: Network;
  image: WebImage;
  balancer: Balancer;
  /** Where pages find their static files. */
  assetsUrl: string;
}

/**
 * Steps 8 and 11: the launch template and the Auto Scaling group, with the simple scaling that the
 * tutorial adds later.
 */
export class Fleet extends Construct {
  readonly group: autoscaling.AutoScalingGroup;
  readonly launchTemplate: ec2.LaunchTemplate;

  constructor(scope: Construct, id: string, props: FleetProps) {
    super(scope, id);
    this.launchTemplate = this.#template(props);
    this.group = this.#group(props);
    this.group.attachToApplicationTargetGroup(props.balancer.targetGroup);
    const { requestsPerTargetHigh, requestsPerTargetLow } = props.config.web.scaling;
    this.#scale(
      'ScaleOut',
      {
        adjustment: 1,
        operator: 'GreaterThanThreshold',
        threshold: requestsPerTargetHigh,
        missing: 'notBreaching',
        minutes: 1,
      },
      props,
    );
    this.#scale(
      'ScaleIn',
      {
        adjustment: -1,
        operator: 'LessThanThreshold',
        threshold: requestsPerTargetLow,
        missing: 'breaching',
        minutes: 15,
      },
      props,
    );
  }

  #template({ config, network, image, assetsUrl }: FleetProps): ec2.LaunchTemplate {
    return new ec2.LaunchTemplate(this, 'LaunchTemplate', {
      machineImage: {
        getImage: () => ({
          imageId: image.imageId,
          osType: ec2.OperatingSystemType.LINUX,
          userData: ec2.UserData.forLinux(),
        }),
      },
      instanceType: new ec2.InstanceType(config.web.instanceType),
      securityGroup: network.webGroup,
      requireImdsv2: true,
      role: new iam.Role(this, 'Role', {
        assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      }),
      userData: ec2.UserData.custom(
        environmentLines({
          ...config.web.environment,
          SITE_DOMAIN: config.domain,
          ASSETS_URL: assetsUrl,
        }),
      ),
    });
  }

  #group({ config: { web }, network }: FleetProps): autoscaling.AutoScalingGroup {
    return new autoscaling.AutoScalingGroup(this, 'Group', {
      vpc: network.vpc,
      vpcSubnets: network.webSubnets,
      launchTemplate: this.launchTemplate,
      minCapacity: web.capacity.min,
      desiredCapacity: web.capacity.desired,
      maxCapacity: web.capacity.max,
      healthChecks: autoscaling.HealthChecks.withAdditionalChecks({
        additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB],
        gracePeriod: Duration.seconds(60),
      }),
      cooldown: Duration.seconds(web.scaling.cooldownSeconds),
    });
  }

  #scale(
    id: string,
    rule: {
      adjustment: number;
      operator: string;
      threshold: number;
      missing: string;
      minutes: number;
    },
    props: FleetProps,
  ): void {
    const policy = new autoscaling.CfnScalingPolicy(this, id, {
      autoScalingGroupName: this.group.autoScalingGroupName,
      policyType: 'SimpleScaling',
      adjustmentType: 'ChangeInCapacity',
      scalingAdjustment: rule.adjustment,
      cooldown: String(props.config.web.scaling.cooldownSeconds),
    });
    new cloudwatch.CfnAlarm(this, `${id}Alarm`, {
      alarmDescription: `requests a minute and instance ${rule.operator === 'LessThanThreshold' ? 'below' : 'above'} ${rule.threshold}`,
      namespace: 'AWS/ApplicationELB',
      metricName: 'RequestCountPerTarget',
      dimensions: [{ name: 'TargetGroup', value: props.balancer.targetGroup.targetGroupFullName }],
      statistic: 'Sum',
      period: 60,
      evaluationPeriods: rule.minutes,
      threshold: rule.threshold,
      comparisonOperator: rule.operator,
      treatMissingData: rule.missing,
      alarmActions: [policy.ref],
    });
  }
}

function environmentLines(variables: Record<string, string>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
