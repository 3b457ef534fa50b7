import type {
  CustomErrorResponse,
  DefaultCacheBehavior,
  DistributionConfig,
  ViewerCertificate,
} from '@aws-sdk/client-cloudfront';
import { asInput } from '../as-input.ts';
import type {
  CloudFrontDistributionCustomErrorResponse as ErrorResponse,
  CloudFrontDistributionDefaultCacheBehavior as Behavior,
  CloudFrontDistributionDistributionConfig as Config,
  CloudFrontDistributionViewerCertificate as Certificate,
} from '../properties.generated.ts';
import { toOrigin } from './to-origin.ts';
import { counted, withCounts } from './with-counts.ts';

const READ = ['GET', 'HEAD'];

/** CloudFormation's DistributionConfig in the API's shape. */
export function toDistribution(config: Config, callerReference: string): DistributionConfig {
  const { Aliases, Comment, ConnectionMode, DefaultRootObject, Enabled } = config;
  const { CacheBehaviors = [], CustomErrorResponses = [], Origins = [], Restrictions } = config;
  const { OriginGroups, PriceClass, Staging } = config;
  return asInput<DistributionConfig>({
    ...withCounts({ Aliases, Comment, ConnectionMode, DefaultRootObject, Enabled }),
    ...withCounts({ OriginGroups, PriceClass, Staging }),
    CallerReference: callerReference,
    HttpVersion: config.HttpVersion ?? 'http1.1',
    IsIPV6Enabled: config.IPV6Enabled,
    Origins: counted(Origins.map(toOrigin)),
    DefaultCacheBehavior: toBehavior(config.DefaultCacheBehavior),
    CacheBehaviors: counted(
      CacheBehaviors.map((one) => ({ ...toBehavior(one), PathPattern: one.PathPattern })),
    ),
    CustomErrorResponses: counted(CustomErrorResponses.map(toErrorResponse)),
    Restrictions: Restrictions && {
      GeoRestriction: {
        RestrictionType: Restrictions.GeoRestriction.RestrictionType,
        ...counted(Restrictions.GeoRestriction.Locations ?? []),
      },
    },
    ViewerCertificate: config.ViewerCertificate && toViewerCertificate(config.ViewerCertificate),
  });
}

function toBehavior({
  AllowedMethods = READ,
  CachedMethods = READ,
  ForwardedValues,
  ...behavior
}: Behavior): DefaultCacheBehavior {
  return asInput<DefaultCacheBehavior>({
    ...withCounts(behavior),
    AllowedMethods: { ...counted(AllowedMethods), CachedMethods: counted(CachedMethods) },
    ForwardedValues: ForwardedValues && {
      Cookies: { Forward: 'none' },
      ...withCounts(ForwardedValues),
    },
  });
}

function toErrorResponse({ ResponseCode: code, ...response }: ErrorResponse): CustomErrorResponse {
  return {
    ResponsePagePath: '',
    ...response,
    ResponseCode: code === undefined ? '' : String(code),
  };
}

function toViewerCertificate(certificate: Certificate): ViewerCertificate {
  const { AcmCertificateArn, MinimumProtocolVersion, SslSupportMethod } = certificate;
  if (AcmCertificateArn === undefined) return { CloudFrontDefaultCertificate: true };
  return asInput<ViewerCertificate>({
    CloudFrontDefaultCertificate: false,
    ACMCertificateArn: AcmCertificateArn,
    SSLSupportMethod: SslSupportMethod,
    MinimumProtocolVersion,
  });
}
