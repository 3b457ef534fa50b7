import type { ResponseHeadersPolicyConfig } from '@aws-sdk/client-cloudfront';
import { asInput } from '../as-input.ts';
import { resourceType } from '../resource-type.ts';
import { policyHandling } from './policy-handling.ts';
import { withCounts } from './with-counts.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-responseheaderspolicy.html */
const type = resourceType('AWS::CloudFront::ResponseHeadersPolicy', {
  ResponseHeadersPolicyConfig: 'works',
  'ResponseHeadersPolicyConfig.RemoveHeadersConfig': {
    refused: 'the local edge removes no headers of the origin',
  },
});

export const responseHeadersPolicy = type.handler(
  policyHandling({
    read: ({ ResponseHeadersPolicyConfig: config }) =>
      asInput<ResponseHeadersPolicyConfig>(withCounts(config)),
    calls: (operations, request) => ({
      create: (ResponseHeadersPolicyConfig) =>
        operations.CreateResponseHeadersPolicy(request, { ResponseHeadersPolicyConfig })
          .ResponseHeadersPolicy,
      etag: (Id) => operations.GetResponseHeadersPolicy(request, { Id }).ETag,
      update: (Id, IfMatch, ResponseHeadersPolicyConfig) =>
        operations.UpdateResponseHeadersPolicy(request, {
          Id,
          IfMatch,
          ResponseHeadersPolicyConfig,
        }).ResponseHeadersPolicy,
      remove: (Id, IfMatch) => operations.DeleteResponseHeadersPolicy(request, { Id, IfMatch }),
    }),
    missing: 'NoSuchResponseHeadersPolicy',
  }),
);
