import type { ResponseHeadersPolicyConfig } from '@aws-sdk/client-cloudfront';
import { butFor } from '../../kernel/support.ts';
import { asInput } from '../as-input.ts';
import { textsAt } from '../texts-at.ts';
import { resourceType } from '../resource-type.ts';
import { policyHandling } from './policy-handling.ts';
import { withCounts } from './with-counts.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-responseheaderspolicy.html */
const type = resourceType('AWS::CloudFront::ResponseHeadersPolicy', {
  ResponseHeadersPolicyConfig: 'works',
  'ResponseHeadersPolicyConfig.RemoveHeadersConfig': {
    refused: 'the local edge removes no headers of the origin',
  },
  'ResponseHeadersPolicyConfig.ServerTimingHeadersConfig.Enabled': butFor(['true'], {
    refused: 'the local edge adds no Server-Timing header',
  }),
});

const ORIGINS = 'ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllowOrigins.Items';

export const responseHeadersPolicy = type.handler(
  policyHandling({
    refuses: (properties) =>
      textsAt(properties, ORIGINS)
        .filter((origin) => origin !== '*')
        .map((origin) => ({
          path: `#/${ORIGINS.replaceAll('.', '/')}`,
          message: `${origin}: the local edge answers '*' only, the same to every origin`,
        })),
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
