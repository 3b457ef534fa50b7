import type { Variant } from './variant.fixture.ts';

type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

const ref = (Ref: string): object => ({ Ref });
const att = (id: string, name: string): object => ({ 'Fn::GetAtt': [id, name] });

/** Names, certificates, the edge, buckets and parameters. */
export function globalResources(variant: Variant): Resources {
  return { ...names(variant), ...edge(variant), ...buckets(variant) };
}

function names({ isSecond, zoneId, domain }: Variant): Resources {
  const record = (name: string, value: string): object => ({
    Name: `${name}.${domain}.`,
    Type: 'A',
    TTL: '60',
    ResourceRecords: [value],
  });
  const HostedZoneId = zoneId;
  return {
    Zone: {
      Type: 'AWS::Route53::HostedZone',
      Properties: {
        Name: `zone.${domain}.`,
        HostedZoneConfig: { Comment: isSecond ? 'second' : 'first' },
      },
    },
    Check: {
      Type: 'AWS::Route53::HealthCheck',
      Properties: {
        HealthCheckConfig: {
          Type: 'HTTP',
          IPAddress: '127.11.0.1',
          Port: 80,
          FailureThreshold: isSecond ? 5 : 2,
        },
      },
    },
    Record: {
      Type: 'AWS::Route53::RecordSet',
      Properties: { HostedZoneId, ...record('a', isSecond ? '192.0.2.2' : '192.0.2.1') },
    },
    Moved: {
      Type: 'AWS::Route53::RecordSet',
      Properties: { HostedZoneId, ...record(isSecond ? 'there' : 'here', '192.0.2.1') },
    },
    Records: {
      Type: 'AWS::Route53::RecordSetGroup',
      Properties: {
        HostedZoneId,
        RecordSets: [record('b', '192.0.2.1'), record(isSecond ? 'd' : 'c', '192.0.2.1')],
      },
    },
    Certificate: {
      Type: 'AWS::CertificateManager::Certificate',
      Properties: {
        DomainName: domain,
        SubjectAlternativeNames: isSecond ? [`*.${domain}`] : [],
        ValidationMethod: 'DNS',
        DomainValidationOptions: [{ DomainName: domain, HostedZoneId }],
      },
    },
  };
}

function edge({ isSecond, domain }: Variant): Resources {
  const none = { CookieBehavior: 'none' };
  const all = { QueryStringBehavior: 'all' };
  return {
    Control: {
      Type: 'AWS::CloudFront::OriginAccessControl',
      Properties: {
        OriginAccessControlConfig: {
          Name: 'control',
          OriginAccessControlOriginType: 's3',
          SigningBehavior: 'always',
          SigningProtocol: 'sigv4',
        },
      },
    },
    Cache: {
      Type: 'AWS::CloudFront::CachePolicy',
      Properties: {
        CachePolicyConfig: {
          Name: 'cache',
          MinTTL: 0,
          DefaultTTL: isSecond ? 7 : 5,
          MaxTTL: 10,
          ParametersInCacheKeyAndForwardedToOrigin: {
            EnableAcceptEncodingGzip: true,
            HeadersConfig: { HeaderBehavior: 'none' },
            CookiesConfig: none,
            QueryStringsConfig: all,
          },
        },
      },
    },
    Forward: {
      Type: 'AWS::CloudFront::OriginRequestPolicy',
      Properties: {
        OriginRequestPolicyConfig: {
          Name: 'forward',
          HeadersConfig: { HeaderBehavior: 'none' },
          CookiesConfig: none,
          QueryStringsConfig: all,
        },
      },
    },
    Answer: {
      Type: 'AWS::CloudFront::ResponseHeadersPolicy',
      Properties: {
        ResponseHeadersPolicyConfig: {
          Name: 'answer',
          CustomHeadersConfig: { Items: [{ Header: 'X-Site', Value: 'site', Override: true }] },
        },
      },
    },
    Edge: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          Comment: isSecond ? 'second' : 'first',
          Aliases: [domain],
          ViewerCertificate: {
            AcmCertificateArn: ref('Certificate'),
            SslSupportMethod: 'sni-only',
            MinimumProtocolVersion: 'TLSv1.2_2021',
          },
          Origins: [
            {
              Id: 'bucket',
              DomainName: att('Bucket', 'RegionalDomainName'),
              S3OriginConfig: { OriginAccessIdentity: '' },
              OriginAccessControlId: ref('Control'),
            },
          ],
          DefaultCacheBehavior: {
            TargetOriginId: 'bucket',
            ViewerProtocolPolicy: 'redirect-to-https',
            CachePolicyId: ref('Cache'),
            OriginRequestPolicyId: ref('Forward'),
            ResponseHeadersPolicyId: ref('Answer'),
          },
        },
      },
    },
  };
}

function buckets({ isSecond, prefix }: Variant): Resources {
  return {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: `${prefix}-site`,
        VersioningConfiguration: { Status: 'Enabled' },
        Tags: [{ Key: 'second', Value: String(isSecond) }],
      },
    },
    Other: {
      Type: 'AWS::S3::Bucket',
      // Another name is another bucket.
      Properties: isSecond ? { BucketName: `${prefix}-second` } : { BucketName: `${prefix}-first` },
    },
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: ref('Bucket'),
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'cloudfront.amazonaws.com' },
              Action: isSecond ? 's3:Get*' : 's3:GetObject',
              Resource: { 'Fn::Join': ['', [att('Bucket', 'Arn'), '/*']] },
            },
          ],
        },
      },
    },
    Parameter: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/site/fixed', Type: 'String', Value: isSecond ? '2' : '1' },
    },
    [isSecond ? 'AddedParameter' : 'DroppedParameter']: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: `/site/${isSecond}`, Type: 'String', Value: '1' },
    },
  };
}
