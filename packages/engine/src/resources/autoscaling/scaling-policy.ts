import type { PutScalingPolicyType } from '@aws-sdk/client-auto-scaling';
import { fail } from '../../kernel/fail.ts';
import type { ResourceResult } from '../../kernel/resource.ts';
import { passesButFor } from '../../kernel/support.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import type { AutoScalingScalingPolicyProperties as ScalingPolicy } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { numberOf } from './number-of.ts';

const NAME_LENGTH_MAX = 255;
const SIMPLE_ONLY = { refused: 'only SimpleScaling policies work in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-scalingpolicy.html */
const type = resourceType('AWS::AutoScaling::ScalingPolicy', {
  AdjustmentType: 'passes',
  AutoScalingGroupName: 'passes',
  Cooldown: 'works',
  EstimatedInstanceWarmup: SIMPLE_ONLY,
  MetricAggregationType: SIMPLE_ONLY,
  MinAdjustmentMagnitude: 'passes',
  PolicyType: passesButFor(
    ['PredictiveScaling', 'StepScaling', 'TargetTrackingScaling'],
    SIMPLE_ONLY,
  ),
  PredictiveScalingConfiguration: SIMPLE_ONLY,
  ScalingAdjustment: 'passes',
  StepAdjustments: SIMPLE_ONLY,
  TargetTrackingConfiguration: SIMPLE_ONLY,
});

export const scalingPolicy = type.handler({
  create(properties, context) {
    return Promise.resolve(put(properties, physicalName(context, NAME_LENGTH_MAX), context));
  },

  update(properties, _previous, physicalId, context) {
    const { autoscaling } = context.services;
    const known = autoscaling.policyByArn(context.request.region, physicalId);
    if (known === undefined) fail('ValidationError', `PolicyName not found - ${physicalId}`);
    return Promise.resolve(put(properties, known.name, context));
  },

  remove(physicalId, _properties, context) {
    const known = context.services.autoscaling.policyByArn(context.request.region, physicalId);
    // Gone with its group, perhaps.
    if (known === undefined) return Promise.resolve();
    const { DeletePolicy } = context.services.autoscaling.operations;
    DeletePolicy(context.request, {
      AutoScalingGroupName: known.groupName,
      PolicyName: known.name,
    });
    return Promise.resolve();
  },
});

function put(properties: ScalingPolicy, name: string, context: HandlerContext): ResourceResult {
  const { PutScalingPolicy } = context.services.autoscaling.operations;
  const { PolicyARN: arn = '' } = PutScalingPolicy(context.request, {
    ...type.passed<PutScalingPolicyType>(properties),
    PolicyName: name,
    Cooldown: numberOf(properties, 'Cooldown'),
  });
  return { physicalId: arn, attributes: { Arn: arn, PolicyName: name } };
}
