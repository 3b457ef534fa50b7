import type { CustomOriginConfig, Origin } from '@aws-sdk/client-cloudfront';
import { asInput } from '../as-input.ts';
import type {
  CloudFrontDistributionCustomOriginConfig as CustomOrigin,
  CloudFrontDistributionOrigin as OriginProperties,
} from '../properties.generated.ts';
import { counted } from './with-counts.ts';

/** An origin of CloudFormation's in the API's shape, which wants what CloudFormation fills in. */
export function toOrigin({
  CustomOriginConfig: custom,
  OriginCustomHeaders = [],
  S3OriginConfig: s3,
  ...origin
}: OriginProperties): Origin {
  return asInput<Origin>({
    OriginPath: '',
    ConnectionAttempts: 3,
    ConnectionTimeout: 10,
    OriginAccessControlId: '',
    ...origin,
    CustomHeaders: counted(OriginCustomHeaders),
    S3OriginConfig: s3 && { OriginAccessIdentity: '', ...s3 },
    CustomOriginConfig: custom && toCustomOrigin(custom),
  });
}

function toCustomOrigin({
  OriginSSLProtocols = ['TLSv1.2'],
  ...custom
}: CustomOrigin): CustomOriginConfig {
  return asInput<CustomOriginConfig>({
    HTTPPort: 80,
    HTTPSPort: 443,
    OriginReadTimeout: 30,
    OriginKeepaliveTimeout: 5,
    ...custom,
    OriginSslProtocols: counted(OriginSSLProtocols),
  });
}
