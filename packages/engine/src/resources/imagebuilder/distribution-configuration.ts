import type { Distribution } from '@aws-sdk/client-imagebuilder';
import type { ResourceContext, ResourceHandler, ResourceResult } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';

const AMI_ONLY = { refused: 'images are distributed as AMIs only in the local engine' };
const INERT_SHARE = { inert: 'on AWS, who else may use the AMI' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-imagebuilder-distributionconfiguration.html */
export const distributionConfiguration: ResourceHandler = {
  type: 'AWS::ImageBuilder::DistributionConfiguration',
  properties: {
    Description: 'works',
    Distributions: 'works',
    'Distributions.AmiDistributionConfiguration.AmiTags': {
      inert: 'on AWS, tags of the AMI; here it has those of the image',
    },
    'Distributions.AmiDistributionConfiguration.Description': {
      inert: 'on AWS, the description of the AMI',
    },
    'Distributions.AmiDistributionConfiguration.KmsKeyId': {
      inert: 'on AWS, the key that encrypts it',
    },
    'Distributions.AmiDistributionConfiguration.LaunchPermissionConfiguration': INERT_SHARE,
    'Distributions.AmiDistributionConfiguration.TargetAccountIds': INERT_SHARE,
    'Distributions.ContainerDistributionConfiguration': AMI_ONLY,
    'Distributions.FastLaunchConfigurations': AMI_ONLY,
    'Distributions.LaunchTemplateConfigurations': AMI_ONLY,
    'Distributions.LicenseConfigurationArns': AMI_ONLY,
    'Distributions.SsmParameterConfigurations': AMI_ONLY,
    Name: 'works',
    Tags: 'works',
  },

  create(properties, context) {
    const reader = new PropertyReader(properties);
    const { CreateDistributionConfiguration } = context.services.imagebuilder.operations;
    const { distributionConfigurationArn: arn = '' } = CreateDistributionConfiguration(
      context.request,
      {
        name: reader.requiredText('Name'),
        description: reader.text('Description'),
        distributions: distributionsOf(reader),
        tags: reader.map('Tags'),
      },
    );
    return Promise.resolve(resultOf(arn, context));
  },

  update(properties, _previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    context.services.imagebuilder.operations.UpdateDistributionConfiguration(context.request, {
      distributionConfigurationArn: physicalId,
      description: reader.text('Description'),
      distributions: distributionsOf(reader),
    });
    return Promise.resolve(resultOf(physicalId, context));
  },

  remove(physicalId, _properties, context) {
    const { DeleteDistributionConfiguration } = context.services.imagebuilder.operations;
    unlessMissing(['ResourceNotFoundException'], () =>
      DeleteDistributionConfiguration(context.request, {
        distributionConfigurationArn: physicalId,
      }),
    );
    return Promise.resolve();
  },
};

function distributionsOf(reader: PropertyReader): Distribution[] {
  return (reader.objects('Distributions') ?? []).map((distribution) => {
    const name = distribution.object('AmiDistributionConfiguration')?.text('Name');
    return {
      region: distribution.requiredText('Region'),
      amiDistributionConfiguration: name === undefined ? undefined : { name },
    };
  });
}

function resultOf(arn: string, context: ResourceContext): ResourceResult {
  const { GetDistributionConfiguration } = context.services.imagebuilder.operations;
  const { distributionConfiguration: found } = GetDistributionConfiguration(context.request, {
    distributionConfigurationArn: arn,
  });
  return { physicalId: arn, attributes: { Arn: arn, Name: found?.name ?? '' } };
}
