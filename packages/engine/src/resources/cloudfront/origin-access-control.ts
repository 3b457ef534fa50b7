import type { OriginAccessControlConfig } from '@aws-sdk/client-cloudfront';
import { butFor } from '../../kernel/support.ts';
import { asInput } from '../as-input.ts';
import { below } from '../below.ts';
import { resourceType } from '../resource-type.ts';
import { policyHandling } from './policy-handling.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-originaccesscontrol.html */
const type = resourceType('AWS::CloudFront::OriginAccessControl', {
  OriginAccessControlConfig: 'works',
  ...below('OriginAccessControlConfig', {
    OriginAccessControlOriginType: butFor(['lambda', 'mediapackagev2', 'mediastore'], {
      refused: 'the local edge signs requests to S3 only',
    }),
    SigningBehavior: butFor(['always-amz-auth'], {
      refused: 'the local edge signs in Authorization only',
    }),
  }),
});

export const originAccessControl = type.handler(
  policyHandling({
    read: ({ OriginAccessControlConfig: config }) => asInput<OriginAccessControlConfig>(config),
    calls: (operations, request) => ({
      create: (OriginAccessControlConfig) =>
        operations.CreateOriginAccessControl(request, { OriginAccessControlConfig })
          .OriginAccessControl,
      etag: (Id) => operations.GetOriginAccessControl(request, { Id }).ETag,
      update: (Id, IfMatch, OriginAccessControlConfig) =>
        operations.UpdateOriginAccessControl(request, { Id, IfMatch, OriginAccessControlConfig })
          .OriginAccessControl,
      remove: (Id, IfMatch) => operations.DeleteOriginAccessControl(request, { Id, IfMatch }),
    }),
    missing: 'NoSuchOriginAccessControl',
  }),
);
