import type { OriginRequestPolicyConfig } from '@aws-sdk/client-cloudfront';
import { butFor } from '../../kernel/support.ts';
import { asInput } from '../as-input.ts';
import { resourceType } from '../resource-type.ts';
import { refusedHeaders } from './refused-headers.ts';
import { policyHandling } from './policy-handling.ts';
import { withCounts } from './with-counts.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-originrequestpolicy.html */
const type = resourceType('AWS::CloudFront::OriginRequestPolicy', {
  OriginRequestPolicyConfig: 'works',
  'OriginRequestPolicyConfig.HeadersConfig.HeaderBehavior': butFor(
    ['allViewerAndWhitelistCloudFront'],
    { refused: 'the local edge does not make CloudFront headers' },
  ),
});

export const originRequestPolicy = type.handler(
  policyHandling({
    refuses: (properties) =>
      refusedHeaders(properties, 'OriginRequestPolicyConfig.HeadersConfig.Headers'),
    read: ({ OriginRequestPolicyConfig: config }) =>
      asInput<OriginRequestPolicyConfig>(withCounts(config)),
    calls: (operations, request) => ({
      create: (OriginRequestPolicyConfig) =>
        operations.CreateOriginRequestPolicy(request, { OriginRequestPolicyConfig })
          .OriginRequestPolicy,
      etag: (Id) => operations.GetOriginRequestPolicy(request, { Id }).ETag,
      update: (Id, IfMatch, OriginRequestPolicyConfig) =>
        operations.UpdateOriginRequestPolicy(request, { Id, IfMatch, OriginRequestPolicyConfig })
          .OriginRequestPolicy,
      remove: (Id, IfMatch) => operations.DeleteOriginRequestPolicy(request, { Id, IfMatch }),
    }),
    missing: 'NoSuchOriginRequestPolicy',
  }),
);
