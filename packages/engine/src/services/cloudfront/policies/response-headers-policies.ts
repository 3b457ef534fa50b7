import type {
  CreateResponseHeadersPolicyRequest,
  CreateResponseHeadersPolicyResult,
  DeleteResponseHeadersPolicyRequest,
  GetResponseHeadersPolicyRequest,
  GetResponseHeadersPolicyResult,
  ListResponseHeadersPoliciesRequest,
  ListResponseHeadersPoliciesResult,
  ResponseHeadersPolicy,
  ResponseHeadersPolicyConfig,
  UpdateResponseHeadersPolicyRequest,
  UpdateResponseHeadersPolicyResult,
} from '@aws-sdk/client-cloudfront';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { checkResponseHeadersPolicy } from './check-policies.ts';
import type { CloudFrontStore } from '../cloudfront-store.ts';
import { policyPage } from '../pages.ts';
import type { Versioned } from '../records.ts';

export const responseHeadersPolicyOperations = {
  CreateResponseHeadersPolicy: operation(createResponseHeadersPolicy),
  GetResponseHeadersPolicy: operation(getResponseHeadersPolicy),
  ListResponseHeadersPolicies: operation(listResponseHeadersPolicies),
  UpdateResponseHeadersPolicy: operation(updateResponseHeadersPolicy),
  DeleteResponseHeadersPolicy: operation(deleteResponseHeadersPolicy),
};

function createResponseHeadersPolicy(
  store: CloudFrontStore,
  _context: RequestContext,
  input: CreateResponseHeadersPolicyRequest,
): CreateResponseHeadersPolicyResult {
  return answer(
    store.configs.responseHeadersPolicies.create(
      checkResponseHeadersPolicy(input.ResponseHeadersPolicyConfig),
    ),
  );
}

function getResponseHeadersPolicy(
  store: CloudFrontStore,
  _context: RequestContext,
  input: GetResponseHeadersPolicyRequest,
): GetResponseHeadersPolicyResult {
  return answer(store.configs.responseHeadersPolicies.get(input.Id));
}

function listResponseHeadersPolicies(
  store: CloudFrontStore,
  _context: RequestContext,
  input: ListResponseHeadersPoliciesRequest,
): ListResponseHeadersPoliciesResult {
  const { items, list } = policyPage(store.configs.responseHeadersPolicies, input);
  const Items = items.map(({ type, ...record }) => ({
    Type: type,
    ResponseHeadersPolicy: shape(record),
  }));
  return { ResponseHeadersPolicyList: { ...list, Items } };
}

function updateResponseHeadersPolicy(
  store: CloudFrontStore,
  _context: RequestContext,
  input: UpdateResponseHeadersPolicyRequest,
): UpdateResponseHeadersPolicyResult {
  const config = checkResponseHeadersPolicy(input.ResponseHeadersPolicyConfig);
  return answer(store.configs.responseHeadersPolicies.update(input.Id, config, input.IfMatch));
}

function deleteResponseHeadersPolicy(
  store: CloudFrontStore,
  _context: RequestContext,
  input: DeleteResponseHeadersPolicyRequest,
): void {
  store.configs.responseHeadersPolicies.delete(input.Id, input.IfMatch);
}

function answer(record: Versioned<ResponseHeadersPolicyConfig>): {
  ETag: string;
  ResponseHeadersPolicy: ResponseHeadersPolicy;
} {
  return { ETag: record.etag, ResponseHeadersPolicy: shape(record) };
}

function shape(record: Versioned<ResponseHeadersPolicyConfig>): ResponseHeadersPolicy {
  return {
    Id: record.id,
    LastModifiedTime: new Date(record.modifiedMs),
    ResponseHeadersPolicyConfig: record.config,
  };
}
