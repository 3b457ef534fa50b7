import type { CreateImageRecipeRequest } from '@aws-sdk/client-imagebuilder';
import type { ResourceResult } from '../../kernel/resource.ts';
import type { HandlerContext } from '../handler-context.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { latestVersionAttributes } from './latest-version.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-imagebuilder-imagerecipe.html */
const type = resourceType(
  'AWS::ImageBuilder::ImageRecipe',
  {
    AdditionalInstanceConfiguration: { inert: 'on AWS, settings of the build instance' },
    AmiTags: 'passes',
    AmiWatermarks: { inert: 'on AWS, marks of where an AMI comes from' },
    BlockDeviceMappings: { inert: 'on AWS, the disks of the image' },
    Components: 'works',
    Description: 'passes',
    Name: 'passes',
    ParentImage: {
      passes: true,
      inert: 'on AWS, the system that the image is made from; here programs run on this machine',
    },
    Tags: 'passes',
    Version: 'works',
    WorkingDirectory: {
      passes: true,
      inert: 'on AWS, where steps run on the build instance',
    },
  },
  'camelCase',
);

export const imageRecipe = type.handler({
  create(properties, context) {
    const { CreateImageRecipe } = context.services.imagebuilder.operations;
    const { Version: semanticVersion, Components = [] } = properties;
    const { imageRecipeArn: arn = '' } = CreateImageRecipe(context.request, {
      ...type.passed<CreateImageRecipeRequest>(properties),
      semanticVersion,
      components: Components.map(({ ComponentArn: componentArn, Parameters = [] }) => ({
        componentArn,
        parameters: Parameters.map(({ Name: name, Value: value }) => ({ name, value })),
      })),
    });
    return Promise.resolve(resultOf(arn, context));
  },

  // Every property replaces the resource: recipes are immutable.
  update(_properties, _previous, physicalId, context) {
    return Promise.resolve(resultOf(physicalId, context));
  },

  remove(physicalId, _properties, context) {
    const { DeleteImageRecipe } = context.services.imagebuilder.operations;
    unlessMissing(['ResourceNotFoundException'], () =>
      DeleteImageRecipe(context.request, { imageRecipeArn: physicalId }),
    );
    return Promise.resolve();
  },
});

function resultOf(arn: string, context: HandlerContext): ResourceResult {
  const { GetImageRecipe } = context.services.imagebuilder.operations;
  const { imageRecipe: found, latestVersionReferences } = GetImageRecipe(context.request, {
    imageRecipeArn: arn,
  });
  return {
    physicalId: arn,
    attributes: {
      Arn: arn,
      Name: found?.name ?? '',
      ...latestVersionAttributes(latestVersionReferences),
    },
  };
}
