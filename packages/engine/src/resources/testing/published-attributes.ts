/** What `Fn::GetAtt` gives by the published schema; global-types.test.ts holds it against that. */
export const PUBLISHED_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  'AWS::CertificateManager::Certificate': ['CertificateArn'],
  'AWS::CloudFront::CachePolicy': ['Id', 'LastModifiedTime'],
  'AWS::CloudFront::Distribution': ['DomainName', 'Id'],
  'AWS::CloudFront::OriginAccessControl': ['Id'],
  'AWS::CloudFront::OriginRequestPolicy': ['Id', 'LastModifiedTime'],
  'AWS::CloudFront::ResponseHeadersPolicy': ['Id', 'LastModifiedTime'],
  'AWS::Route53::HealthCheck': ['HealthCheckId'],
  'AWS::Route53::HostedZone': ['Id', 'NameServers'],
  'AWS::Route53::RecordSet': [],
  'AWS::Route53::RecordSetGroup': ['Id'],
  'AWS::S3::Bucket': [
    'Arn',
    'DomainName',
    'DualStackDomainName',
    'RegionalDomainName',
    'WebsiteURL',
  ],
  'AWS::S3::BucketPolicy': [],
  'AWS::SSM::Parameter': ['Arn', 'Type', 'Value'],
};
