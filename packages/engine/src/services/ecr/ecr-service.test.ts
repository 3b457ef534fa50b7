import { beforeEach, describe, expect, it, test } from 'vitest';
import { testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { EcrService } from './ecr-service.ts';

const seoul = testRequest('ap-northeast-2');
const repositoryName = 'shop/web';
const resourceArn = 'arn:aws:ecr:ap-northeast-2:111122223333:repository/shop/web';
const policy = (more: object): string =>
  JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage', ...more }],
  });
const lifecycle = (more: object): string =>
  JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: 'expires what nobody has asked for',
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
        action: { type: 'expire' },
        ...more,
      },
    ],
  });

let ecr: EcrService['operations'];
beforeEach(() => {
  ecr = new EcrService(testDeps()).operations;
});

test('a repository is made, shown in its region, and deleted', () => {
  const made = ecr.CreateRepository(seoul, { repositoryName }).repository;
  expect(made).toMatchObject({
    repositoryArn: resourceArn,
    registryId: '111122223333',
    repositoryUri: '111122223333.dkr.ecr.ap-northeast-2.amazonaws.com/shop/web',
    imageTagMutability: 'MUTABLE',
    imageScanningConfiguration: { scanOnPush: false },
    encryptionConfiguration: { encryptionType: 'AES256' },
  });
  expect(ecr.DescribeRepositories(seoul, {}).repositories).toEqual([made]);
  expect(ecr.DescribeRepositories(testRequest('us-east-1'), {}).repositories).toEqual([]);
  expect(() => ecr.CreateRepository(seoul, { repositoryName })).toThrow(
    "The repository with name 'shop/web' already exists in the registry with id '111122223333'",
  );
  ecr.DeleteRepository(seoul, { repositoryName, force: true });
  expect(() => ecr.DescribeRepositories(seoul, { repositoryNames: [repositoryName] })).toThrow(
    "The repository with name 'shop/web' does not exist in the registry with id '111122223333'",
  );
});

test('repositories come a page at a time', () => {
  for (const name of ['aa', 'bb', 'cc']) ecr.CreateRepository(seoul, { repositoryName: name });
  const names = (input: object) => {
    const { repositories = [], nextToken } = ecr.DescribeRepositories(seoul, input);
    return [repositories.map((one) => one.repositoryName), nextToken];
  };
  expect(names({ maxResults: 2 })).toEqual([['aa', 'bb'], 'cc']);
  expect(names({ maxResults: 2, nextToken: 'cc' })).toEqual([['cc'], undefined]);
});

test('what is set of a repository is kept, and taken back', () => {
  ecr.CreateRepository(seoul, { repositoryName, tags: [{ Key: 'a', Value: '1' }] });
  const about = { repositoryName };
  expect(() => ecr.GetRepositoryPolicy(seoul, about)).toThrow(/^Repository policy does not exist/);
  expect(() => ecr.GetLifecyclePolicy(seoul, about)).toThrow(/^Lifecycle policy does not exist/);
  ecr.SetRepositoryPolicy(seoul, { ...about, policyText: policy({}) });
  ecr.PutLifecyclePolicy(seoul, { ...about, lifecyclePolicyText: lifecycle({}) });
  expect(ecr.GetRepositoryPolicy(seoul, about).policyText).toBe(policy({}));
  expect(ecr.GetLifecyclePolicy(seoul, about).lifecyclePolicyText).toBe(lifecycle({}));
  ecr.DeleteRepositoryPolicy(seoul, about);
  ecr.DeleteLifecyclePolicy(seoul, about);
  expect(() => ecr.DeleteRepositoryPolicy(seoul, about)).toThrow(/does not exist/);
  expect(() => ecr.DeleteLifecyclePolicy(seoul, about)).toThrow(/does not exist/);

  const filters = [{ filterType: 'WILDCARD', filter: 'dev-*' } as const];
  ecr.PutImageTagMutability(seoul, {
    ...about,
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: filters,
  });
  ecr.PutImageScanningConfiguration(seoul, {
    ...about,
    imageScanningConfiguration: { scanOnPush: true },
  });
  expect(ecr.DescribeRepositories(seoul, {}).repositories?.[0]).toMatchObject({
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: filters,
    imageScanningConfiguration: { scanOnPush: true },
  });

  ecr.TagResource(seoul, { resourceArn, tags: [{ Key: 'b', Value: '2' }] });
  ecr.UntagResource(seoul, { resourceArn, tagKeys: ['a', 'absent'] });
  expect(ecr.ListTagsForResource(seoul, { resourceArn }).tags).toEqual([{ Key: 'b', Value: '2' }]);
});

describe('rejects what AWS rejects:', () => {
  beforeEach(() => {
    ecr.CreateRepository(seoul, { repositoryName });
  });
  it.each([
    ['a name in capitals', { repositoryName: 'Shop' }, /must satisfy regular expression/],
    ['a name of one letter', { repositoryName: 'a' }, /greater than or equal to 2/],
    ['a name of 257', { repositoryName: 'a'.repeat(257) }, /less than or equal to 256/],
    ['another registry', { repositoryName: 'ab', registryId: '999999999999' }, /registry with id/],
    ['51 tags', { repositoryName: 'ab', tags: tags(51) }, /number of tags|maximum number/],
    [
      'a tag without a key',
      { repositoryName: 'ab', tags: [{ Key: '', Value: '' }] },
      /^An invalid/,
    ],
    [
      'exclusions without their mode',
      {
        repositoryName: 'ab',
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD' as const, filter: '*' }],
      },
      /with MUTABLE_WITH_EXCLUSION/,
    ],
  ])('%s', (_, input, reason) => {
    expect(() => ecr.CreateRepository(seoul, input)).toThrow(reason);
  });

  it.each([
    ['what is not JSON', '{'],
    ['a policy without statements', '{}'],
    ['a policy with a resource', policy({ Resource: '*' })],
    ['an effect of its own', policy({ Effect: 'Perhaps' })],
  ])('%s', (_, policyText) => {
    expect(() => ecr.SetRepositoryPolicy(seoul, { repositoryName, policyText })).toThrow(
      'Invalid repository policy provided',
    );
  });

  it.each([
    ['what is short', '{"rules":[]}', /greater than or equal to 100/],
    ['what is not JSON', '-'.repeat(100), /Could not map policyString/],
    ['what has no rules', JSON.stringify({ a: '-'.repeat(100) }), /\["rules"\]/],
    ['a rule without an action', lifecycle({ action: undefined }), /\["action"\]/],
  ])('a lifecycle of %s', (_, lifecyclePolicyText, reason) => {
    expect(() => ecr.PutLifecyclePolicy(seoul, { repositoryName, lifecyclePolicyText })).toThrow(
      reason,
    );
  });
});

function tags(count: number): { Key: string; Value: string }[] {
  return Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: '' }));
}
