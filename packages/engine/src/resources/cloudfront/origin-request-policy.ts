import type { OriginRequestPolicyConfig } from '@aws-sdk/client-cloudfront';
import { asInput } from '../as-input.ts';
import { resourceType } from '../resource-type.ts';
import { policyHandling } from './policy-handling.ts';
import { withCounts } from './with-counts.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-originrequestpolicy.html */
const type = resourceType('AWS::CloudFront::OriginRequestPolicy', {
  OriginRequestPolicyConfig: 'works',
});

export const originRequestPolicy = type.handler(
  policyHandling({
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
