import type {
  CreateRepositoryRequest,
  PutImageScanningConfigurationRequest,
  PutImageTagMutabilityRequest,
} from '@aws-sdk/client-ecr';
import type { ResourceResult } from '../../kernel/resource.ts';
import { asInput } from '../as-input.ts';
import { changed } from '../changed.ts';
import { documentText } from '../document-text.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import type { ECRRepositoryProperties as Repository } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { tagChanges } from '../tag-changes.ts';
import { undoing } from '../undoing.ts';
import { unlessMissing } from '../unless-missing.ts';

const NAME_LENGTH_MAX = 256;
const NO_IMAGES = {
  inert: 'on AWS, what is done with images; here repositories are kept without images',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html */
const type = resourceType('AWS::ECR::Repository', {
  EmptyOnDelete: NO_IMAGES,
  EncryptionConfiguration: NO_IMAGES,
  ImageScanningConfiguration: NO_IMAGES,
  ImageTagMutability: NO_IMAGES,
  ImageTagMutabilityExclusionFilters: NO_IMAGES,
  LifecyclePolicy: NO_IMAGES,
  'LifecyclePolicy.RegistryId': {
    refused: 'an account has one registry, which AWS takes when none is named',
  },
  RepositoryName: 'works',
  RepositoryPolicyText: {
    inert: 'on AWS, who may use the repository; here policies are checked and kept, not enforced',
  },
  Tags: 'works',
});

export const repository = type.handler({
  async create(properties, context) {
    const { EncryptionConfiguration: encryption } = properties;
    // CloudFormation's own names for a repository are in lower case, since ECR takes no other.
    const repositoryName =
      properties.RepositoryName ?? physicalName(context, NAME_LENGTH_MAX).toLowerCase();
    context.services.ecr.operations.CreateRepository(context.request, {
      repositoryName,
      ...mutabilityOf(properties),
      ...scanningOf(properties),
      ...(encryption === undefined
        ? {}
        : asInput<Pick<CreateRepositoryRequest, 'encryptionConfiguration'>>({
            encryptionConfiguration: {
              encryptionType: encryption.EncryptionType,
              kmsKey: encryption.KmsKey,
            },
          })),
      tags: properties.Tags,
    });
    return undoing(
      () => remove(repositoryName, context),
      () => {
        setPolicies(repositoryName, { wanted: properties, previous: {} }, context);
        return resultOf(repositoryName, context);
      },
    );
  },

  async update(properties, previous, physicalId, context) {
    const { ecr } = context.services;
    const about = { repositoryName: physicalId };
    ecr.operations.PutImageTagMutability(context.request, {
      ...about,
      ...mutabilityOf(properties),
    });
    ecr.operations.PutImageScanningConfiguration(context.request, {
      ...about,
      ...scanningOf(properties),
    });
    setPolicies(physicalId, { wanted: properties, previous }, context);
    const result = resultOf(physicalId, context);
    const { wanted, goneKeys } = tagChanges(properties.Tags, previous.Tags);
    const resourceArn = String(result.attributes['Arn']);
    ecr.operations.UntagResource(context.request, { resourceArn, tagKeys: goneKeys });
    ecr.operations.TagResource(context.request, { resourceArn, tags: wanted });
    return result;
  },

  async remove(physicalId, _properties, context) {
    remove(physicalId, context);
  },
});

function remove(repositoryName: string, { request, services }: HandlerContext): void {
  unlessMissing(['RepositoryNotFoundException'], () =>
    services.ecr.operations.DeleteRepository(request, { repositoryName }),
  );
}

function setPolicies(
  repositoryName: string,
  { wanted, previous }: { wanted: Repository; previous: Repository },
  { request, services }: HandlerContext,
): void {
  const { ecr } = services;
  const { RepositoryPolicyText: policy, LifecyclePolicy: lifecycle } = wanted;
  if (policy !== undefined)
    ecr.operations.SetRepositoryPolicy(request, {
      repositoryName,
      policyText: documentText(policy),
    });
  else if (changed(wanted, previous, 'RepositoryPolicyText'))
    unlessMissing(['RepositoryPolicyNotFoundException'], () =>
      ecr.operations.DeleteRepositoryPolicy(request, { repositoryName }),
    );
  const lifecyclePolicyText = lifecycle?.LifecyclePolicyText;
  if (lifecyclePolicyText !== undefined)
    ecr.operations.PutLifecyclePolicy(request, { repositoryName, lifecyclePolicyText });
  else if (changed(wanted, previous, 'LifecyclePolicy'))
    unlessMissing(['LifecyclePolicyNotFoundException'], () =>
      ecr.operations.DeleteLifecyclePolicy(request, { repositoryName }),
    );
}

type Mutability = Pick<
  PutImageTagMutabilityRequest,
  'imageTagMutability' | 'imageTagMutabilityExclusionFilters'
>;

function mutabilityOf(properties: Repository): Mutability {
  const { ImageTagMutability = 'MUTABLE', ImageTagMutabilityExclusionFilters: filters = [] } =
    properties;
  return asInput<Mutability>({
    imageTagMutability: ImageTagMutability,
    imageTagMutabilityExclusionFilters: filters.map((one) => ({
      filterType: one.ImageTagMutabilityExclusionFilterType,
      filter: one.ImageTagMutabilityExclusionFilterValue,
    })),
  });
}

function scanningOf({
  ImageScanningConfiguration: scanning,
}: Repository): Pick<PutImageScanningConfigurationRequest, 'imageScanningConfiguration'> {
  return { imageScanningConfiguration: { scanOnPush: scanning?.ScanOnPush ?? false } };
}

function resultOf(name: string, { request, services }: HandlerContext): ResourceResult {
  const { repositories: [shown] = [] } = services.ecr.operations.DescribeRepositories(request, {
    repositoryNames: [name],
  });
  const { repositoryArn: Arn = '', repositoryUri: RepositoryUri = '' } = shown ?? {};
  return { physicalId: name, attributes: { Arn, RepositoryUri } };
}
