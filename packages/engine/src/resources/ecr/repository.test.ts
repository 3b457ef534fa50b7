import { expect, test } from 'vitest';
import { testDeps } from '../../kernel/kernel.fixture.ts';
import { checkedHandler } from '../testing/checked-handler.ts';
import { testHandlerContext } from '../testing/context.ts';
import { testServices } from '../testing/services.ts';
import { repository } from './repository.ts';

const policy = {
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
};
const LifecyclePolicyText = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 3 },
      action: { type: 'expire' },
    },
  ],
});

test('AWS::ECR::Repository is made, changed in place and removed', async () => {
  const deps = testDeps();
  const context = testHandlerContext(deps, testServices(deps));
  const { operations: ecr } = context.services.ecr;
  const handler = checkedHandler(repository);
  const first = {
    ImageTagMutability: 'IMMUTABLE',
    EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: 'alias/mine' },
    LifecyclePolicy: { LifecyclePolicyText },
    RepositoryPolicyText: policy,
    Tags: [{ Key: 'a', Value: '1' }],
  };
  const { physicalId, attributes } = await handler.create(first, context);
  expect(physicalId).toMatch(/^[a-z0-9-]+$/);
  expect(attributes).toEqual({
    Arn: `arn:aws:ecr:us-east-1:111122223333:repository/${physicalId}`,
    RepositoryUri: `111122223333.dkr.ecr.us-east-1.amazonaws.com/${physicalId}`,
  });
  const about = { repositoryName: physicalId };
  const shown = () => ecr.DescribeRepositories(context.request, {}).repositories?.[0];
  expect(shown()).toMatchObject({
    imageTagMutability: 'IMMUTABLE',
    encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'alias/mine' },
  });
  const { policyText = '' } = ecr.GetRepositoryPolicy(context.request, about);
  expect(JSON.parse(policyText)).toEqual(policy);
  expect(ecr.GetLifecyclePolicy(context.request, about)).toMatchObject({
    lifecyclePolicyText: LifecyclePolicyText,
  });

  const second = {
    ...{ ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', Tags: [{ Key: 'b', Value: '2' }] },
    ImageTagMutabilityExclusionFilters: [
      {
        ImageTagMutabilityExclusionFilterType: 'WILDCARD',
        ImageTagMutabilityExclusionFilterValue: 'dev-*',
      },
    ],
    ImageScanningConfiguration: { ScanOnPush: true },
  };
  await handler.update(second, first, physicalId, context);
  expect(shown()).toMatchObject({
    imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }],
    imageScanningConfiguration: { scanOnPush: true },
  });
  expect(() => ecr.GetRepositoryPolicy(context.request, about)).toThrow(/does not exist/);
  expect(() => ecr.GetLifecyclePolicy(context.request, about)).toThrow(/does not exist/);
  const { Arn: resourceArn } = attributes as { Arn: string };
  expect(ecr.ListTagsForResource(context.request, { resourceArn }).tags).toEqual(second.Tags);

  await handler.remove(physicalId, second, context);
  await handler.remove(physicalId, second, context);
  expect(shown()).toBeUndefined();
});

test('a repository whose policy AWS refuses is not left behind', async () => {
  const deps = testDeps();
  const context = testHandlerContext(deps, testServices(deps));
  await expect(
    checkedHandler(repository).create({ RepositoryPolicyText: { Statement: 'none' } }, context),
  ).rejects.toThrow('Invalid repository policy provided');
  const { repositories } = context.services.ecr.operations.DescribeRepositories(
    context.request,
    {},
  );
  expect(repositories).toEqual([]);
});
