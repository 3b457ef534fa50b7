import type {
  CacheBehavior as CacheBehaviorShape,
  CachePolicyConfig,
  DefaultCacheBehavior,
  DistributionConfig,
  Origin as OriginShape,
  OriginAccessControlConfig,
  OriginRequestPolicyConfig,
  ResponseHeadersPolicyConfig,
} from '@aws-sdk/client-cloudfront';
import type {
  CacheBehavior,
  CertificateMaterial,
  Distribution,
  Origin,
  SigningKey,
} from '@understudy/contract';
import { legacyPolicies } from './legacy-settings.ts';
import { cachePolicyDocument, originRequestPolicyDocument } from '../policies/policy-documents.ts';
import { responseHeaders } from '../policies/response-headers.ts';
import { certificateArn } from './viewer-certificate.ts';

/** CloudFront's defaults (API reference, "Origin" and "CustomOriginConfig"). */
const CONNECTION_ATTEMPTS = 3;
const CONNECTION_TIMEOUT_SECONDS = 10;
const READ_TIMEOUT_SECONDS = 30;
const KEEPALIVE_SECONDS = 5;
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html */
const ERROR_CACHING_SECONDS = 10;

/** What a distribution refers to by id. */
export interface References {
  certificate(arn: string): CertificateMaterial | undefined;
  cachePolicy(id: string): CachePolicyConfig | undefined;
  originRequestPolicy(id: string): OriginRequestPolicyConfig | undefined;
  responseHeadersPolicy(id: string): ResponseHeadersPolicyConfig | undefined;
  originAccessControl(id: string): OriginAccessControlConfig | undefined;
}

/** The distribution as the edge gets it: every reference resolved, every default filled in. */
export function distributionDocument(
  record: {
    id: string;
    arn: string;
    domainName: string;
    config: DistributionConfig;
    signingKey: SigningKey;
  },
  references: References,
): Distribution {
  const { config } = record;
  const arn = certificateArn(config);
  const certificate = arn === undefined ? undefined : references.certificate(arn);
  return {
    id: record.id,
    arn: record.arn,
    domainName: record.domainName,
    aliases: (config.Aliases?.Items ?? []).map((alias) => alias.toLowerCase()),
    enabled: config.Enabled ?? false,
    http2: (config.HttpVersion ?? 'http2').startsWith('http2'),
    defaultRootObject: config.DefaultRootObject ?? '',
    ...(certificate === undefined ? {} : { certificate }),
    origins: (config.Origins?.Items ?? []).map((origin) => originDocument(origin, references)),
    originGroups: (config.OriginGroups?.Items ?? []).map((group) => ({
      id: group.Id ?? '',
      statusCodes: [...(group.FailoverCriteria?.StatusCodes?.Items ?? [])],
      primaryOriginId: group.Members?.Items?.[0]?.OriginId ?? '',
      secondaryOriginId: group.Members?.Items?.[1]?.OriginId ?? '',
    })),
    defaultBehavior: behaviorDocument(config.DefaultCacheBehavior, undefined, references),
    behaviors: (config.CacheBehaviors?.Items ?? []).map((behavior) =>
      behaviorDocument(behavior, behavior.PathPattern, references),
    ),
    customErrorResponses: (config.CustomErrorResponses?.Items ?? []).map((response) => ({
      errorCode: response.ErrorCode ?? 0,
      responsePagePath: response.ResponsePagePath ?? '',
      responseCode: Number(response.ResponseCode || response.ErrorCode),
      errorCachingMinTtlSeconds: response.ErrorCachingMinTTL ?? ERROR_CACHING_SECONDS,
    })),
    signingKey: record.signingKey,
  };
}

function originDocument(origin: OriginShape, references: References): Origin {
  const custom = origin.CustomOriginConfig;
  return {
    id: origin.Id ?? '',
    domainName: (origin.DomainName ?? '').toLowerCase(),
    originPath: origin.OriginPath ?? '',
    customHeaders: (origin.CustomHeaders?.Items ?? []).map((header) => ({
      name: header.HeaderName ?? '',
      value: header.HeaderValue ?? '',
    })),
    connectionAttempts: origin.ConnectionAttempts ?? CONNECTION_ATTEMPTS,
    connectionTimeoutSeconds: origin.ConnectionTimeout ?? CONNECTION_TIMEOUT_SECONDS,
    target:
      custom === undefined
        ? s3Target(origin, references)
        : {
            kind: 'custom',
            httpPort: custom.HTTPPort ?? 80,
            httpsPort: custom.HTTPSPort ?? 443,
            protocolPolicy: custom.OriginProtocolPolicy ?? 'match-viewer',
            readTimeoutSeconds: custom.OriginReadTimeout ?? READ_TIMEOUT_SECONDS,
            keepaliveTimeoutSeconds: custom.OriginKeepaliveTimeout ?? KEEPALIVE_SECONDS,
          },
  };
}

function s3Target(origin: OriginShape, references: References): Origin['target'] {
  const id = origin.OriginAccessControlId;
  const control = id ? references.originAccessControl(id) : undefined;
  return control === undefined
    ? { kind: 's3' }
    : {
        kind: 's3',
        originAccessControl: { signingBehavior: signingBehavior(control) },
      };
}

/** `always-amz-auth` never gets here: it is refused when the control is made. */
function signingBehavior(control: OriginAccessControlConfig): 'always' | 'never' | 'no-override' {
  const behavior = control.SigningBehavior;
  return behavior === 'never' || behavior === 'no-override' ? behavior : 'always';
}

function behaviorDocument(
  behavior: DefaultCacheBehavior | CacheBehaviorShape | undefined,
  pathPattern: string | undefined,
  references: References,
): CacheBehavior {
  const cachePolicy = references.cachePolicy(behavior?.CachePolicyId ?? '');
  const forward = references.originRequestPolicy(behavior?.OriginRequestPolicyId ?? '');
  const headers = references.responseHeadersPolicy(behavior?.ResponseHeadersPolicyId ?? '');
  return {
    ...(pathPattern === undefined ? {} : { pathPattern }),
    targetOriginId: behavior?.TargetOriginId ?? '',
    viewerProtocolPolicy: behavior?.ViewerProtocolPolicy ?? 'allow-all',
    allowedMethods: [...(behavior?.AllowedMethods?.Items ?? ['GET', 'HEAD'])],
    cachedMethods: [...(behavior?.AllowedMethods?.CachedMethods?.Items ?? ['GET', 'HEAD'])],
    compress: behavior?.Compress ?? false,
    ...(cachePolicy === undefined
      ? legacyPolicies(behavior ?? {})
      : { cachePolicy: cachePolicyDocument(cachePolicy) }),
    ...(forward === undefined ? {} : { originRequestPolicy: originRequestPolicyDocument(forward) }),
    responseHeaders: headers === undefined ? [] : responseHeaders(headers),
  };
}
