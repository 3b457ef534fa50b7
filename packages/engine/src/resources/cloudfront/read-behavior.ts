import type { DefaultCacheBehavior, ForwardedValues, Method } from '@aws-sdk/client-cloudfront';
import type { PropertyReader } from '../reader.ts';
import { counted, countedIfAny } from './lists.ts';

/** A cache behavior of CloudFormation's in the API's shape. */
export function readBehavior(reader: PropertyReader): DefaultCacheBehavior {
  const allowed = (reader.texts('AllowedMethods') ?? ['GET', 'HEAD']) as Method[];
  const cached = (reader.texts('CachedMethods') ?? ['GET', 'HEAD']) as Method[];
  const grpc = reader.object('GrpcConfig');
  return {
    TargetOriginId: reader.requiredText('TargetOriginId'),
    ViewerProtocolPolicy: reader.requiredText(
      'ViewerProtocolPolicy',
    ) as DefaultCacheBehavior['ViewerProtocolPolicy'],
    AllowedMethods: { ...counted(allowed), CachedMethods: counted(cached) },
    Compress: reader.flag('Compress'),
    SmoothStreaming: reader.flag('SmoothStreaming'),
    CachePolicyId: reader.text('CachePolicyId'),
    OriginRequestPolicyId: reader.text('OriginRequestPolicyId'),
    ResponseHeadersPolicyId: reader.text('ResponseHeadersPolicyId'),
    MinTTL: reader.number('MinTTL'),
    DefaultTTL: reader.number('DefaultTTL'),
    MaxTTL: reader.number('MaxTTL'),
    GrpcConfig: grpc === undefined ? undefined : { Enabled: grpc.flag('Enabled') },
    ForwardedValues: readForwardedValues(reader.object('ForwardedValues')),
  };
}

function readForwardedValues(reader: PropertyReader | undefined): ForwardedValues | undefined {
  if (reader === undefined) return undefined;
  const cookies = reader.object('Cookies');
  return {
    QueryString: reader.flag('QueryString'),
    QueryStringCacheKeys: countedIfAny(reader.texts('QueryStringCacheKeys')),
    Headers: countedIfAny(reader.texts('Headers')),
    Cookies: {
      Forward: (cookies?.text('Forward') ?? 'none') as 'none' | 'whitelist' | 'all',
      WhitelistedNames: countedIfAny(cookies?.texts('WhitelistedNames')),
    },
  };
}
