import type {
  CachePolicyConfig,
  OriginAccessControlConfig,
  OriginRequestPolicyConfig,
  ResponseHeadersPolicyConfig,
} from '@aws-sdk/client-cloudfront';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { cannot, invalidArgument } from './errors.ts';
import { MANAGED_CACHE_POLICIES } from './managed-cache-policies.ts';
import { MANAGED_ORIGIN_REQUEST_POLICIES } from './managed-origin-request-policies.ts';
import { MANAGED_RESPONSE_HEADERS_POLICIES } from './managed-response-headers-policies.ts';
import { refuseCloudFrontHeaders } from './policy-documents.ts';
import { checkResponseHeaders } from './response-headers.ts';
import { VersionedTable } from './versioned-table.ts';

/** Whether a distribution refers to the id in the given member. */
export type UsedBy = (
  member:
    'CachePolicyId' | 'OriginRequestPolicyId' | 'ResponseHeadersPolicyId' | 'OriginAccessControlId',
  id: string,
) => boolean;

export interface PolicyTables {
  cachePolicies: VersionedTable<CachePolicyConfig>;
  originRequestPolicies: VersionedTable<OriginRequestPolicyConfig>;
  responseHeadersPolicies: VersionedTable<ResponseHeadersPolicyConfig>;
  originAccessControls: VersionedTable<OriginAccessControlConfig>;
}

export function policyTables(deps: ServiceDeps, usedBy: UsedBy): PolicyTables {
  return {
    cachePolicies: new VersionedTable(
      deps,
      {
        table: 'cache-policies',
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
        table: 'origin-request-policies',
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
        table: 'response-headers-policies',
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
        table: 'origin-access-controls',
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

export function checkCachePolicy(config: CachePolicyConfig | undefined): CachePolicyConfig {
  if (config === undefined) throw invalidArgument('The parameter CachePolicyConfig is required.');
  const { MinTTL: min = 0, DefaultTTL: standard, MaxTTL: max } = config;
  if (min < 0 || (standard ?? min) < min || (max ?? standard ?? min) < (standard ?? min))
    throw invalidArgument(
      'The parameters MinTTL, DefaultTTL and MaxTTL must not be less than zero and must be in this order.',
    );
  const headers = config.ParametersInCacheKeyAndForwardedToOrigin?.HeadersConfig?.Headers?.Items;
  refuseCloudFrontHeaders('HeadersConfig', headers ?? []);
  return config;
}

export function checkOriginRequestPolicy(
  config: OriginRequestPolicyConfig | undefined,
): OriginRequestPolicyConfig {
  if (config === undefined)
    throw invalidArgument('The parameter OriginRequestPolicyConfig is required.');
  if (config.HeadersConfig?.HeaderBehavior === 'allViewerAndWhitelistCloudFront')
    throw cannot(
      'HeadersConfig.HeaderBehavior allViewerAndWhitelistCloudFront',
      'the local edge does not make CloudFront headers',
    );
  refuseCloudFrontHeaders('HeadersConfig', config.HeadersConfig?.Headers?.Items ?? []);
  return config;
}

export function checkResponseHeadersPolicy(
  config: ResponseHeadersPolicyConfig | undefined,
): ResponseHeadersPolicyConfig {
  if (config === undefined)
    throw invalidArgument('The parameter ResponseHeadersPolicyConfig is required.');
  checkResponseHeaders(config);
  return config;
}

export function checkOriginAccessControl(
  config: OriginAccessControlConfig | undefined,
): OriginAccessControlConfig {
  if (config === undefined)
    throw invalidArgument('The parameter OriginAccessControlConfig is required.');
  if (config.OriginAccessControlOriginType !== 's3')
    throw cannot(
      `OriginAccessControlOriginType ${config.OriginAccessControlOriginType}`,
      'the local edge signs requests to S3 only',
    );
  if (config.SigningBehavior === 'always-amz-auth')
    throw cannot('SigningBehavior always-amz-auth', 'the local edge signs in Authorization only');
  if (config.SigningProtocol !== 'sigv4')
    throw invalidArgument('The parameter SigningProtocol must be sigv4.');
  return config;
}
