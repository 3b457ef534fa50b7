import type {
  CreateDistributionConfigurationRequest,
  Distribution,
  UpdateDistributionConfigurationRequest,
} from '@aws-sdk/client-imagebuilder';
import type { ResourceResult } from '../../kernel/resource.ts';
import { below } from '../below.ts';
import type { HandlerContext } from '../handler-context.ts';
import type { ImageBuilderDistributionConfigurationProperties as Configuration } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { updateTags } from './update-tags.ts';

const AMI_ONLY = { refused: 'images are distributed as AMIs only in the local engine' };
const INERT_SHARE = { inert: 'on AWS, who else may use the AMI' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-imagebuilder-distributionconfiguration.html */
const type = resourceType(
  'AWS::ImageBuilder::DistributionConfiguration',
  {
    Description: 'passes',
    Distributions: 'works',
    ...below('Distributions', {
      ...below('AmiDistributionConfiguration', {
        AmiTags: { inert: 'on AWS, tags of the AMI; here it has those of the image' },
        Description: { inert: 'on AWS, the description of the AMI' },
        KmsKeyId: { inert: 'on AWS, the key that encrypts it' },
        LaunchPermissionConfiguration: INERT_SHARE,
        TargetAccountIds: INERT_SHARE,
      }),
      ContainerDistributionConfiguration: AMI_ONLY,
      FastLaunchConfigurations: AMI_ONLY,
      LaunchTemplateConfigurations: AMI_ONLY,
      LicenseConfigurationArns: AMI_ONLY,
      SsmParameterConfigurations: AMI_ONLY,
    }),
    Name: 'passes',
    Tags: 'works',
  },
  'camelCase',
);

export const distributionConfiguration = type.handler({
  create(properties, context) {
    const { CreateDistributionConfiguration } = context.services.imagebuilder.operations;
    const { distributionConfigurationArn: arn = '' } = CreateDistributionConfiguration(
      context.request,
      {
        ...type.passed<CreateDistributionConfigurationRequest>(properties),
        distributions: distributionsOf(properties),
        tags: properties.Tags,
      },
    );
    return Promise.resolve(resultOf(arn, context));
  },

  update(properties, previous, physicalId, context) {
    context.services.imagebuilder.operations.UpdateDistributionConfiguration(context.request, {
      ...type.changeable<UpdateDistributionConfigurationRequest>(properties),
      distributionConfigurationArn: physicalId,
      distributions: distributionsOf(properties),
    });
    updateTags(context, physicalId, properties.Tags, previous.Tags);
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
});

function distributionsOf({ Distributions: distributions }: Configuration): Distribution[] {
  return distributions.map(({ Region: region, AmiDistributionConfiguration: ami }) => ({
    region,
    amiDistributionConfiguration: ami?.Name === undefined ? undefined : { name: ami.Name },
  }));
}

function resultOf(arn: string, context: HandlerContext): ResourceResult {
  const { GetDistributionConfiguration } = context.services.imagebuilder.operations;
  const { distributionConfiguration: found } = GetDistributionConfiguration(context.request, {
    distributionConfigurationArn: arn,
  });
  return { physicalId: arn, attributes: { Arn: arn, Name: found?.name ?? '' } };
}
