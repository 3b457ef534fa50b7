import type {
  DeleteLifecyclePolicyRequest,
  DeleteLifecyclePolicyResponse,
  DeleteRepositoryPolicyRequest,
  DeleteRepositoryPolicyResponse,
  GetLifecyclePolicyRequest,
  GetLifecyclePolicyResponse,
  GetRepositoryPolicyRequest,
  GetRepositoryPolicyResponse,
  PutLifecyclePolicyRequest,
  PutLifecyclePolicyResponse,
  SetRepositoryPolicyRequest,
  SetRepositoryPolicyResponse,
} from '@aws-sdk/client-ecr';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { checkLifecyclePolicy, checkRepositoryPolicy } from './check-policies.ts';
import type { EcrStore } from './ecr-store.ts';

export const policyOperations = {
  SetRepositoryPolicy: operation(setRepositoryPolicy),
  GetRepositoryPolicy: operation(getRepositoryPolicy),
  DeleteRepositoryPolicy: operation(deleteRepositoryPolicy),
  PutLifecyclePolicy: operation(putLifecyclePolicy),
  GetLifecyclePolicy: operation(getLifecyclePolicy),
  DeleteLifecyclePolicy: operation(deleteLifecyclePolicy),
};

/** `force` lets a policy lock its author out; nobody is locked out here. */
function setRepositoryPolicy(
  store: EcrStore,
  { region, account }: RequestContext,
  input: SetRepositoryPolicyRequest,
): SetRepositoryPolicyResponse {
  const repository = store.repository(region, input);
  const policyText = input.policyText ?? '';
  checkRepositoryPolicy(policyText);
  store.put(region, { ...repository, policyText });
  return { registryId: account, repositoryName: repository.name, policyText };
}

function getRepositoryPolicy(
  store: EcrStore,
  { region, account }: RequestContext,
  input: GetRepositoryPolicyRequest,
): GetRepositoryPolicyResponse {
  const { name, policyText } = store.repository(region, input);
  if (policyText === undefined) return failWithoutPolicy(name, account);
  return { registryId: account, repositoryName: name, policyText };
}

function deleteRepositoryPolicy(
  store: EcrStore,
  { region, account }: RequestContext,
  input: DeleteRepositoryPolicyRequest,
): DeleteRepositoryPolicyResponse {
  const { policyText, ...repository } = store.repository(region, input);
  if (policyText === undefined) return failWithoutPolicy(repository.name, account);
  store.put(region, repository);
  return { registryId: account, repositoryName: repository.name, policyText };
}

function putLifecyclePolicy(
  store: EcrStore,
  { region, account }: RequestContext,
  input: PutLifecyclePolicyRequest,
): PutLifecyclePolicyResponse {
  const repository = store.repository(region, input);
  const lifecyclePolicyText = input.lifecyclePolicyText ?? '';
  checkLifecyclePolicy(lifecyclePolicyText);
  store.put(region, { ...repository, lifecyclePolicyText });
  return { registryId: account, repositoryName: repository.name, lifecyclePolicyText };
}

function getLifecyclePolicy(
  store: EcrStore,
  { region, account }: RequestContext,
  input: GetLifecyclePolicyRequest,
): GetLifecyclePolicyResponse {
  const { name, lifecyclePolicyText } = store.repository(region, input);
  if (lifecyclePolicyText === undefined) return failWithoutLifecycle(name, account);
  return { registryId: account, repositoryName: name, lifecyclePolicyText };
}

function deleteLifecyclePolicy(
  store: EcrStore,
  { region, account }: RequestContext,
  input: DeleteLifecyclePolicyRequest,
): DeleteLifecyclePolicyResponse {
  const { lifecyclePolicyText, ...repository } = store.repository(region, input);
  if (lifecyclePolicyText === undefined) return failWithoutLifecycle(repository.name, account);
  store.put(region, repository);
  return { registryId: account, repositoryName: repository.name, lifecyclePolicyText };
}

function failWithoutPolicy(name: string, account: string): never {
  return fail(
    'RepositoryPolicyNotFoundException',
    `Repository policy does not exist for the repository with name '${name}' in the registry with id '${account}'`,
  );
}

function failWithoutLifecycle(name: string, account: string): never {
  return fail(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${account}'`,
  );
}
