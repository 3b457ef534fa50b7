import type { ComponentConfiguration } from '@aws-sdk/client-imagebuilder';
import type { ResourceContext, ResourceHandler, ResourceResult } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';
import { latestVersionAttributes } from './latest-version.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-imagebuilder-imagerecipe.html */
export const imageRecipe: ResourceHandler = {
  type: 'AWS::ImageBuilder::ImageRecipe',
  properties: {
    AdditionalInstanceConfiguration: { inert: 'on AWS, settings of the build instance' },
    AmiTags: 'works',
    AmiWatermarks: { inert: 'on AWS, marks of where an AMI comes from' },
    BlockDeviceMappings: { inert: 'on AWS, the disks of the image' },
    Components: 'works',
    Description: 'works',
    Name: 'works',
    ParentImage: {
      inert: 'on AWS, the system that the image is made from; here programs run on this machine',
    },
    Tags: 'works',
    Version: 'works',
    WorkingDirectory: { inert: 'on AWS, where steps run on the build instance' },
  },

  create(properties, context) {
    const reader = new PropertyReader(properties);
    const { CreateImageRecipe } = context.services.imagebuilder.operations;
    const { imageRecipeArn: arn = '' } = CreateImageRecipe(context.request, {
      name: reader.requiredText('Name'),
      semanticVersion: reader.requiredText('Version'),
      description: reader.text('Description'),
      parentImage: reader.requiredText('ParentImage'),
      components: (reader.objects('Components') ?? []).map(componentOf),
      workingDirectory: reader.text('WorkingDirectory'),
      amiTags: reader.map('AmiTags'),
      tags: reader.map('Tags'),
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
};

function componentOf(reader: PropertyReader): ComponentConfiguration {
  const parameters = reader.objects('Parameters') ?? [];
  return {
    componentArn: reader.requiredText('ComponentArn'),
    parameters: parameters.map((parameter) => ({
      name: parameter.requiredText('Name'),
      value: parameter.texts('Value') ?? [],
    })),
  };
}

function resultOf(arn: string, context: ResourceContext): ResourceResult {
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
