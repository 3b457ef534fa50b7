import type { TemplateResource, TemplateResources } from './resources.ts';

/** The web servers of a region, as the templates have them. */
export interface Fleet {
  /** What runs while nobody comes. */
  instances: number;
  instancesMax: number;
  /** From when an instance is in service until the load balancer sends it requests, at most. */
  healthySeconds: number;
  /** Undefined: no alarm of requests a target adds instances. */
  scaleOut: ScaleOut | undefined;
}

export interface ScaleOut {
  requestsPerTarget: number;
  /** Of that sum. */
  periodSeconds: number;
  periods: number;
  adds: number;
  /** Before the policy adds more. */
  cooldownSeconds: number;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html */
const DEFAULT_COOLDOWN_SECONDS = 300;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html */
const DEFAULT_INTERVAL_SECONDS = 30;
const MINUTE_SECONDS = 60;

/** Undefined: the region has no Auto Scaling group. */
export function fleetOf(resources: TemplateResources, region: string): Fleet | undefined {
  const [group] = resources.all('AWS::AutoScaling::AutoScalingGroup', region);
  if (group === undefined) return undefined;
  const number = (name: string): number | undefined =>
    resources.number(group.properties[name], group);
  const least = number('MinSize') ?? 0;
  const targetGroups = group.properties['TargetGroupARNs'];
  const targets = resources.target(
    Array.isArray(targetGroups) ? targetGroups[0] : undefined,
    group,
  );
  const interval = targets?.properties['HealthCheckIntervalSeconds'];
  return {
    instances: Math.max(least, number('DesiredCapacity') ?? least),
    instancesMax: number('MaxSize') ?? least,
    // "After your target is registered, it must pass one health check to be considered healthy":
    // HealthyThresholdCount is for one that was unhealthy.
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
    healthySeconds: (targets && resources.number(interval, targets)) ?? DEFAULT_INTERVAL_SECONDS,
    scaleOut: scaleOutOf(resources, region, number('Cooldown') ?? DEFAULT_COOLDOWN_SECONDS),
  };
}

function scaleOutOf(
  resources: TemplateResources,
  region: string,
  groupCooldownSeconds: number,
): ScaleOut | undefined {
  for (const alarm of resources.all('AWS::CloudWatch::Alarm', region)) {
    const { MetricName: metric, AlarmActions: actions } = alarm.properties;
    if (metric !== 'RequestCountPerTarget' || !Array.isArray(actions)) continue;
    const policy = actions.map((action) => resources.target(action, alarm)).find(isPolicy);
    const adds = policy && resources.number(policy.properties['ScalingAdjustment'], policy);
    const number = (name: string): number | undefined =>
      resources.number(alarm.properties[name], alarm);
    const requestsPerTarget = number('Threshold');
    if (adds === undefined || adds <= 0 || requestsPerTarget === undefined) continue;
    const periodSeconds = number('Period') ?? MINUTE_SECONDS;
    return {
      ...{ requestsPerTarget, periodSeconds, periods: number('EvaluationPeriods') ?? 1, adds },
      // "When a cooldown period is specified here, it overrides the default cooldown."
      // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html
      cooldownSeconds:
        resources.number(policy?.properties['Cooldown'], alarm) ?? groupCooldownSeconds,
    };
  }
  return undefined;
}

function isPolicy(resource: TemplateResource | undefined): boolean {
  return resource?.type === 'AWS::AutoScaling::ScalingPolicy';
}
