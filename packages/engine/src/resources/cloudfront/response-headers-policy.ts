import type { ResponseHeadersPolicyConfig } from '@aws-sdk/client-cloudfront';
import { checkResponseHeadersPolicy } from '../../services/cloudfront/policies.ts';
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
    table: ({ policies }) => policies.responseHeadersPolicies,
    read: ({ ResponseHeadersPolicyConfig: config }) =>
      checkResponseHeadersPolicy(asInput<ResponseHeadersPolicyConfig>(withCounts(config))),
    hasModifiedTime: true,
  }),
);
