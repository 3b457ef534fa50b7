import type { ResourceHandler } from '../../kernel/resource.ts';

type Support = ResourceHandler['properties'];

const NO_FUNCTIONS = { refused: 'the local edge runs no functions' } as const;
const NO_SIGNED_URLS = {
  refused: 'the local edge does not check signed URLs and cookies',
} as const;

/** Members of a cache behavior that are not simply done; SmoothStreaming and gRPC are refused when they are on. */
const BEHAVIOR: Support = {
  FieldLevelEncryptionId: { refused: 'the local edge does not encrypt fields' },
  FunctionAssociations: NO_FUNCTIONS,
  LambdaFunctionAssociations: NO_FUNCTIONS,
  RealtimeLogConfigArn: { inert: 'on AWS, requests would be logged to Kinesis as they happen' },
  TrustedKeyGroups: NO_SIGNED_URLS,
  TrustedSigners: NO_SIGNED_URLS,
};

/** Members of an origin that are not simply done. */
const ORIGIN: Support = {
  'CustomOriginConfig.IpAddressType': { inert: 'on AWS, IPv6 origins; here every origin is IPv4' },
  'CustomOriginConfig.OriginMtlsConfig': { refused: 'the local edge has no client certificates' },
  'CustomOriginConfig.OriginSSLProtocols': {
    inert: 'on AWS, the TLS versions spoken to the origin; here TLS 1.2 or newer always',
  },
  OriginShield: { inert: 'on AWS, a further layer of cache in front of the origin' },
  ResponseCompletionTimeout: { inert: 'on AWS, the longest that a whole response may take' },
  'S3OriginConfig.OriginReadTimeout': { inert: 'on AWS, the wait for an answer of S3' },
  VpcOriginConfig: { refused: 'the local edge reaches public origins only' },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-distribution.html */
export const DISTRIBUTION_PROPERTIES: Support = {
  DistributionConfig: 'works',
  Tags: 'works',
  ...below('DistributionConfig', {
    AnycastIpListId: { refused: 'the local edge has the addresses of its own plan' },
    CNAMEs: { refused: 'legacy: use Aliases' },
    CacheTagConfig: { refused: 'the local edge does not invalidate by tag' },
    ConnectionFunctionAssociation: NO_FUNCTIONS,
    ContinuousDeploymentPolicyId: { refused: 'the local edge has no staging distributions' },
    CustomOrigin: { refused: 'legacy: use Origins' },
    IPV6Enabled: { inert: 'on AWS, IPv6 addresses for viewers; here every address is IPv4' },
    Logging: { inert: 'on AWS, access logs in a bucket' },
    PriceClass: { inert: 'on AWS, which edge locations serve; here all of them do' },
    S3Origin: { refused: 'legacy: use Origins' },
    TenantConfig: { refused: 'the local edge has no distribution tenants' },
    ViewerMtlsConfig: { refused: 'the local edge asks viewers for no certificates' },
    WebACLId: { refused: 'the local edge has no web application firewall' },
    'ViewerCertificate.IamCertificateId': { refused: 'the local edge takes certificates of ACM' },
    'ViewerCertificate.MinimumProtocolVersion': {
      inert: 'on AWS, the oldest TLS version that viewers may speak; here TLS 1.2',
    },
    ...below('DefaultCacheBehavior', BEHAVIOR),
    ...below('CacheBehaviors', BEHAVIOR),
    ...below('Origins', ORIGIN),
    'OriginGroups.Items.SelectionCriteria': {
      inert: 'on AWS, media quality could choose the origin; here the primary is tried first',
    },
  }),
};

function below(parent: string, members: Support): Support {
  return Object.fromEntries(
    Object.entries(members).map(([name, support]) => [`${parent}.${name}`, support]),
  );
}
