import type { UpdateInfrastructureConfigurationRequest } from '@aws-sdk/client-imagebuilder';
import type { ResourceContext, ResourceHandler, ResourceResult } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';

const BUILD_INSTANCE = {
  inert: 'on AWS, a setting of the build instance; here the engine itself makes the image',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-imagebuilder-infrastructureconfiguration.html */
export const infrastructureConfiguration: ResourceHandler = {
  type: 'AWS::ImageBuilder::InfrastructureConfiguration',
  properties: {
    Description: 'works',
    InstanceMetadataOptions: BUILD_INSTANCE,
    InstanceProfileName: BUILD_INSTANCE,
    InstanceTypes: BUILD_INSTANCE,
    KeyPair: BUILD_INSTANCE,
    Logging: BUILD_INSTANCE,
    Name: 'works',
    Placement: BUILD_INSTANCE,
    ResourceTags: BUILD_INSTANCE,
    SecurityGroupIds: BUILD_INSTANCE,
    SnsTopicArn: BUILD_INSTANCE,
    SubnetId: BUILD_INSTANCE,
    Tags: 'works',
    TerminateInstanceOnFailure: BUILD_INSTANCE,
  },

  create(properties, context) {
    const reader = new PropertyReader(properties);
    const { CreateInfrastructureConfiguration } = context.services.imagebuilder.operations;
    const { infrastructureConfigurationArn: arn = '' } = CreateInfrastructureConfiguration(
      context.request,
      { name: reader.requiredText('Name'), ...settingsOf(reader), tags: reader.map('Tags') },
    );
    return Promise.resolve(resultOf(arn, context));
  },

  update(properties, _previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    context.services.imagebuilder.operations.UpdateInfrastructureConfiguration(context.request, {
      infrastructureConfigurationArn: physicalId,
      ...settingsOf(reader),
    });
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
};

function settingsOf(
  reader: PropertyReader,
): Omit<UpdateInfrastructureConfigurationRequest, 'infrastructureConfigurationArn'> {
  return {
    description: reader.text('Description'),
    instanceProfileName: reader.requiredText('InstanceProfileName'),
    instanceTypes: reader.texts('InstanceTypes'),
    securityGroupIds: reader.texts('SecurityGroupIds'),
    subnetId: reader.text('SubnetId'),
    keyPair: reader.text('KeyPair'),
    terminateInstanceOnFailure: reader.flag('TerminateInstanceOnFailure'),
    snsTopicArn: reader.text('SnsTopicArn'),
    resourceTags: reader.map('ResourceTags'),
  };
}

function resultOf(arn: string, context: ResourceContext): ResourceResult {
  const { GetInfrastructureConfiguration } = context.services.imagebuilder.operations;
  const { infrastructureConfiguration: found } = GetInfrastructureConfiguration(context.request, {
    infrastructureConfigurationArn: arn,
  });
  return { physicalId: arn, attributes: { Arn: arn, Name: found?.name ?? '' } };
}
