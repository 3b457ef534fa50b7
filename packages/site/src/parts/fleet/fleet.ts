import { Duration, Lazy, RemovalPolicy, Stack, Tags, type CfnElement } from 'aws-cdk-lib/core';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { WebConfig, WebSiteConfig } from '../../config.ts';
import { acknowledge, managedPolicy, wildcards } from '../acknowledge.ts';
import type { Balancer } from '../balancer.ts';
import type { Data } from '../data.ts';
import { keptInService } from './in-service.ts';
import { creationSignals, signals, SIGNALS_WITHIN } from './signals.ts';
import type { Network } from '../network.ts';
import type { WebImage } from '../web-image.ts';

export interface FleetProps {
  config: WebSiteConfig;
  network: Network;
  image: WebImage;
  balancer: Balancer;
  /** Where pages find their static files. */
  assetsUrl: string;
  /** Undefined: the app keeps nothing. */
  data: Data | undefined;
}

/**
 * Steps 8 and 11: the launch template and the Auto Scaling group, with the simple scaling that the
 * tutorial adds later.
 */
export class Fleet extends Construct {
  readonly group: autoscaling.AutoScalingGroup;
  readonly launchTemplate: ec2.LaunchTemplate;
  /** Of what web servers print; undefined where they reach no service of AWS. */
  readonly logGroup: logs.CfnLogGroup | undefined;

  constructor(scope: Construct, id: string, props: FleetProps) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      // Session Manager, in place of an open port and a key.
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')],
    });
    props.data?.grantUse(role);
    this.logGroup = signals(props.config.web) ? this.#logGroup(props, role) : undefined;
    this.launchTemplate = this.#template(props, role);
    this.group = this.#group(props);
    acknowledge(role, {
      [managedPolicy('AmazonSSMManagedInstanceCore')]:
        "what Systems Manager's agent calls is for AWS to say, and changes with it",
    });
    acknowledge(this.group, {
      EC26: "the image's snapshot is encrypted, so every volume that is made of it is",
      AS3: 'instances come and go by the requests; a person is told of what matters (notify)',
    });
    // What people look for in the console: of the instances and their volumes alike.
    for (const part of [this.launchTemplate, this.group])
      Tags.of(part).add('Name', `${props.config.name}-web`);
    if (signals(props.config.web)) this.#letSignal(role);
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

  #template(props: FleetProps, role: iam.IRole): ec2.LaunchTemplate {
    const { config, network, image, assetsUrl, balancer, data } = props;
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
      role,
      userData: ec2.UserData.custom(
        environmentLines({
          ...config.web.environment,
          SITE_DOMAIN: config.domain,
          ASSETS_URL: assetsUrl,
          ...(data && { DATA_BUCKET: data.bucket.bucketName }),
          ...(signals(config.web) && {
            UNDERSTUDY_SIGNAL_STACK: Stack.of(this).stackName,
            UNDERSTUDY_SIGNAL_RESOURCE: Lazy.string({ produce: () => this.#groupId() }),
            UNDERSTUDY_LOG_GROUP: this.logGroup?.ref ?? '',
            UNDERSTUDY_TARGET_GROUP: balancer.targetGroup.targetGroupArn,
          }),
        }),
      ),
    });
  }

  /** What the agent of the image writes to (web-logs-component.ts); a stream an instance. */
  #logGroup({ config }: FleetProps, role: iam.Role): logs.CfnLogGroup {
    const group = new logs.CfnLogGroup(this, 'Logs', {
      retentionInDays: config.retention.logDays,
    });
    // They end by themselves, so that none is to be kept.
    group.applyRemovalPolicy(RemovalPolicy.DESTROY);
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [group.attrArn],
      }),
    );
    return group;
  }

  /** The logical id by which instances signal. */
  #groupId(): string {
    return Stack.of(this).getLogicalId(this.group.node.defaultChild as CfnElement);
  }

  /** What `signal` of the image calls (web-image-component.ts). */
  #letSignal(role: iam.Role): void {
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['cloudformation:SignalResource'],
        resources: [Stack.of(this).stackId],
      }),
    );
    role.addToPolicy(
      new iam.PolicyStatement({
        // It knows no permissions by resource.
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
        actions: ['elasticloadbalancing:DescribeTargetHealth'],
        resources: ['*'],
      }),
    );
    acknowledge(role, wildcards('the action knows no resources', ['Resource::*']));
  }

  #group(props: FleetProps): autoscaling.AutoScalingGroup {
    const { network } = props;
    const { web } = props.config;
    const created = creationSignals(web);
    const group = new autoscaling.AutoScalingGroup(this, 'Group', {
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
      ...(created && { signals: created }),
      updatePolicy: updatePolicy(web),
    });
    // What it is to signal through.
    if (created)
      group.node.addDependency(
        network.vpc.selectSubnets(network.webSubnets).internetConnectivityEstablished,
      );
    return group;
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

/**
 * A new version takes the place of all instances at once, where the maximum has room for both;
 * otherwise in batches. What cannot signal is given a minute.
 */
function updatePolicy(web: WebConfig): autoscaling.UpdatePolicy {
  const { capacity } = web;
  const { ALARM_NOTIFICATION, AZ_REBALANCE, HEALTH_CHECK, REPLACE_UNHEALTHY, SCHEDULED_ACTIONS } =
    autoscaling.ScalingProcess;
  return autoscaling.UpdatePolicy.rollingUpdate({
    maxBatchSize: Math.max(1, capacity.desired),
    minInstancesInService: keptInService(capacity),
    pauseTime: signals(web) ? SIGNALS_WITHIN : Duration.minutes(1),
    waitOnResourceSignals: signals(web),
    // "…to prevent Auto Scaling from interfering with a stack update".
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
    suspendProcesses: [
      HEALTH_CHECK,
      REPLACE_UNHEALTHY,
      AZ_REBALANCE,
      ALARM_NOTIFICATION,
      SCHEDULED_ACTIONS,
    ],
  });
}

function environmentLines(variables: Record<string, string>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
