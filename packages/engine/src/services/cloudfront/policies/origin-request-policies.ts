import type {
  CreateOriginRequestPolicyRequest,
  CreateOriginRequestPolicyResult,
  DeleteOriginRequestPolicyRequest,
  GetOriginRequestPolicyRequest,
  GetOriginRequestPolicyResult,
  ListOriginRequestPoliciesRequest,
  ListOriginRequestPoliciesResult,
  OriginRequestPolicy,
  OriginRequestPolicyConfig,
  UpdateOriginRequestPolicyRequest,
  UpdateOriginRequestPolicyResult,
} from '@aws-sdk/client-cloudfront';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { checkOriginRequestPolicy } from './check-policies.ts';
import type { CloudFrontStore } from '../cloudfront-store.ts';
import { policyPage } from '../pages.ts';
import type { Versioned } from '../records.ts';

export const originRequestPolicyOperations = {
  CreateOriginRequestPolicy: operation(createOriginRequestPolicy),
  GetOriginRequestPolicy: operation(getOriginRequestPolicy),
  ListOriginRequestPolicies: operation(listOriginRequestPolicies),
  UpdateOriginRequestPolicy: operation(updateOriginRequestPolicy),
  DeleteOriginRequestPolicy: operation(deleteOriginRequestPolicy),
};

function createOriginRequestPolicy(
  store: CloudFrontStore,
  _context: RequestContext,
  input: CreateOriginRequestPolicyRequest,
): CreateOriginRequestPolicyResult {
  return answer(
    store.configs.originRequestPolicies.create(
      checkOriginRequestPolicy(input.OriginRequestPolicyConfig),
    ),
  );
}

function getOriginRequestPolicy(
  store: CloudFrontStore,
  _context: RequestContext,
  input: GetOriginRequestPolicyRequest,
): GetOriginRequestPolicyResult {
  return answer(store.configs.originRequestPolicies.get(input.Id));
}

function listOriginRequestPolicies(
  store: CloudFrontStore,
  _context: RequestContext,
  input: ListOriginRequestPoliciesRequest,
): ListOriginRequestPoliciesResult {
  const { items, list } = policyPage(store.configs.originRequestPolicies, input);
  const Items = items.map(({ type, ...record }) => ({
    Type: type,
    OriginRequestPolicy: shape(record),
  }));
  return { OriginRequestPolicyList: { ...list, Items } };
}

function updateOriginRequestPolicy(
  store: CloudFrontStore,
  _context: RequestContext,
  input: UpdateOriginRequestPolicyRequest,
): UpdateOriginRequestPolicyResult {
  const config = checkOriginRequestPolicy(input.OriginRequestPolicyConfig);
  return answer(store.configs.originRequestPolicies.update(input.Id, config, input.IfMatch));
}

function deleteOriginRequestPolicy(
  store: CloudFrontStore,
  _context: RequestContext,
  input: DeleteOriginRequestPolicyRequest,
): void {
  store.configs.originRequestPolicies.delete(input.Id, input.IfMatch);
}

function answer(record: Versioned<OriginRequestPolicyConfig>): {
  ETag: string;
  OriginRequestPolicy: OriginRequestPolicy;
} {
  return { ETag: record.etag, OriginRequestPolicy: shape(record) };
}

function shape(record: Versioned<OriginRequestPolicyConfig>): OriginRequestPolicy {
  return {
    Id: record.id,
    LastModifiedTime: new Date(record.modifiedMs),
    OriginRequestPolicyConfig: record.config,
  };
}
