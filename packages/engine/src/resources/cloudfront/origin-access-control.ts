import type { OriginAccessControlConfig } from '@aws-sdk/client-cloudfront';
import type { Properties, ResourceHandler } from '../../kernel/resource.ts';
import { checkOriginAccessControl } from '../../services/cloudfront/policies.ts';
import { PropertyReader } from '../reader.ts';
import { policyHandler } from './policy-handler.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-originaccesscontrol.html */
export const originAccessControl: ResourceHandler = policyHandler({
  type: 'AWS::CloudFront::OriginAccessControl',
  properties: { OriginAccessControlConfig: 'works' },
  table: ({ policies }) => policies.originAccessControls,
  read: (properties) => checkOriginAccessControl(readConfig(properties)),
  hasModifiedTime: false,
});

function readConfig(properties: Properties): OriginAccessControlConfig | undefined {
  const reader = new PropertyReader(properties).object('OriginAccessControlConfig');
  if (reader === undefined) return undefined;
  return {
    Name: reader.requiredText('Name'),
    Description: reader.text('Description'),
    OriginAccessControlOriginType: reader.requiredText('OriginAccessControlOriginType') as 's3',
    SigningBehavior: reader.requiredText('SigningBehavior') as 'always',
    SigningProtocol: reader.requiredText('SigningProtocol') as 'sigv4',
  };
}
