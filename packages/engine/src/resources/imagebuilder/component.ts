import type { ResourceContext, ResourceHandler, ResourceResult } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';
import { latestVersionAttributes } from './latest-version.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-imagebuilder-component.html */
export const component: ResourceHandler = {
  type: 'AWS::ImageBuilder::Component',
  properties: {
    ChangeDescription: 'works',
    Data: {
      inert:
        'on AWS, every step runs on the build instance; here archives that S3Download steps name are unpacked, and the other steps (ExecuteBash …) are accepted without effect',
    },
    Description: 'works',
    KmsKeyId: { inert: 'on AWS, the key that encrypts it' },
    Name: 'works',
    Platform: 'works',
    SupportedOsVersions: { inert: 'on AWS, what it may be built into' },
    Tags: 'works',
    Uri: { refused: 'give the component in Data' },
    Version: 'works',
  },

  create(properties, context) {
    const reader = new PropertyReader(properties);
    const { CreateComponent } = context.services.imagebuilder.operations;
    const { componentBuildVersionArn: arn = '' } = CreateComponent(context.request, {
      name: reader.requiredText('Name'),
      semanticVersion: reader.requiredText('Version'),
      platform: reader.requiredText('Platform') as 'Linux',
      description: reader.text('Description'),
      changeDescription: reader.text('ChangeDescription'),
      supportedOsVersions: reader.texts('SupportedOsVersions'),
      data: reader.text('Data'),
      tags: reader.map('Tags'),
    });
    return Promise.resolve(resultOf(arn, context));
  },

  // Every property replaces the resource: components are immutable.
  update(_properties, _previous, physicalId, context) {
    return Promise.resolve(resultOf(physicalId, context));
  },

  remove(physicalId, _properties, context) {
    const { DeleteComponent } = context.services.imagebuilder.operations;
    unlessMissing(['ResourceNotFoundException'], () =>
      DeleteComponent(context.request, { componentBuildVersionArn: physicalId }),
    );
    return Promise.resolve();
  },
};

function resultOf(arn: string, context: ResourceContext): ResourceResult {
  const { GetComponent } = context.services.imagebuilder.operations;
  const { component: found, latestVersionReferences } = GetComponent(context.request, {
    componentBuildVersionArn: arn,
  });
  return {
    physicalId: arn,
    attributes: {
      Arn: arn,
      Name: found?.name ?? '',
      Type: found?.type ?? 'BUILD',
      Encrypted: found?.encrypted ?? true,
      ...latestVersionAttributes(latestVersionReferences),
    },
  };
}
