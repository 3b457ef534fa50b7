import type { CachePolicyConfig } from '@aws-sdk/client-cloudfront';

const YEAR_SECONDS = 31_536_000;
const DAY_SECONDS = 86_400;

interface Row {
  name: string;
  ttlSeconds: readonly [min: number, standard: number, max: number];
  headers?: readonly string[];
  cookies?: 'all';
  queryStrings?: 'all' | readonly string[];
  /** Gzip and Brotli go together, but for the two policies that take neither. */
  compressed: boolean;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const ROWS: Readonly<Record<string, Row>> = {
  '2e54312d-136d-493c-8eb9-b001f22f67d2': {
    name: 'Managed-Amplify',
    ttlSeconds: [2, 2, 600],
    headers: ['Authorization', 'CloudFront-Viewer-Country', 'Host'],
    cookies: 'all',
    queryStrings: 'all',
    compressed: true,
  },
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': {
    name: 'Managed-CachingDisabled',
    ttlSeconds: [0, 0, 0],
    compressed: false,
  },
  '658327ea-f89d-4fab-a63d-7e88639e58f6': {
    name: 'Managed-CachingOptimized',
    ttlSeconds: [1, DAY_SECONDS, YEAR_SECONDS],
    compressed: true,
  },
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': {
    name: 'Managed-CachingOptimizedForUncompressedObjects',
    ttlSeconds: [1, DAY_SECONDS, YEAR_SECONDS],
    compressed: false,
  },
  '08627262-05a9-4f76-9ded-b50ca2e3a84f': {
    name: 'Managed-Elemental-MediaPackage',
    ttlSeconds: [0, DAY_SECONDS, YEAR_SECONDS],
    headers: ['Origin'],
    queryStrings: ['aws.manifestfilter', 'start', 'end', 'm'],
    compressed: true,
  },
  '83da9c7e-98b4-4e11-a168-04f0df8e2c65': {
    name: 'Managed-UseOriginCacheControlHeaders',
    ttlSeconds: [0, 0, YEAR_SECONDS],
    headers: ['Host', 'Origin', 'X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'],
    cookies: 'all',
    compressed: true,
  },
  '4cc15a8a-d715-48a4-82b8-cc0b614638fe': {
    name: 'Managed-UseOriginCacheControlHeaders-QueryStrings',
    ttlSeconds: [0, 0, YEAR_SECONDS],
    headers: ['Host', 'Origin', 'X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'],
    cookies: 'all',
    queryStrings: 'all',
    compressed: true,
  },
};

export const MANAGED_CACHE_POLICIES: ReadonlyMap<string, CachePolicyConfig> = new Map(
  Object.entries(ROWS).map(([id, row]) => [id, toConfig(row)]),
);

function toConfig(row: Row): CachePolicyConfig {
  const [MinTTL, DefaultTTL, MaxTTL] = row.ttlSeconds;
  const listed = typeof row.queryStrings === 'object' ? [...row.queryStrings] : undefined;
  return {
    Name: row.name,
    MinTTL,
    DefaultTTL,
    MaxTTL,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: row.compressed,
      EnableAcceptEncodingBrotli: row.compressed,
      HeadersConfig:
        row.headers === undefined
          ? { HeaderBehavior: 'none' }
          : {
              HeaderBehavior: 'whitelist',
              Headers: { Quantity: row.headers.length, Items: [...row.headers] },
            },
      CookiesConfig: { CookieBehavior: row.cookies ?? 'none' },
      QueryStringsConfig:
        listed === undefined
          ? { QueryStringBehavior: row.queryStrings === 'all' ? 'all' : 'none' }
          : {
              QueryStringBehavior: 'whitelist',
              QueryStrings: { Quantity: listed.length, Items: listed },
            },
    },
  };
}
