import { describe, expect, test } from 'vitest';
import type { ResourceHandler } from '../kernel/resource.ts';
import {
  inertProperties,
  refusedProperties,
} from '../services/cloudformation/schema/handler-properties.ts';
import { checkedProperties } from './testing/checked-handler.ts';
import { findResourceHandler } from './registry.ts';

function handlerOf(type: string): ResourceHandler {
  const handler = findResourceHandler(type);
  if (handler === undefined) throw new Error(`no handler of ${type}`);
  return handler;
}

/** Paths of what `understudy status` lists as accepted without effect. */
function inert(type: string, properties: object): string[] {
  const checked = checkedProperties(type, properties);
  return inertProperties(handlerOf(type), checked).map(({ property }) => property);
}

function refused(type: string, properties: object): string[] {
  const checked = checkedProperties(type, properties);
  return refusedProperties(handlerOf(type), checked).map(({ path }) => path);
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

  const bucket = (rule: object, properties: object): object => ({
    ReplicationConfiguration: {
      Role: 'arn:aws:iam::111122223333:role/replication',
      Rules: [{ Status: 'Enabled', ...rule }],
    },
    ...properties,
  });

  test('AWS::S3::Bucket', () => {
    const destination = { Bucket: 'arn:aws:s3:::standby' };
    const time = { Minutes: 15 };
    const least = bucket(
      { Destination: { ...destination, Metrics: { Status: 'Disabled' } } },
      {
        AbacStatus: 'Disabled',
        AccelerateConfiguration: { AccelerationStatus: 'Suspended' },
      },
    );
    expect(inert('AWS::S3::Bucket', least)).toEqual([]);
    const most = bucket(
      {
        Destination: {
          ...destination,
          AccessControlTranslation: { Owner: 'Destination' },
          EncryptionConfiguration: { ReplicaKmsKeyID: 'key' },
          Metrics: { Status: 'Enabled', EventThreshold: time },
          ReplicationTime: { Status: 'Enabled', Time: time },
        },
        SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
      },
      {
        AbacStatus: 'Enabled',
        AccelerateConfiguration: { AccelerationStatus: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { BlockedEncryptionTypes: { EncryptionType: ['NONE'] } },
          ],
        },
      },
    );
    expect(inert('AWS::S3::Bucket', most).toSorted()).toEqual([
      'AbacStatus',
      'AccelerateConfiguration.AccelerationStatus',
      'BucketEncryption.ServerSideEncryptionConfiguration.BlockedEncryptionTypes.EncryptionType',
      'ReplicationConfiguration.Rules.Destination.AccessControlTranslation',
      'ReplicationConfiguration.Rules.Destination.EncryptionConfiguration',
      'ReplicationConfiguration.Rules.Destination.Metrics.Status',
      'ReplicationConfiguration.Rules.Destination.ReplicationTime.Status',
      'ReplicationConfiguration.Rules.SourceSelectionCriteria.SseKmsEncryptedObjects',
    ]);
  });
});

describe('a value is refused only where it asks for what is not done here', () => {
  test.each([
    ['AccessControl', 'Private', 'PublicRead'],
    ['BucketNamespace', 'global', 'account-regional'],
    ['ObjectLockEnabled', false, true],
  ])('AWS::S3::Bucket: %s %s, and not %s', (name, done, asked) => {
    expect(refused('AWS::S3::Bucket', { [name]: done })).toEqual([]);
    expect(refused('AWS::S3::Bucket', { [name]: asked })).toEqual([`#/${name}`]);
  });

  test('AWS::CertificateManager::Certificate: an export', () => {
    const certificate = (CertificateExport: string): object => ({
      DomainName: 'ticketing.pw',
      ValidationMethod: 'DNS',
      CertificateExport,
    });
    const type = 'AWS::CertificateManager::Certificate';
    expect(refused(type, certificate('DISABLED'))).toEqual([]);
    expect(refused(type, certificate('ENABLED'))).toEqual(['#/CertificateExport']);
  });
});
