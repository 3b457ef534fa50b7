import type { Properties, ResourceContext, ResourceHandler } from '../../kernel/resource.ts';
import { physicalName } from '../physical-name.ts';
import { changed, PropertyReader } from '../reader.ts';
import { undoing } from '../undoing.ts';
import { pairsOf, updateTags } from './tagging.ts';

const NAME_LENGTH_MAX = 32;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html */
export const targetGroup: ResourceHandler = {
  type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  properties: {
    HealthCheckEnabled: 'works',
    HealthCheckIntervalSeconds: 'works',
    HealthCheckPath: 'works',
    HealthCheckPort: 'works',
    HealthCheckProtocol: 'works',
    HealthCheckTimeoutSeconds: 'works',
    HealthyThresholdCount: 'works',
    IpAddressType: 'works',
    Matcher: 'works',
    'Matcher.GrpcCode': { refused: 'targets speak HTTP/1.1 in the local engine' },
    Name: 'works',
    Port: 'works',
    Protocol: 'works',
    ProtocolVersion: 'works',
    Tags: 'works',
    TargetControlPort: { refused: 'target optimizers do not exist in the local engine' },
    TargetGroupAttributes: 'works',
    TargetType: 'works',
    Targets: 'works',
    'Targets.AvailabilityZone': { inert: 'on AWS, the zone of a target that is an IP address' },
    'Targets.QuicServerId': { refused: 'targets speak HTTP/1.1 in the local engine' },
    UnhealthyThresholdCount: 'works',
    VpcId: 'works',
  },

  async create(properties, context) {
    const reader = new PropertyReader(properties);
    const { CreateTargetGroup, DeleteTargetGroup } = context.services.elbv2.operations;
    const { TargetGroups: made } = CreateTargetGroup(context.request, {
      Name: reader.text('Name') ?? physicalName(context, NAME_LENGTH_MAX),
      Protocol: reader.text('Protocol') as 'HTTP' | undefined,
      ProtocolVersion: reader.text('ProtocolVersion'),
      Port: reader.number('Port'),
      VpcId: reader.text('VpcId'),
      TargetType: reader.text('TargetType') as 'instance' | undefined,
      IpAddressType: reader.text('IpAddressType') as 'ipv4' | undefined,
      ...healthCheckOf(reader),
      Tags: reader.tags(),
    });
    const arn = made?.[0]?.TargetGroupArn ?? '';
    context.identified(arn);
    await undoing(
      () => DeleteTargetGroup(context.request, { TargetGroupArn: arn }),
      async () => {
        setAttributes(arn, properties, context);
        await changeTargets(arn, [], targetsOf(properties), context);
      },
    );
    return { physicalId: arn, attributes: attributesOf(arn, context) };
  },

  async update(properties, previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    const { ModifyTargetGroup } = context.services.elbv2.operations;
    ModifyTargetGroup(context.request, { TargetGroupArn: physicalId, ...healthCheckOf(reader) });
    setAttributes(physicalId, properties, context);
    if (changed(properties, previous, 'Targets'))
      await changeTargets(physicalId, targetsOf(previous), targetsOf(properties), context);
    updateTags(context, physicalId, properties, previous);
    return { physicalId, attributes: attributesOf(physicalId, context) };
  },

  remove(physicalId, _properties, context) {
    // Deleting a target group that is gone succeeds.
    const { DeleteTargetGroup } = context.services.elbv2.operations;
    DeleteTargetGroup(context.request, { TargetGroupArn: physicalId });
    return Promise.resolve();
  },
};

function healthCheckOf(reader: PropertyReader): {
  HealthCheckEnabled: boolean | undefined;
  HealthCheckProtocol: 'HTTP' | undefined;
  HealthCheckPort: string | undefined;
  HealthCheckPath: string | undefined;
  HealthCheckIntervalSeconds: number | undefined;
  HealthCheckTimeoutSeconds: number | undefined;
  HealthyThresholdCount: number | undefined;
  UnhealthyThresholdCount: number | undefined;
  Matcher: { HttpCode: string | undefined } | undefined;
} {
  const code = reader.object('Matcher')?.text('HttpCode');
  return {
    HealthCheckEnabled: reader.flag('HealthCheckEnabled'),
    HealthCheckProtocol: reader.text('HealthCheckProtocol') as 'HTTP' | undefined,
    HealthCheckPort: reader.text('HealthCheckPort'),
    HealthCheckPath: reader.text('HealthCheckPath'),
    HealthCheckIntervalSeconds: reader.number('HealthCheckIntervalSeconds'),
    HealthCheckTimeoutSeconds: reader.number('HealthCheckTimeoutSeconds'),
    HealthyThresholdCount: reader.number('HealthyThresholdCount'),
    UnhealthyThresholdCount: reader.number('UnhealthyThresholdCount'),
    Matcher: code === undefined ? undefined : { HttpCode: code },
  };
}

function setAttributes(arn: string, properties: Properties, context: ResourceContext): void {
  const given = pairsOf(properties, 'TargetGroupAttributes');
  if (given.length === 0) return;
  context.services.elbv2.operations.ModifyTargetGroupAttributes(context.request, {
    TargetGroupArn: arn,
    Attributes: given,
  });
}

interface Target {
  Id: string;
  Port: number | undefined;
}

function targetsOf(properties: Properties): Target[] {
  const targets = new PropertyReader(properties).objects('Targets') ?? [];
  return targets.map((target) => ({ Id: target.requiredText('Id'), Port: target.number('Port') }));
}

async function changeTargets(
  arn: string,
  previous: readonly Target[],
  wanted: readonly Target[],
  context: ResourceContext,
): Promise<void> {
  const { DeregisterTargets, RegisterTargets } = context.services.elbv2.operations;
  const texts = (targets: readonly Target[]): Set<string> =>
    new Set(targets.map((target) => JSON.stringify(target)));
  const gone = previous.filter((target) => !texts(wanted).has(JSON.stringify(target)));
  const added = wanted.filter((target) => !texts(previous).has(JSON.stringify(target)));
  if (gone.length > 0) DeregisterTargets(context.request, { TargetGroupArn: arn, Targets: gone });
  if (added.length > 0)
    await RegisterTargets(context.request, { TargetGroupArn: arn, Targets: added });
}

function attributesOf(arn: string, context: ResourceContext): Record<string, string | string[]> {
  const { DescribeTargetGroups } = context.services.elbv2.operations;
  const { TargetGroups: found } = DescribeTargetGroups(context.request, {
    TargetGroupArns: [arn],
  });
  return {
    TargetGroupArn: arn,
    TargetGroupName: found?.[0]?.TargetGroupName ?? '',
    TargetGroupFullName: arn.slice(arn.lastIndexOf(':') + 1),
    LoadBalancerArns: found?.[0]?.LoadBalancerArns ?? [],
  };
}
