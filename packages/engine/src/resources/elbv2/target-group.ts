import type {
  CreateTargetGroupInput,
  ModifyTargetGroupInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { passesButFor } from '../../kernel/support.ts';
import {
  fixedAttributes,
  TARGET_GROUP_ATTRIBUTES,
} from '../../services/elbv2/load-balancers/attributes.ts';
import { changed } from '../changed.ts';
import type { HandlerContext } from '../handler-context.ts';
import { madeAnew } from './made-anew.ts';
import { physicalName } from '../physical-name.ts';
import type { ElasticLoadBalancingV2TargetGroupProperties as TargetGroup } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { undoing } from '../undoing.ts';
import { ALB_ONLY, NOT_HTTP } from './alb-only.ts';
import { updateTags } from './tagging.ts';

const NAME_LENGTH_MAX = 32;
const HTTP_1 = { refused: 'targets speak HTTP/1.1 in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html */
const type = resourceType('AWS::ElasticLoadBalancingV2::TargetGroup', {
  HealthCheckEnabled: 'passes',
  HealthCheckIntervalSeconds: 'passes',
  HealthCheckPath: 'passes',
  HealthCheckPort: 'passes',
  HealthCheckProtocol: 'passes',
  HealthCheckTimeoutSeconds: 'passes',
  HealthyThresholdCount: 'passes',
  IpAddressType: passesButFor(['ipv6'], { refused: 'the local network has no IPv6' }),
  Matcher: 'passes',
  'Matcher.GrpcCode': HTTP_1,
  Name: 'works',
  Port: 'passes',
  Protocol: passesButFor(NOT_HTTP, ALB_ONLY),
  ProtocolVersion: passesButFor(['HTTP2', 'GRPC'], HTTP_1),
  Tags: 'works',
  TargetControlPort: { refused: 'target optimizers do not exist in the local engine' },
  TargetGroupAttributes: 'works',
  TargetType: passesButFor(['ip', 'lambda', 'alb'], {
    refused: 'targets are instances in the local engine',
  }),
  Targets: 'works',
  'Targets.AvailabilityZone': { inert: 'on AWS, the zone of a target that is an IP address' },
  'Targets.QuicServerId': HTTP_1,
  UnhealthyThresholdCount: 'passes',
  VpcId: 'passes',
});

export const targetGroup = type.handler({
  refuses: ({ TargetGroupAttributes: given }) =>
    fixedAttributes(TARGET_GROUP_ATTRIBUTES, given).map((message) => ({
      path: '#/TargetGroupAttributes',
      message,
    })),

  async create(properties, context) {
    const { CreateTargetGroup, DeleteTargetGroup } = context.services.elbv2.operations;
    const name = properties.Name ?? physicalName(context, NAME_LENGTH_MAX);
    const isTaken = context.services.elbv2.isTaken(context.request.region, { targetGroup: name });
    const { TargetGroups: made } = madeAnew(
      'AWS::ElasticLoadBalancingV2::TargetGroup',
      isTaken,
      () =>
        CreateTargetGroup(context.request, {
          ...type.passed<CreateTargetGroupInput>(properties),
          Name: name,
          Tags: properties.Tags,
        }),
    );
    const arn = made?.[0]?.TargetGroupArn ?? '';
    context.identified(arn);
    await undoing(
      () => DeleteTargetGroup(context.request, { TargetGroupArn: arn }),
      async () => {
        setAttributes(arn, properties, context);
        await changeTargets(arn, { wanted: properties.Targets, previous: [] }, context);
      },
    );
    return { physicalId: arn, attributes: attributesOf(arn, context) };
  },

  async update(properties, previous, physicalId, context) {
    const { ModifyTargetGroup } = context.services.elbv2.operations;
    ModifyTargetGroup(context.request, {
      ...type.changeable<ModifyTargetGroupInput>(properties),
      TargetGroupArn: physicalId,
    });
    setAttributes(physicalId, properties, context);
    const targets = { wanted: properties.Targets, previous: previous.Targets };
    if (changed(properties, previous, 'Targets')) await changeTargets(physicalId, targets, context);
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    return { physicalId, attributes: attributesOf(physicalId, context) };
  },

  remove(physicalId, _properties, context) {
    // Deleting a target group that is gone succeeds.
    const { DeleteTargetGroup } = context.services.elbv2.operations;
    DeleteTargetGroup(context.request, { TargetGroupArn: physicalId });
    return Promise.resolve();
  },
});

function setAttributes(arn: string, properties: TargetGroup, context: HandlerContext): void {
  const { TargetGroupAttributes: given = [] } = properties;
  if (given.length === 0) return;
  context.services.elbv2.operations.ModifyTargetGroupAttributes(context.request, {
    TargetGroupArn: arn,
    Attributes: given,
  });
}

async function changeTargets(
  arn: string,
  { wanted = [], previous = [] }: Record<'wanted' | 'previous', TargetGroup['Targets']>,
  context: HandlerContext,
): Promise<void> {
  const { DeregisterTargets, RegisterTargets } = context.services.elbv2.operations;
  const without = (
    targets: typeof wanted,
    others: typeof wanted,
  ): { Id: string; Port?: number | undefined }[] => {
    const keys = new Set(others.map(targetKey));
    return targets
      .filter((target) => !keys.has(targetKey(target)))
      .map(({ Id, Port }) => ({ Id, Port }));
  };
  const gone = without(previous, wanted);
  const added = without(wanted, previous);
  if (gone.length > 0) DeregisterTargets(context.request, { TargetGroupArn: arn, Targets: gone });
  if (added.length > 0)
    await RegisterTargets(context.request, { TargetGroupArn: arn, Targets: added });
}

function targetKey({ Id, Port }: { Id: string; Port?: number | undefined }): string {
  return JSON.stringify([Id, Port]);
}

function attributesOf(arn: string, context: HandlerContext): Record<string, string | string[]> {
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
