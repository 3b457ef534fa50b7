import type { CreateComponentRequest } from '@aws-sdk/client-imagebuilder';
import type { ResourceResult } from '../../kernel/resource.ts';
import type { HandlerContext } from '../handler-context.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { latestVersionAttributes } from './latest-version.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-imagebuilder-component.html */
const type = resourceType(
  'AWS::ImageBuilder::Component',
  {
    ChangeDescription: 'passes',
    Data: {
      passes: true,
      inert:
        'on AWS, every step runs on the build instance; here archives that S3Download steps name are unpacked, and the other steps (ExecuteBash …) are accepted without effect',
    },
    Description: 'passes',
    KmsKeyId: { inert: 'on AWS, the key that encrypts it' },
    Name: 'passes',
    Platform: 'passes',
    SupportedOsVersions: { passes: true, inert: 'on AWS, what it may be built into' },
    Tags: 'passes',
    Uri: { refused: 'give the component in Data' },
    Version: 'works',
  },
  'camelCase',
);

export const component = type.handler({
  create(properties, context) {
    const { CreateComponent } = context.services.imagebuilder.operations;
    const { componentBuildVersionArn: arn = '' } = CreateComponent(context.request, {
      ...type.passed<CreateComponentRequest>(properties),
      semanticVersion: properties.Version,
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
});

function resultOf(arn: string, context: HandlerContext): ResourceResult {
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
