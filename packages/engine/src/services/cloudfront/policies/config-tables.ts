import type {
  CachePolicyConfig,
  OriginAccessControlConfig,
  OriginRequestPolicyConfig,
  ResponseHeadersPolicyConfig,
} from '@aws-sdk/client-cloudfront';
import type { ServiceDeps } from '../../../kernel/deps.ts';
import { MANAGED_CACHE_POLICIES } from './managed-cache-policies.ts';
import { MANAGED_ORIGIN_REQUEST_POLICIES } from './managed-origin-request-policies.ts';
import { MANAGED_RESPONSE_HEADERS_POLICIES } from './managed-response-headers-policies.ts';
import { cloudFrontTables } from '../records.ts';
import { VersionedTable } from '../versioned-table.ts';

export type ReferringMember =
  'CachePolicyId' | 'OriginRequestPolicyId' | 'ResponseHeadersPolicyId' | 'OriginAccessControlId';

/** Whether a distribution refers to the id in the given member. */
type UsedBy = (member: ReferringMember, id: string) => boolean;

/** What distributions refer to by id, by kind. */
export interface ConfigTables {
  cachePolicies: VersionedTable<CachePolicyConfig>;
  originRequestPolicies: VersionedTable<OriginRequestPolicyConfig>;
  responseHeadersPolicies: VersionedTable<ResponseHeadersPolicyConfig>;
  originAccessControls: VersionedTable<OriginAccessControlConfig>;
}

export function configTables(deps: ServiceDeps, usedBy: UsedBy): ConfigTables {
  return {
    cachePolicies: new VersionedTable(
      deps,
      {
        table: cloudFrontTables.cachePolicies,
        notFound: 'NoSuchCachePolicy',
        exists: 'CachePolicyAlreadyExists',
        inUse: 'CachePolicyInUse',
        noun: 'cache policy',
        ids: 'uuid',
      },
      (id) => usedBy('CachePolicyId', id),
      MANAGED_CACHE_POLICIES,
    ),
    originRequestPolicies: new VersionedTable(
      deps,
      {
        table: cloudFrontTables.originRequestPolicies,
        notFound: 'NoSuchOriginRequestPolicy',
        exists: 'OriginRequestPolicyAlreadyExists',
        inUse: 'OriginRequestPolicyInUse',
        noun: 'origin request policy',
        ids: 'uuid',
      },
      (id) => usedBy('OriginRequestPolicyId', id),
      MANAGED_ORIGIN_REQUEST_POLICIES,
    ),
    responseHeadersPolicies: new VersionedTable(
      deps,
      {
        table: cloudFrontTables.responseHeadersPolicies,
        notFound: 'NoSuchResponseHeadersPolicy',
        exists: 'ResponseHeadersPolicyAlreadyExists',
        inUse: 'ResponseHeadersPolicyInUse',
        noun: 'response headers policy',
        ids: 'uuid',
      },
      (id) => usedBy('ResponseHeadersPolicyId', id),
      MANAGED_RESPONSE_HEADERS_POLICIES,
    ),
    originAccessControls: new VersionedTable(
      deps,
      {
        table: cloudFrontTables.originAccessControls,
        notFound: 'NoSuchOriginAccessControl',
        exists: 'OriginAccessControlAlreadyExists',
        inUse: 'OriginAccessControlInUse',
        noun: 'origin access control',
        ids: 'E',
      },
      (id) => usedBy('OriginAccessControlId', id),
    ),
  };
}
