import { AwsError } from '@understudy/wire';
import type {
  Properties,
  ResourceContext,
  ResourceHandler,
  ResourceResult,
} from '../../kernel/resource.ts';
import { physicalName } from '../physical-name.ts';
import { PropertyReader } from '../reader.ts';

const NAME_LENGTH_MAX = 255;
const SIMPLE_ONLY = { refused: 'only SimpleScaling policies work in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-scalingpolicy.html */
export const scalingPolicy: ResourceHandler = {
  type: 'AWS::AutoScaling::ScalingPolicy',
  properties: {
    AdjustmentType: 'works',
    AutoScalingGroupName: 'works',
    Cooldown: 'works',
    EstimatedInstanceWarmup: SIMPLE_ONLY,
    MetricAggregationType: SIMPLE_ONLY,
    MinAdjustmentMagnitude: 'works',
    PolicyType: 'works',
    PredictiveScalingConfiguration: SIMPLE_ONLY,
    ScalingAdjustment: 'works',
    StepAdjustments: SIMPLE_ONLY,
    TargetTrackingConfiguration: SIMPLE_ONLY,
  },

  create(properties, context) {
    return Promise.resolve(put(properties, physicalName(context, NAME_LENGTH_MAX), context));
  },

  update(properties, _previous, physicalId, context) {
    const { autoscaling } = context.services;
    const known = autoscaling.policyByArn(context.request.region, physicalId);
    if (known === undefined)
      throw new AwsError({
        code: 'ValidationError',
        message: `PolicyName not found - ${physicalId}`,
      });
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
};

function put(properties: Properties, name: string, context: ResourceContext): ResourceResult {
  const reader = new PropertyReader(properties);
  const { PutScalingPolicy } = context.services.autoscaling.operations;
  const { PolicyARN: arn = '' } = PutScalingPolicy(context.request, {
    AutoScalingGroupName: reader.requiredText('AutoScalingGroupName'),
    PolicyName: name,
    PolicyType: reader.text('PolicyType'),
    AdjustmentType: reader.text('AdjustmentType'),
    ScalingAdjustment: reader.number('ScalingAdjustment'),
    MinAdjustmentMagnitude: reader.number('MinAdjustmentMagnitude'),
    Cooldown: reader.number('Cooldown'),
  });
  return { physicalId: arn, attributes: { Arn: arn, PolicyName: name } };
}
