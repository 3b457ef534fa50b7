import { describe, expect, test } from 'vitest';
import { inertProperties } from '../services/cloudformation/schema/handler-properties.ts';
import { checkedProperties } from './properties-testkit.ts';
import { findResourceHandler } from './registry.ts';

/** Paths of what `understudy status` lists as accepted without effect. */
function inert(type: string, properties: object): string[] {
  const handler = findResourceHandler(type);
  if (handler === undefined) throw new Error(`no handler of ${type}`);
  return inertProperties(handler, checkedProperties(type, properties)).map(
    ({ property }) => property,
  );
}

describe('a value is told as without effect only where it differs from what is done here', () => {
  test.each([
    ['Standard', 'text', []],
    ['Intelligent-Tiering', 'text', []],
    ['Advanced', 'aws:ec2:image', ['DataType', 'Tier']],
  ])('AWS::SSM::Parameter: %s, %s', (Tier, DataType, expected) => {
    const properties = { Type: 'String', Value: 'blue', DataType, Tier };
    expect(inert('AWS::SSM::Parameter', properties)).toEqual(expected);
  });

  test.each([
    ['EC_prime256v1', 'DISABLED', []],
    ['RSA_2048', 'ENABLED', ['KeyAlgorithm', 'CertificateTransparencyLoggingPreference']],
  ])('AWS::CertificateManager::Certificate: %s, %s', (KeyAlgorithm, logging, expected) => {
    const properties = {
      DomainName: 'ticketing.pw',
      KeyAlgorithm,
      CertificateTransparencyLoggingPreference: logging,
    };
    expect(inert('AWS::CertificateManager::Certificate', properties)).toEqual(expected);
  });

  const ALL_VIEWER_AND_CLOUDFRONT_HEADERS = '33f36d7e-f396-46d9-90e0-52428a34d9dc';
  const distribution = (version: string, origin: object, rest: object, policy: string): object => ({
    DistributionConfig: {
      Enabled: true,
      HttpVersion: version,
      Origins: [{ Id: 'origin', DomainName: 'origin.example', ...origin }],
      DefaultCacheBehavior: {
        TargetOriginId: 'origin',
        ViewerProtocolPolicy: 'https-only',
        OriginRequestPolicyId: policy,
      },
      ...rest,
    },
  });

  test('AWS::CloudFront::Distribution', () => {
    const least = distribution(
      'http2',
      {
        CustomOriginConfig: {
          OriginProtocolPolicy: 'https-only',
          IpAddressType: 'ipv4',
          OriginSSLProtocols: ['TLSv1.2'],
        },
        OriginShield: { Enabled: false },
      },
      {
        IPV6Enabled: false,
        PriceClass: 'PriceClass_All',
        ViewerCertificate: { SslSupportMethod: 'sni-only' },
      },
      '216adef6-5c7f-47e4-b989-5492eafa07d3',
    );
    expect(inert('AWS::CloudFront::Distribution', least)).toEqual([]);
    const most = distribution(
      'http1.1',
      {
        CustomOriginConfig: {
          OriginProtocolPolicy: 'https-only',
          IpAddressType: 'dualstack',
          OriginSSLProtocols: ['TLSv1.2', 'TLSv1.1'],
        },
        OriginShield: { Enabled: true },
      },
      {
        IPV6Enabled: true,
        PriceClass: 'PriceClass_100',
        ViewerCertificate: { SslSupportMethod: 'vip' },
      },
      ALL_VIEWER_AND_CLOUDFRONT_HEADERS,
    );
    expect(inert('AWS::CloudFront::Distribution', most).toSorted()).toEqual([
      'DistributionConfig.DefaultCacheBehavior.OriginRequestPolicyId',
      'DistributionConfig.HttpVersion',
      'DistributionConfig.IPV6Enabled',
      'DistributionConfig.Origins.CustomOriginConfig.IpAddressType',
      'DistributionConfig.Origins.CustomOriginConfig.OriginSSLProtocols',
      'DistributionConfig.Origins.OriginShield.Enabled',
      'DistributionConfig.PriceClass',
      'DistributionConfig.ViewerCertificate.SslSupportMethod',
    ]);
  });

  test.each(['http3', 'http2and3'])('AWS::CloudFront::Distribution: %s', (version) => {
    expect(inert('AWS::CloudFront::Distribution', distribution(version, {}, {}, 'a'))).toEqual([
      'DistributionConfig.HttpVersion',
    ]);
  });
});
