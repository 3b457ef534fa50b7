import type {
  CachePolicyConfig,
  OriginAccessControlConfig,
  OriginRequestPolicyConfig,
  ResponseHeadersPolicyConfig,
} from '@aws-sdk/client-cloudfront';
import { failInvalid, refuse } from '../errors.ts';
import { refuseCloudFrontHeaders } from './policy-documents.ts';
import { checkResponseHeaders } from './response-headers.ts';

export function checkCachePolicy(config: CachePolicyConfig | undefined): CachePolicyConfig {
  if (config === undefined) failInvalid('The parameter CachePolicyConfig is required.');
  const { MinTTL: min = 0, DefaultTTL: standard, MaxTTL: max } = config;
  if (min < 0 || (standard ?? min) < min || (max ?? standard ?? min) < (standard ?? min))
    failInvalid(
      'The parameters MinTTL, DefaultTTL and MaxTTL must not be less than zero and must be in this order.',
    );
  const headers = config.ParametersInCacheKeyAndForwardedToOrigin?.HeadersConfig?.Headers?.Items;
  refuseCloudFrontHeaders('HeadersConfig', headers ?? []);
  return config;
}

export function checkOriginRequestPolicy(
  config: OriginRequestPolicyConfig | undefined,
): OriginRequestPolicyConfig {
  if (config === undefined) failInvalid('The parameter OriginRequestPolicyConfig is required.');
  if (config.HeadersConfig?.HeaderBehavior === 'allViewerAndWhitelistCloudFront')
    refuse(
      'HeadersConfig.HeaderBehavior allViewerAndWhitelistCloudFront',
      'the local edge does not make CloudFront headers',
    );
  refuseCloudFrontHeaders('HeadersConfig', config.HeadersConfig?.Headers?.Items ?? []);
  return config;
}

export function checkResponseHeadersPolicy(
  config: ResponseHeadersPolicyConfig | undefined,
): ResponseHeadersPolicyConfig {
  if (config === undefined) failInvalid('The parameter ResponseHeadersPolicyConfig is required.');
  checkResponseHeaders(config);
  return config;
}

export function checkOriginAccessControl(
  config: OriginAccessControlConfig | undefined,
): OriginAccessControlConfig {
  if (config === undefined) failInvalid('The parameter OriginAccessControlConfig is required.');
  if (config.OriginAccessControlOriginType !== 's3')
    refuse(
      `OriginAccessControlOriginType ${config.OriginAccessControlOriginType}`,
      'the local edge signs requests to S3 only',
    );
  if (config.SigningBehavior === 'always-amz-auth')
    refuse('SigningBehavior always-amz-auth', 'the local edge signs in Authorization only');
  if (config.SigningProtocol !== 'sigv4')
    failInvalid('The parameter SigningProtocol must be sigv4.');
  return config;
}
