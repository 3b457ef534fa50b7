import type { OriginRequestPolicyConfig } from '@aws-sdk/client-cloudfront';
import { checkOriginRequestPolicy } from '../../services/cloudfront/policies.ts';
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
    table: ({ policies }) => policies.originRequestPolicies,
    read: ({ OriginRequestPolicyConfig: config }) =>
      checkOriginRequestPolicy(asInput<OriginRequestPolicyConfig>(withCounts(config))),
    hasModifiedTime: true,
  }),
);
