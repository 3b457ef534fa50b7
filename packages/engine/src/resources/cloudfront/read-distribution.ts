import type { DistributionConfig, ViewerCertificate } from '@aws-sdk/client-cloudfront';
import { AwsError } from '@understudy/wire';
import type { Properties } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { counted } from './lists.ts';
import { readBehavior } from './read-behavior.ts';
import { readOrigin, readOriginGroup } from './read-origin.ts';

/** CloudFormation's DistributionConfig in the API's shape. */
export function readDistribution(
  properties: Properties,
  callerReference: string,
): DistributionConfig {
  const reader = new PropertyReader(properties).object('DistributionConfig');
  const behavior = reader?.object('DefaultCacheBehavior');
  if (reader === undefined || behavior === undefined)
    throw new AwsError({
      code: 'ValidationError',
      message: 'Property DistributionConfig.DefaultCacheBehavior cannot be empty.',
    });
  return {
    CallerReference: callerReference,
    Comment: reader.text('Comment') ?? '',
    Enabled: reader.flag('Enabled'),
    Aliases: counted(reader.texts('Aliases')),
    DefaultRootObject: reader.text('DefaultRootObject') ?? '',
    Origins: counted(reader.objects('Origins')?.map(readOrigin)),
    OriginGroups: counted(reader.object('OriginGroups')?.objects('Items')?.map(readOriginGroup)),
    DefaultCacheBehavior: readBehavior(behavior),
    CacheBehaviors: counted(
      reader.objects('CacheBehaviors')?.map((one) => ({
        ...readBehavior(one),
        PathPattern: one.requiredText('PathPattern'),
      })),
    ),
    CustomErrorResponses: counted(
      reader.objects('CustomErrorResponses')?.map((response) => ({
        ErrorCode: response.requiredNumber('ErrorCode'),
        ResponsePagePath: response.text('ResponsePagePath') ?? '',
        ResponseCode: response.text('ResponseCode') ?? '',
        ErrorCachingMinTTL: response.number('ErrorCachingMinTTL'),
      })),
    ),
    PriceClass: reader.text('PriceClass') as DistributionConfig['PriceClass'],
    HttpVersion: (reader.text('HttpVersion') ?? 'http1.1') as DistributionConfig['HttpVersion'],
    IsIPV6Enabled: reader.flag('IPV6Enabled'),
    Staging: reader.flag('Staging'),
    ConnectionMode: reader.text('ConnectionMode') as DistributionConfig['ConnectionMode'],
    Restrictions: readRestrictions(reader),
    ViewerCertificate: readViewerCertificate(reader.object('ViewerCertificate')),
  };
}

function readRestrictions(reader: PropertyReader): DistributionConfig['Restrictions'] {
  const geo = reader.object('Restrictions')?.object('GeoRestriction');
  if (geo === undefined) return undefined;
  return {
    GeoRestriction: {
      RestrictionType: geo.requiredText('RestrictionType') as 'none',
      ...counted(geo.texts('Locations')),
    },
  };
}

function readViewerCertificate(reader: PropertyReader | undefined): ViewerCertificate | undefined {
  if (reader === undefined) return undefined;
  const arn = reader.text('AcmCertificateArn');
  if (arn === undefined) return { CloudFrontDefaultCertificate: true };
  return {
    CloudFrontDefaultCertificate: false,
    ACMCertificateArn: arn,
    SSLSupportMethod: reader.text('SslSupportMethod') as ViewerCertificate['SSLSupportMethod'],
    MinimumProtocolVersion: reader.text(
      'MinimumProtocolVersion',
    ) as ViewerCertificate['MinimumProtocolVersion'],
  };
}
