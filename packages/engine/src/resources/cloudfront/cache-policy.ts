import type { CachePolicyConfig } from '@aws-sdk/client-cloudfront';
import { asInput } from '../as-input.ts';
import { resourceType } from '../resource-type.ts';
import { policyHandling } from './policy-handling.ts';
import { refusedHeaders } from './refused-headers.ts';
import { withCounts } from './with-counts.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-cachepolicy.html */
const type = resourceType('AWS::CloudFront::CachePolicy', { CachePolicyConfig: 'works' });

export const cachePolicy = type.handler(
  policyHandling({
    refuses: (properties) =>
      refusedHeaders(
        properties,
        'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.Headers',
      ),
    read({ CachePolicyConfig: config }) {
      const { ParametersInCacheKeyAndForwardedToOrigin: parameters } = config;
      const filled = {
        ...config,
        ParametersInCacheKeyAndForwardedToOrigin: {
          EnableAcceptEncodingBrotli: false,
          ...parameters,
        },
      };
      return asInput<CachePolicyConfig>(withCounts(filled));
    },
    calls: (operations, request) => ({
      create: (CachePolicyConfig) =>
        operations.CreateCachePolicy(request, { CachePolicyConfig }).CachePolicy,
      etag: (Id) => operations.GetCachePolicy(request, { Id }).ETag,
      update: (Id, IfMatch, CachePolicyConfig) =>
        operations.UpdateCachePolicy(request, { Id, IfMatch, CachePolicyConfig }).CachePolicy,
      remove: (Id, IfMatch) => operations.DeleteCachePolicy(request, { Id, IfMatch }),
    }),
    missing: 'NoSuchCachePolicy',
  }),
);
