import type { OriginAccessControlConfig } from '@aws-sdk/client-cloudfront';
import { checkOriginAccessControl } from '../../services/cloudfront/policies.ts';
import { asInput } from '../as-input.ts';
import { resourceType } from '../resource-type.ts';
import { policyHandling } from './policy-handling.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-originaccesscontrol.html */
const type = resourceType('AWS::CloudFront::OriginAccessControl', {
  OriginAccessControlConfig: 'works',
});

export const originAccessControl = type.handler(
  policyHandling({
    table: ({ policies }) => policies.originAccessControls,
    read: ({ OriginAccessControlConfig: config }) =>
      checkOriginAccessControl(asInput<OriginAccessControlConfig>(config)),
    hasModifiedTime: false,
  }),
);
