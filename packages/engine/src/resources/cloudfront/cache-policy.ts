import type { CachePolicyConfig } from '@aws-sdk/client-cloudfront';
import type { Properties, ResourceHandler } from '../../kernel/resource.ts';
import { checkCachePolicy } from '../../services/cloudfront/policies.ts';
import { PropertyReader } from '../reader.ts';
import { countedIfAny } from './lists.ts';
import { policyHandler } from './policy-handler.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-cachepolicy.html */
export const cachePolicy: ResourceHandler = policyHandler({
  type: 'AWS::CloudFront::CachePolicy',
  properties: { CachePolicyConfig: 'works' },
  table: ({ policies }) => policies.cachePolicies,
  read: (properties) => checkCachePolicy(readConfig(properties)),
  hasModifiedTime: true,
});

function readConfig(properties: Properties): CachePolicyConfig | undefined {
  const reader = new PropertyReader(properties).object('CachePolicyConfig');
  if (reader === undefined) return undefined;
  const parameters = reader.object('ParametersInCacheKeyAndForwardedToOrigin');
  const headers = parameters?.object('HeadersConfig');
  const cookies = parameters?.object('CookiesConfig');
  const queryStrings = parameters?.object('QueryStringsConfig');
  return {
    Name: reader.requiredText('Name'),
    Comment: reader.text('Comment'),
    MinTTL: reader.requiredNumber('MinTTL'),
    DefaultTTL: reader.number('DefaultTTL'),
    MaxTTL: reader.number('MaxTTL'),
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: parameters?.flag('EnableAcceptEncodingGzip') ?? false,
      EnableAcceptEncodingBrotli: parameters?.flag('EnableAcceptEncodingBrotli') ?? false,
      HeadersConfig: {
        HeaderBehavior: (headers?.text('HeaderBehavior') ?? 'none') as 'none' | 'whitelist',
        Headers: countedIfAny(headers?.texts('Headers')),
      },
      CookiesConfig: {
        CookieBehavior: (cookies?.text('CookieBehavior') ?? 'none') as 'none' | 'all',
        Cookies: countedIfAny(cookies?.texts('Cookies')),
      },
      QueryStringsConfig: {
        QueryStringBehavior: (queryStrings?.text('QueryStringBehavior') ?? 'none') as 'none',
        QueryStrings: countedIfAny(queryStrings?.texts('QueryStrings')),
      },
    },
  };
}
