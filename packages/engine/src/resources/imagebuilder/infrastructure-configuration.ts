import type {
  CreateInfrastructureConfigurationRequest,
  UpdateInfrastructureConfigurationRequest,
} from '@aws-sdk/client-imagebuilder';
import type { ResourceResult } from '../../kernel/resource.ts';
import type { Inert } from '../../kernel/support.ts';
import type { HandlerContext } from '../handler-context.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { updateTags } from './update-tags.ts';

const BUILD_INSTANCE = {
  inert: 'on AWS, a setting of the build instance; here the engine itself makes the image',
};
const KEPT: Inert & { passes: true } = { ...BUILD_INSTANCE, passes: true };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-imagebuilder-infrastructureconfiguration.html */
const type = resourceType(
  'AWS::ImageBuilder::InfrastructureConfiguration',
  {
    Description: 'passes',
    InstanceMetadataOptions: BUILD_INSTANCE,
    InstanceProfileName: KEPT,
    InstanceTypes: KEPT,
    KeyPair: KEPT,
    Logging: BUILD_INSTANCE,
    Name: 'passes',
    Placement: BUILD_INSTANCE,
    ResourceTags: KEPT,
    SecurityGroupIds: KEPT,
    SnsTopicArn: KEPT,
    SubnetId: KEPT,
    Tags: 'works',
    TerminateInstanceOnFailure: KEPT,
  },
  'camelCase',
);

export const infrastructureConfiguration = type.handler({
  create(properties, context) {
    const { CreateInfrastructureConfiguration } = context.services.imagebuilder.operations;
    const { infrastructureConfigurationArn: arn = '' } = CreateInfrastructureConfiguration(
      context.request,
      {
        ...type.passed<CreateInfrastructureConfigurationRequest>(properties),
        tags: properties.Tags,
      },
    );
    return Promise.resolve(resultOf(arn, context));
  },

  update(properties, previous, physicalId, context) {
    context.services.imagebuilder.operations.UpdateInfrastructureConfiguration(context.request, {
      ...type.changeable<UpdateInfrastructureConfigurationRequest>(properties),
      infrastructureConfigurationArn: physicalId,
    });
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    return Promise.resolve(resultOf(physicalId, context));
  },

  remove(physicalId, _properties, context) {
    const { DeleteInfrastructureConfiguration } = context.services.imagebuilder.operations;
    unlessMissing(['ResourceNotFoundException'], () =>
      DeleteInfrastructureConfiguration(context.request, {
        infrastructureConfigurationArn: physicalId,
      }),
    );
    return Promise.resolve();
  },
});

function resultOf(arn: string, context: HandlerContext): ResourceResult {
  const { GetInfrastructureConfiguration } = context.services.imagebuilder.operations;
  const { infrastructureConfiguration: found } = GetInfrastructureConfiguration(context.request, {
    infrastructureConfigurationArn: arn,
  });
  return { physicalId: arn, attributes: { Arn: arn, Name: found?.name ?? '' } };
}
