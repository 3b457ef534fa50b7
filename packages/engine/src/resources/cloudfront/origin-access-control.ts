import type { OriginAccessControlConfig } from '@aws-sdk/client-cloudfront';
import { asInput } from '../as-input.ts';
import { resourceType } from '../resource-type.ts';
import { policyHandling } from './policy-handling.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-originaccesscontrol.html */
const type = resourceType('AWS::CloudFront::OriginAccessControl', {
  OriginAccessControlConfig: 'works',
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
