import { z } from 'zod';
import { certificateMaterialSchema, signingKeySchema } from './common.ts';

const itemsSchema = z.object({
  behavior: z.enum(['none', 'whitelist', 'allExcept', 'all']),
  items: z.array(z.string()),
});

export const cachePolicySchema = z.object({
  minTtlSeconds: z.number(),
  defaultTtlSeconds: z.number(),
  maxTtlSeconds: z.number(),
  headers: itemsSchema,
  cookies: itemsSchema,
  queryStrings: itemsSchema,
  enableGzip: z.boolean(),
  enableBrotli: z.boolean(),
});
export type CachePolicy = z.infer<typeof cachePolicySchema>;

/**
 * `headers` with behavior `all` is allViewer; `allExcept` names what is withheld (Host in the
 * managed one).
 */
export const originRequestPolicySchema = z.object({
  headers: itemsSchema,
  /** Lower case; forwarded as well where the answers to the request's method are not cached. */
  headersOfUncachedMethods: z.array(z.string()).optional(),
  cookies: itemsSchema,
  queryStrings: itemsSchema,
});
export type OriginRequestPolicy = z.infer<typeof originRequestPolicySchema>;

export const cacheBehaviorSchema = z.object({
  /** Absent on the default behavior. `*` and `?` as CloudFront has them. */
  pathPattern: z.string().optional(),
  /** An origin's id, or an origin group's. */
  targetOriginId: z.string(),
  viewerProtocolPolicy: z.enum(['allow-all', 'https-only', 'redirect-to-https']),
  allowedMethods: z.array(z.string()),
  cachedMethods: z.array(z.string()),
  compress: z.boolean(),
  cachePolicy: cachePolicySchema,
  originRequestPolicy: originRequestPolicySchema.optional(),
  /** Headers added to every answer (a response headers policy, resolved). */
  responseHeaders: z.array(
    z.object({ name: z.string(), value: z.string(), override: z.boolean() }),
  ),
});
export type CacheBehavior = z.infer<typeof cacheBehaviorSchema>;

export const originSchema = z.object({
  id: z.string(),
  domainName: z.string(),
  /** Empty, or with a leading and no trailing slash. */
  originPath: z.string(),
  customHeaders: z.array(z.object({ name: z.string(), value: z.string() })),
  connectionAttempts: z.number().int().min(1).max(3),
  connectionTimeoutSeconds: z.number().min(1).max(10),
  target: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('s3'),
      /**
       * With origin access control: sign as `cloudfront.amazonaws.com` with the distribution's key.
       */
      originAccessControl: z
        .object({ signingBehavior: z.enum(['always', 'never', 'no-override']) })
        .optional(),
    }),
    z.object({
      kind: z.literal('custom'),
      httpPort: z.number().int(),
      httpsPort: z.number().int(),
      protocolPolicy: z.enum(['http-only', 'https-only', 'match-viewer']),
      readTimeoutSeconds: z.number(),
      keepaliveTimeoutSeconds: z.number(),
    }),
  ]),
});
export type Origin = z.infer<typeof originSchema>;

export const distributionSchema = z.object({
  id: z.string(),
  arn: z.string(),
  /** `d….cloudfront.net`, no final dot. */
  domainName: z.string(),
  aliases: z.array(z.string()),
  enabled: z.boolean(),
  http2: z.boolean(),
  /** Without the leading slash; empty when there is none. */
  defaultRootObject: z.string(),
  /** Absent: the default `*.cloudfront.net` certificate. */
  certificate: certificateMaterialSchema.optional(),
  origins: z.array(originSchema),
  originGroups: z.array(
    z.object({
      id: z.string(),
      statusCodes: z.array(z.number()),
      primaryOriginId: z.string(),
      secondaryOriginId: z.string(),
    }),
  ),
  defaultBehavior: cacheBehaviorSchema,
  /** In order of precedence. */
  behaviors: z.array(cacheBehaviorSchema),
  customErrorResponses: z.array(
    z.object({
      errorCode: z.number(),
      responsePagePath: z.string(),
      responseCode: z.number(),
      errorCachingMinTtlSeconds: z.number(),
    }),
  ),
  /** Signs origin requests under origin access control. */
  signingKey: signingKeySchema,
});
export type Distribution = z.infer<typeof distributionSchema>;
