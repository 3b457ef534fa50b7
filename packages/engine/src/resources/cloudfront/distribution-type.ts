import { butFor } from '../../kernel/support.ts';
import { below } from '../below.ts';
import { resourceType } from '../resource-type.ts';

const NO_FUNCTIONS = { refused: 'the local edge runs no functions' };
const NO_SIGNED_URLS = { refused: 'the local edge does not check signed URLs and cookies' };
const NO_HTTP3 = { inert: 'on AWS, viewers may speak HTTP/3; here none does' };
const FEWER_LOCATIONS = { inert: 'on AWS, which edge locations serve; here all of them do' };
const OWN_ADDRESSES = { inert: 'on AWS, addresses for viewers without SNI; here all need it' };
const NO_IPV6 = { inert: 'on AWS, IPv6 origins; here every origin is IPv4' };
const OLD_TLS = { inert: 'on AWS, spoken to the origin too; here TLS 1.2 or newer always' };
const NO_STAGING = { refused: 'the local edge has no staging distributions' };
const NO_TENANTS = { refused: 'the local edge has no distribution tenants' };
/** The managed policy AllViewerAndCloudFrontHeaders-2022-06. */
const ALL_VIEWER_AND_CLOUDFRONT_HEADERS = '33f36d7e-f396-46d9-90e0-52428a34d9dc';
const NO_OWN_HEADERS = { inert: "on AWS, with CloudFront's headers; here with the viewer's only" };

/** Members of a cache behavior that are not simply done. */
const BEHAVIOR = {
  FieldLevelEncryptionId: { refused: 'the local edge does not encrypt fields' },
  FunctionAssociations: NO_FUNCTIONS,
  'GrpcConfig.Enabled': butFor(['true'], { refused: 'the local edge does not do gRPC' }),
  LambdaFunctionAssociations: NO_FUNCTIONS,
  OriginRequestPolicyId: { except: { [ALL_VIEWER_AND_CLOUDFRONT_HEADERS]: NO_OWN_HEADERS } },
  SmoothStreaming: butFor(['true'], { refused: 'the local edge does not do Smooth Streaming' }),
  RealtimeLogConfigArn: { inert: 'on AWS, requests would be logged to Kinesis as they happen' },
  TrustedKeyGroups: NO_SIGNED_URLS,
  TrustedSigners: NO_SIGNED_URLS,
};

/** Members of an origin that are not simply done. */
const ORIGIN = {
  ...below('CustomOriginConfig', {
    IpAddressType: { except: { ipv6: NO_IPV6, dualstack: NO_IPV6 } },
    OriginMtlsConfig: { refused: 'the local edge has no client certificates' },
    OriginSSLProtocols: { except: { SSLv3: OLD_TLS, TLSv1: OLD_TLS, 'TLSv1.1': OLD_TLS } },
  }),
  'OriginShield.Enabled': {
    except: { true: { inert: 'on AWS, a further layer of cache in front of the origin' } },
  },
  ResponseCompletionTimeout: { inert: 'on AWS, the longest that a whole response may take' },
  'S3OriginConfig.OriginReadTimeout': { inert: 'on AWS, the wait for an answer of S3' },
  VpcOriginConfig: { refused: 'the local edge reaches public origins only' },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-distribution.html */
export const distributionType = resourceType('AWS::CloudFront::Distribution', {
  DistributionConfig: 'works',
  Tags: 'works',
  ...below('DistributionConfig', {
    AnycastIpListId: { refused: 'the local edge has the addresses of its own plan' },
    CNAMEs: { refused: 'legacy: use Aliases' },
    CacheTagConfig: { refused: 'the local edge does not invalidate by tag' },
    ConnectionFunctionAssociation: NO_FUNCTIONS,
    ConnectionMode: butFor(['tenant-only'], NO_TENANTS),
    ContinuousDeploymentPolicyId: NO_STAGING,
    CustomOrigin: { refused: 'legacy: use Origins' },
    HttpVersion: {
      except: {
        'http1.1': { inert: 'on AWS, no viewer could use HTTP/2; here it is offered to all' },
        http2and3: NO_HTTP3,
        http3: NO_HTTP3,
      },
    },
    IPV6Enabled: {
      except: { true: { inert: 'on AWS, IPv6 addresses for viewers; here every address is IPv4' } },
    },
    Logging: { inert: 'on AWS, access logs in a bucket' },
    PriceClass: { except: { PriceClass_100: FEWER_LOCATIONS, PriceClass_200: FEWER_LOCATIONS } },
    'Restrictions.GeoRestriction.RestrictionType': butFor(['blacklist', 'whitelist'], {
      refused: 'the local edge does not know where viewers are',
    }),
    S3Origin: { refused: 'legacy: use Origins' },
    Staging: butFor(['true'], NO_STAGING),
    TenantConfig: NO_TENANTS,
    ViewerMtlsConfig: { refused: 'the local edge asks viewers for no certificates' },
    WebACLId: { refused: 'the local edge has no web application firewall' },
    ...below('ViewerCertificate', {
      IamCertificateId: { refused: 'the local edge takes certificates of ACM' },
      MinimumProtocolVersion: {
        inert: 'on AWS, the oldest TLS version that viewers may speak; here TLS 1.2',
      },
      SslSupportMethod: { except: { vip: OWN_ADDRESSES, 'static-ip': OWN_ADDRESSES } },
    }),
    ...below('DefaultCacheBehavior', BEHAVIOR),
    ...below('CacheBehaviors', BEHAVIOR),
    ...below('Origins', ORIGIN),
    'OriginGroups.Items.SelectionCriteria': {
      except: {
        'media-quality-based': {
          inert: 'on AWS, media quality could choose the origin; here the primary is tried first',
        },
      },
    },
  }),
});
