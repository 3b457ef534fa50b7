import type { CustomOriginConfig, Origin, OriginGroup } from '@aws-sdk/client-cloudfront';
import type { PropertyReader } from '../reader.ts';
import { counted } from './lists.ts';

/** The API wants what CloudFormation fills in. */
const SSL_PROTOCOLS = ['TLSv1.2'] as const;

/** An origin of CloudFormation's in the API's shape. */
export function readOrigin(reader: PropertyReader): Origin {
  const s3 = reader.object('S3OriginConfig');
  const headers = reader.objects('OriginCustomHeaders');
  const shield = reader.object('OriginShield');
  return {
    Id: reader.requiredText('Id'),
    DomainName: reader.requiredText('DomainName'),
    OriginPath: reader.text('OriginPath') ?? '',
    CustomHeaders: counted(
      headers?.map((header) => ({
        HeaderName: header.requiredText('HeaderName'),
        HeaderValue: header.requiredText('HeaderValue'),
      })),
    ),
    S3OriginConfig:
      s3 === undefined
        ? undefined
        : { OriginAccessIdentity: s3.text('OriginAccessIdentity') ?? '' },
    CustomOriginConfig: readCustom(reader.object('CustomOriginConfig')),
    ConnectionAttempts: reader.number('ConnectionAttempts') ?? 3,
    ConnectionTimeout: reader.number('ConnectionTimeout') ?? 10,
    OriginShield:
      shield === undefined
        ? undefined
        : {
            Enabled: shield.flag('Enabled'),
            OriginShieldRegion: shield.text('OriginShieldRegion'),
          },
    OriginAccessControlId: reader.text('OriginAccessControlId') ?? '',
  };
}

export function readOriginGroup(reader: PropertyReader): OriginGroup {
  const codes = reader.object('FailoverCriteria')?.object('StatusCodes')?.texts('Items');
  const members = reader.object('Members')?.objects('Items');
  return {
    Id: reader.requiredText('Id'),
    FailoverCriteria: { StatusCodes: counted(codes?.map(Number)) },
    Members: counted(members?.map((member) => ({ OriginId: member.requiredText('OriginId') }))),
  };
}

function readCustom(reader: PropertyReader | undefined): CustomOriginConfig | undefined {
  if (reader === undefined) return undefined;
  const protocols = reader.texts('OriginSSLProtocols') ?? [...SSL_PROTOCOLS];
  return {
    HTTPPort: reader.number('HTTPPort') ?? 80,
    HTTPSPort: reader.number('HTTPSPort') ?? 443,
    OriginProtocolPolicy: reader.requiredText(
      'OriginProtocolPolicy',
    ) as CustomOriginConfig['OriginProtocolPolicy'],
    OriginSslProtocols: counted(protocols as (typeof SSL_PROTOCOLS)[number][]),
    OriginReadTimeout: reader.number('OriginReadTimeout') ?? 30,
    OriginKeepaliveTimeout: reader.number('OriginKeepaliveTimeout') ?? 5,
  };
}
