import type { CachePolicyConfig } from '@aws-sdk/client-cloudfront';
import { checkCachePolicy } from '../../services/cloudfront/policies.ts';
import { asInput } from '../as-input.ts';
import { resourceType } from '../resource-type.ts';
import { policyHandling } from './policy-handling.ts';
import { withCounts } from './with-counts.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-cachepolicy.html */
const type = resourceType('AWS::CloudFront::CachePolicy', { CachePolicyConfig: 'works' });

export const cachePolicy = type.handler(
  policyHandling({
    table: ({ policies }) => policies.cachePolicies,
    read({ CachePolicyConfig: config }) {
      const { ParametersInCacheKeyAndForwardedToOrigin: parameters } = config;
      const filled = {
        ...config,
        ParametersInCacheKeyAndForwardedToOrigin: {
          EnableAcceptEncodingBrotli: false,
          ...parameters,
        },
      };
      return checkCachePolicy(asInput<CachePolicyConfig>(withCounts(filled)));
    },
    hasModifiedTime: true,
  }),
);
