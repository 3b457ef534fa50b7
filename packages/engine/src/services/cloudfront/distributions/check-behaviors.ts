import type {
  CacheBehavior,
  DefaultCacheBehavior,
  DistributionConfig,
} from '@aws-sdk/client-cloudfront';
import { fail } from '../../../kernel/fail.ts';
import { failInvalid, failNotFound } from '../errors.ts';
import { checkForwardedHeaders } from './legacy-settings.ts';
import { failNoSuchOrigin } from './check-origins.ts';
import { refuseCloudFrontHeaders } from '../policies/policy-documents.ts';
import { behaviorsOf } from './unsupported.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const BEHAVIORS_MAX = 75;
const METHOD_SETS = ['GET,HEAD', 'GET,HEAD,OPTIONS', 'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'];
const WRITING_METHODS: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE'];
const CACHED_METHOD_SETS = METHOD_SETS.slice(0, 2);
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html */
const ERROR_CODES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

export interface PolicyFinder {
  cachePolicyExists(id: string): boolean;
  originRequestPolicyExists(id: string): boolean;
  responseHeadersPolicyExists(id: string): boolean;
}

/** Throws what CloudFront answers to cache behaviors it does not take. */
export function checkBehaviors(config: DistributionConfig, finder: PolicyFinder): void {
  const targets = new Set(
    [...(config.Origins?.Items ?? []), ...(config.OriginGroups?.Items ?? [])].map(({ Id }) => Id),
  );
  const groups = new Set((config.OriginGroups?.Items ?? []).map(({ Id }) => Id));
  const patterns = (config.CacheBehaviors?.Items ?? []).map((behavior) => behavior.PathPattern);
  if (patterns.length > BEHAVIORS_MAX)
    fail(
      'TooManyCacheBehaviors',
      `You cannot create more cache behaviors for the distribution than ${BEHAVIORS_MAX}.`,
    );
  if (patterns.some((pattern) => !pattern) || new Set(patterns).size !== patterns.length)
    failInvalid('The parameter PathPattern must be present and unique.');
  for (const behavior of behaviorsOf(config)) {
    if (!targets.has(behavior.TargetOriginId)) failNoSuchOrigin();
    checkMethods(behavior);
    if (groups.has(behavior.TargetOriginId)) checkReadsOnly(behavior);
    checkCaching(behavior, finder);
  }
  checkErrorResponses(config);
}

function checkMethods(behavior: DefaultCacheBehavior | CacheBehavior): void {
  const allowed = behavior.AllowedMethods?.Items ?? ['GET', 'HEAD'];
  const cached = behavior.AllowedMethods?.CachedMethods?.Items ?? ['GET', 'HEAD'];
  if (!METHOD_SETS.includes(allowed.toSorted().join()))
    failInvalid(
      `The parameter AllowedMethods must be one of [${METHOD_SETS.join('], [')}]: ${allowed.join()}`,
    );
  if (!CACHED_METHOD_SETS.includes(cached.toSorted().join()))
    failInvalid(
      `The parameter CachedMethods must be one of [${CACHED_METHOD_SETS.join('], [')}]: ${cached.join()}`,
    );
  if (!cached.every((method) => allowed.includes(method)))
    failInvalid('The parameter CachedMethods contains a method that is not allowed.');
}

/**
 * A write may not be sent to two origins, one after the other; the words: aws/aws-cdk#32450.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
function checkReadsOnly({ AllowedMethods: allowed }: DefaultCacheBehavior | CacheBehavior): void {
  if ((allowed?.Items ?? []).some((method) => WRITING_METHODS.includes(method)))
    failInvalid(
      'The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group.',
    );
}

function checkCaching(behavior: DefaultCacheBehavior | CacheBehavior, finder: PolicyFinder): void {
  const policy = behavior.CachePolicyId;
  const legacy =
    behavior.ForwardedValues !== undefined ||
    [behavior.MinTTL, behavior.DefaultTTL, behavior.MaxTTL].some((ttl) => ttl !== undefined);
  if (policy && legacy)
    failInvalid(
      `The parameter ${behavior.ForwardedValues === undefined ? 'MinTTL' : 'ForwardedValues'} cannot be used when a cache policy is associated to the cache behavior.`,
    );
  if (!policy && behavior.ForwardedValues === undefined)
    failInvalid('The parameter ForwardedValues is required.');
  if (!policy && (behavior.OriginRequestPolicyId ?? '') !== '')
    failInvalid('The parameter OriginRequestPolicyId cannot be used without a cache policy.');
  if (policy && !finder.cachePolicyExists(policy))
    failNotFound('NoSuchCachePolicy', 'cache policy');
  const forward = behavior.OriginRequestPolicyId;
  if (forward && !finder.originRequestPolicyExists(forward))
    failNotFound('NoSuchOriginRequestPolicy', 'origin request policy');
  const answer = behavior.ResponseHeadersPolicyId;
  if (answer && !finder.responseHeadersPolicyExists(answer))
    failNotFound('NoSuchResponseHeadersPolicy', 'response headers policy');
  const forwarded = behavior.ForwardedValues?.Headers?.Items ?? [];
  checkForwardedHeaders(forwarded);
  refuseCloudFrontHeaders('ForwardedValues.Headers', forwarded);
}

function checkErrorResponses(config: DistributionConfig): void {
  for (const response of config.CustomErrorResponses?.Items ?? []) {
    if (!ERROR_CODES.includes(response.ErrorCode ?? 0))
      fail('InvalidErrorCode', `An invalid error code was specified: ${response.ErrorCode}`);
    if ((response.ResponsePagePath ?? '') !== '' && !response.ResponseCode)
      fail('InvalidResponseCode', 'A response code is required with a response page path.');
  }
}
