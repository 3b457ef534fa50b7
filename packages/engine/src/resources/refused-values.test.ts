import { expect, test } from 'vitest';
import { refusedProperties } from '../services/cloudformation/schema/handler-properties.ts';
import { findResourceHandler } from './registry.ts';

/** Paths of what a template cannot ask for, with values that AWS takes. */
function refused(type: string, properties: Record<string, unknown>): string[] {
  const handler = findResourceHandler(type);
  if (handler === undefined) throw new Error(`no handler of ${type}`);
  return refusedProperties(handler, properties).map(({ path }) => path);
}

const STICKY = { ForwardConfig: { TargetGroupStickinessConfig: { Enabled: true } } };
const pairs = (attributes: object): object[] =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value: String(Value) }));

test.each<[string, Record<string, unknown>, string[]]>([
  [
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    { TargetType: 'ip', Protocol: 'TCP', ProtocolVersion: 'GRPC', IpAddressType: 'ipv6' },
    ['#/TargetType', '#/Protocol', '#/ProtocolVersion', '#/IpAddressType'],
  ],
  [
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    {
      TargetGroupAttributes: pairs({
        'load_balancing.algorithm.anomaly_mitigation': 'on',
        'stickiness.enabled': true,
      }),
    },
    ['#/TargetGroupAttributes'],
  ],
  [
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    {
      Type: 'network',
      IpAddressType: 'dualstack',
      LoadBalancerAttributes: pairs({
        'connection_logs.s3.enabled': true,
        'routing.http2.enabled': false,
      }),
    },
    ['#/Type', '#/IpAddressType', '#/LoadBalancerAttributes'],
  ],
  [
    'AWS::ElasticLoadBalancingV2::Listener',
    { Protocol: 'TLS', DefaultActions: [{ Type: 'forward', ...STICKY }] },
    ['#/Protocol', '#/DefaultActions/ForwardConfig/TargetGroupStickinessConfig/Enabled'],
  ],
  [
    'AWS::ElasticLoadBalancingV2::ListenerRule',
    { Actions: [{ Type: 'forward' }, { Type: 'authenticate-oidc' }] },
    ['#/Actions/Type'],
  ],
  ['AWS::AutoScaling::ScalingPolicy', { PolicyType: 'TargetTrackingScaling' }, ['#/PolicyType']],
  [
    'AWS::AutoScaling::AutoScalingGroup',
    { TerminationPolicies: ['Default', 'OldestInstance'], HealthCheckType: 'EBS' },
    ['#/TerminationPolicies', '#/HealthCheckType'],
  ],
  ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface' }, ['#/VpcEndpointType']],
  [
    'AWS::EC2::LaunchTemplate',
    { LaunchTemplateData: { ImageId: 'resolve:ssm:/ami' } },
    ['#/LaunchTemplateData/ImageId'],
  ],
  [
    'AWS::CertificateManager::Certificate',
    { ValidationMethod: 'EMAIL', KeyAlgorithm: 'EC_secp384r1' },
    ['#/ValidationMethod', '#/KeyAlgorithm'],
  ],
  ['AWS::CertificateManager::Certificate', { DomainName: 'a.test' }, ['#/ValidationMethod']],
  [
    'AWS::Route53::HealthCheck',
    { HealthCheckConfig: { Type: 'RECOVERY_CONTROL', IPAddress: '2001:db8::1' } },
    ['#/HealthCheckConfig/Type', '#/HealthCheckConfig/IPAddress'],
  ],
  [
    'AWS::Route53::RecordSet',
    { Type: 'A', AliasTarget: { DNSName: 'x.execute-api.us-east-1.amazonaws.com' } },
    ['#/AliasTarget/DNSName'],
  ],
  [
    'AWS::Route53::RecordSetGroup',
    { RecordSets: [{ AliasTarget: { DNSName: 'x.execute-api.us-east-1.amazonaws.com' } }] },
    ['#/RecordSets/AliasTarget/DNSName'],
  ],
  [
    'AWS::CloudFront::Distribution',
    {
      DistributionConfig: {
        Staging: true,
        Restrictions: { GeoRestriction: { RestrictionType: 'whitelist' } },
        DefaultCacheBehavior: { SmoothStreaming: true, GrpcConfig: { Enabled: true } },
        Origins: [{ S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/x' } }],
      },
    },
    [
      '#/DistributionConfig/Staging',
      '#/DistributionConfig/Restrictions/GeoRestriction/RestrictionType',
      '#/DistributionConfig/DefaultCacheBehavior/SmoothStreaming',
      '#/DistributionConfig/DefaultCacheBehavior/GrpcConfig/Enabled',
      '#/DistributionConfig/Origins/S3OriginConfig/OriginAccessIdentity',
    ],
  ],
  [
    'AWS::CloudFront::OriginAccessControl',
    {
      OriginAccessControlConfig: {
        OriginAccessControlOriginType: 'lambda',
        SigningBehavior: 'always-amz-auth',
      },
    },
    [
      '#/OriginAccessControlConfig/OriginAccessControlOriginType',
      '#/OriginAccessControlConfig/SigningBehavior',
    ],
  ],
  [
    'AWS::CloudFront::OriginRequestPolicy',
    { OriginRequestPolicyConfig: { HeadersConfig: { Headers: ['CloudFront-Viewer-Country'] } } },
    ['#/OriginRequestPolicyConfig/HeadersConfig/Headers'],
  ],
  [
    'AWS::CloudFront::ResponseHeadersPolicy',
    {
      ResponseHeadersPolicyConfig: {
        ServerTimingHeadersConfig: { Enabled: true },
        CorsConfig: { AccessControlAllowOrigins: { Items: ['https://a.test'] } },
      },
    },
    [
      '#/ResponseHeadersPolicyConfig/ServerTimingHeadersConfig/Enabled',
      '#/ResponseHeadersPolicyConfig/CorsConfig/AccessControlAllowOrigins/Items',
    ],
  ],
])('%s %j: what is not done is told before anything is made', (type, properties, paths) => {
  expect(refused(type, properties)).toEqual(paths);
});

test.each<[string, Record<string, unknown>]>([
  [
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    { TargetType: 'instance', Protocol: 'HTTP', ProtocolVersion: 'HTTP1' },
  ],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'application', IpAddressType: 'ipv4' }],
  ['AWS::CertificateManager::Certificate', { ValidationMethod: 'DNS', KeyAlgorithm: 'RSA_2048' }],
  ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' }],
  ['AWS::Route53::HealthCheck', { HealthCheckConfig: { Type: 'TCP', IPAddress: '192.0.2.1' } }],
  ['AWS::Route53::RecordSet', { AliasTarget: { DNSName: 'web-1.us-east-1.elb.amazonaws.com' } }],
  ['AWS::EC2::LaunchTemplate', { LaunchTemplateData: { ImageId: 'ami-1' } }],
])('%s %j is done', (type, properties) => {
  expect(refused(type, properties)).toEqual([]);
});
