import type {
  CreateRepositoryRequest,
  CreateRepositoryResponse,
  DeleteRepositoryRequest,
  DeleteRepositoryResponse,
  DescribeRepositoriesRequest,
  DescribeRepositoriesResponse,
  Repository,
} from '@aws-sdk/client-ecr';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import { page } from '../../kernel/page.ts';
import type { RequestContext } from '../../kernel/service.ts';
import {
  checkedEncryption,
  checkedExclusions,
  checkedMutability,
  checkedTags,
  checkRegistry,
  checkRepositoryName,
} from './check-repository.ts';
import type { EcrStore } from './ecr-store.ts';
import type { RepositoryRecord } from './records.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html has 100,000. */
const REPOSITORIES_MAX = 1_000;
/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html */
const PAGE_ITEMS = { default: 100, max: 1000 } as const;

export const repositoryOperations = {
  CreateRepository: operation(createRepository),
  DeleteRepository: operation(deleteRepository),
  DescribeRepositories: operation(describeRepositories),
};

function createRepository(
  store: EcrStore,
  context: RequestContext,
  input: CreateRepositoryRequest,
): CreateRepositoryResponse {
  const { region, account } = context;
  checkRegistry(account, input.registryId);
  const name = checkRepositoryName(input.repositoryName);
  if (store.repositories.get(region, name) !== undefined)
    fail(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${account}'`,
    );
  if (store.repositories.list(region).length >= REPOSITORIES_MAX)
    fail(
      'LimitExceededException',
      'The operation did not succeed because it would have exceeded a service limit for your account.',
    );
  const tagMutability = checkedMutability(input.imageTagMutability);
  const repository: RepositoryRecord = {
    ...{ name, createdMs: store.deps.clock.nowMs(), tagMutability },
    exclusionFilters: checkedExclusions(input.imageTagMutabilityExclusionFilters, tagMutability),
    scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    encryption: checkedEncryption(input.encryptionConfiguration),
    tags: checkedTags({}, input.tags),
  };
  store.put(region, repository);
  return { repository: describe(context, repository) };
}

/** No images are here, so `force` has nothing to decide. */
function deleteRepository(
  store: EcrStore,
  context: RequestContext,
  input: DeleteRepositoryRequest,
): DeleteRepositoryResponse {
  const repository = store.repository(context.region, input);
  store.repositories.delete(context.region, repository.name);
  return { repository: describe(context, repository) };
}

function describeRepositories(
  store: EcrStore,
  context: RequestContext,
  input: DescribeRepositoriesRequest,
): DescribeRepositoriesResponse {
  const { repositoryNames: names, registryId } = input;
  checkRegistry(context.account, registryId);
  if (names !== undefined && names.length > 0)
    return {
      repositories: names.map((repositoryName) =>
        describe(context, store.repository(context.region, { repositoryName })),
      ),
    };
  const all = store.repositories
    .list(context.region)
    .filter(({ name }) => name >= (input.nextToken ?? ''));
  const { maxResults: size = PAGE_ITEMS.default } = input;
  const { items, next } = page(all, { size, max: PAGE_ITEMS.max });
  return {
    repositories: items.map((one) => describe(context, one)),
    ...(next === undefined ? {} : { nextToken: next.name }),
  };
}

function repositoryArn({ region, account }: RequestContext, name: string): string {
  return `arn:aws:ecr:${region}:${account}:repository/${name}`;
}

function describe(context: RequestContext, repository: RepositoryRecord): Repository {
  const { name, createdMs, tagMutability, exclusionFilters, scanOnPush, encryption } = repository;
  const { region, account } = context;
  return {
    repositoryArn: repositoryArn(context, name),
    registryId: account,
    repositoryName: name,
    repositoryUri: `${account}.dkr.ecr.${region}.amazonaws.com/${name}`,
    createdAt: new Date(createdMs),
    imageTagMutability: tagMutability,
    ...(exclusionFilters.length === 0
      ? {}
      : { imageTagMutabilityExclusionFilters: exclusionFilters }),
    imageScanningConfiguration: { scanOnPush },
    encryptionConfiguration: encryption,
  };
}
