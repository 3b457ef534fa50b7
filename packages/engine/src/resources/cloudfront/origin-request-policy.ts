import type { OriginRequestPolicyConfig } from '@aws-sdk/client-cloudfront';
import type { Properties, ResourceHandler } from '../../kernel/resource.ts';
import { checkOriginRequestPolicy } from '../../services/cloudfront/policies.ts';
import { PropertyReader } from '../reader.ts';
import { countedIfAny } from './lists.ts';
import { policyHandler } from './policy-handler.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-originrequestpolicy.html */
export const originRequestPolicy: ResourceHandler = policyHandler({
  type: 'AWS::CloudFront::OriginRequestPolicy',
  properties: { OriginRequestPolicyConfig: 'works' },
  table: ({ policies }) => policies.originRequestPolicies,
  read: (properties) => checkOriginRequestPolicy(readConfig(properties)),
  hasModifiedTime: true,
});

function readConfig(properties: Properties): OriginRequestPolicyConfig | undefined {
  const reader = new PropertyReader(properties).object('OriginRequestPolicyConfig');
  if (reader === undefined) return undefined;
  const headers = reader.object('HeadersConfig');
  const cookies = reader.object('CookiesConfig');
  const queryStrings = reader.object('QueryStringsConfig');
  return {
    Name: reader.requiredText('Name'),
    Comment: reader.text('Comment'),
    HeadersConfig: {
      HeaderBehavior: (headers?.text('HeaderBehavior') ?? 'none') as 'none' | 'allViewer',
      Headers: countedIfAny(headers?.texts('Headers')),
    },
    CookiesConfig: {
      CookieBehavior: (cookies?.text('CookieBehavior') ?? 'none') as 'none' | 'all',
      Cookies: countedIfAny(cookies?.texts('Cookies')),
    },
    QueryStringsConfig: {
      QueryStringBehavior: (queryStrings?.text('QueryStringBehavior') ?? 'none') as 'none' | 'all',
      QueryStrings: countedIfAny(queryStrings?.texts('QueryStrings')),
    },
  };
}
