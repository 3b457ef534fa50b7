import type {
  Distribution,
  DistributionConfig,
  DistributionSummary,
} from '@aws-sdk/client-cloudfront';
import { failInvalid } from '../errors.ts';
import type { DistributionRecord } from '../records.ts';

const EMPTY = { Quantity: 0, Items: [] };

/**
 * CloudFront answers with every member that has a default; clients compare what they sent with what
 * they get.
 */
export function withDefaults(config: DistributionConfig | undefined): DistributionConfig {
  if (config === undefined) failInvalid('The parameter DistributionConfig is required.');
  return {
    ...config,
    Aliases: config.Aliases ?? EMPTY,
    DefaultRootObject: config.DefaultRootObject ?? '',
    OriginGroups: config.OriginGroups ?? EMPTY,
    CacheBehaviors: config.CacheBehaviors ?? EMPTY,
    CustomErrorResponses: config.CustomErrorResponses ?? EMPTY,
    Comment: config.Comment ?? '',
    Logging: config.Logging ?? { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
    PriceClass: config.PriceClass ?? 'PriceClass_All',
    ViewerCertificate: config.ViewerCertificate ?? {
      CloudFrontDefaultCertificate: true,
      SSLSupportMethod: 'vip',
      MinimumProtocolVersion: 'TLSv1',
      CertificateSource: 'cloudfront',
    },
    Restrictions: config.Restrictions ?? {
      GeoRestriction: { RestrictionType: 'none', Quantity: 0 },
    },
    WebACLId: config.WebACLId ?? '',
    HttpVersion: config.HttpVersion ?? 'http2',
    IsIPV6Enabled: config.IsIPV6Enabled ?? false,
    Staging: config.Staging ?? false,
  };
}

export function distributionShape(record: DistributionRecord, status: string): Distribution {
  return {
    Id: record.id,
    ARN: record.arn,
    Status: status,
    LastModifiedTime: new Date(record.modifiedMs),
    InProgressInvalidationBatches: 0,
    DomainName: record.domainName,
    ActiveTrustedSigners: { Enabled: false, Quantity: 0 },
    ActiveTrustedKeyGroups: { Enabled: false, Quantity: 0 },
    DistributionConfig: record.config,
  };
}

export function summaryShape(record: DistributionRecord, status: string): DistributionSummary {
  const { config } = record;
  return {
    Id: record.id,
    ARN: record.arn,
    ETag: record.etag,
    Status: status,
    LastModifiedTime: new Date(record.modifiedMs),
    DomainName: record.domainName,
    Aliases: config.Aliases,
    Origins: config.Origins,
    OriginGroups: config.OriginGroups,
    DefaultCacheBehavior: config.DefaultCacheBehavior,
    CacheBehaviors: config.CacheBehaviors,
    CustomErrorResponses: config.CustomErrorResponses,
    Comment: config.Comment,
    PriceClass: config.PriceClass,
    Enabled: config.Enabled,
    ViewerCertificate: config.ViewerCertificate,
    Restrictions: config.Restrictions,
    WebACLId: config.WebACLId,
    HttpVersion: config.HttpVersion,
    IsIPV6Enabled: config.IsIPV6Enabled,
    Staging: config.Staging,
  };
}
