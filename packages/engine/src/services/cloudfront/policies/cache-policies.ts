import type {
  CreateCachePolicyRequest,
  CreateCachePolicyResult,
  DeleteCachePolicyRequest,
  GetCachePolicyConfigRequest,
  GetCachePolicyConfigResult,
  GetCachePolicyRequest,
  GetCachePolicyResult,
  ListCachePoliciesRequest,
  ListCachePoliciesResult,
  CachePolicy,
  CachePolicyConfig,
  UpdateCachePolicyRequest,
  UpdateCachePolicyResult,
} from '@aws-sdk/client-cloudfront';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { checkCachePolicy } from './check-policies.ts';
import type { CloudFrontStore } from '../cloudfront-store.ts';
import { policyPage } from '../pages.ts';
import type { Versioned } from '../records.ts';

export const cachePolicyOperations = {
  CreateCachePolicy: operation(createCachePolicy),
  GetCachePolicy: operation(getCachePolicy),
  GetCachePolicyConfig: operation(getCachePolicyConfig),
  ListCachePolicies: operation(listCachePolicies),
  UpdateCachePolicy: operation(updateCachePolicy),
  DeleteCachePolicy: operation(deleteCachePolicy),
};

function createCachePolicy(
  store: CloudFrontStore,
  _context: RequestContext,
  input: CreateCachePolicyRequest,
): CreateCachePolicyResult {
  return answer(store.configs.cachePolicies.create(checkCachePolicy(input.CachePolicyConfig)));
}

function getCachePolicy(
  store: CloudFrontStore,
  _context: RequestContext,
  input: GetCachePolicyRequest,
): GetCachePolicyResult {
  return answer(store.configs.cachePolicies.get(input.Id));
}

function getCachePolicyConfig(
  store: CloudFrontStore,
  _context: RequestContext,
  input: GetCachePolicyConfigRequest,
): GetCachePolicyConfigResult {
  const { etag, config } = store.configs.cachePolicies.get(input.Id);
  return { ETag: etag, CachePolicyConfig: config };
}

function listCachePolicies(
  store: CloudFrontStore,
  _context: RequestContext,
  input: ListCachePoliciesRequest,
): ListCachePoliciesResult {
  const { items, list } = policyPage(store.configs.cachePolicies, input);
  const Items = items.map(({ type, ...record }) => ({ Type: type, CachePolicy: shape(record) }));
  return { CachePolicyList: { ...list, Items } };
}

function updateCachePolicy(
  store: CloudFrontStore,
  _context: RequestContext,
  input: UpdateCachePolicyRequest,
): UpdateCachePolicyResult {
  const config = checkCachePolicy(input.CachePolicyConfig);
  return answer(store.configs.cachePolicies.update(input.Id, config, input.IfMatch));
}

function deleteCachePolicy(
  store: CloudFrontStore,
  _context: RequestContext,
  input: DeleteCachePolicyRequest,
): void {
  store.configs.cachePolicies.delete(input.Id, input.IfMatch);
}

function answer(record: Versioned<CachePolicyConfig>): { ETag: string; CachePolicy: CachePolicy } {
  return { ETag: record.etag, CachePolicy: shape(record) };
}

function shape(record: Versioned<CachePolicyConfig>): CachePolicy {
  return {
    Id: record.id,
    LastModifiedTime: new Date(record.modifiedMs),
    CachePolicyConfig: record.config,
  };
}
