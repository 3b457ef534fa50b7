import type {
  CachePolicyConfig,
  DefaultCacheBehavior,
  DistributionConfig,
  Origin,
} from '@aws-sdk/client-cloudfront';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CertificateMaterial } from '@understudy/contract';
import { settlePromises } from '@understudy/contract/testing';
import { type TestDeps, testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { CloudFrontService } from './cloudfront-service.ts';

const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
const OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const request = testRequest();

let deps: TestDeps;
let cloudfront: CloudFrontService;
let users: (arn: string) => string[];
const material: CertificateMaterial = {
  arn: CERTIFICATE,
  domainNames: ['ticketing.pw', '*.ticketing.pw'],
  certificateChainPem: 'chain',
  privateKeyPem: 'key',
};

beforeEach(() => {
  deps = testDeps();
  cloudfront = new CloudFrontService(deps, {
    certificateMaterial: (arn, region) =>
      arn === CERTIFICATE && region === 'us-east-1' ? material : undefined,
    addUser: (finder) => void (users = finder),
  });
});

const custom: Origin = {
  Id: 'balancer',
  DomainName: 'lb-1.ap-northeast-2.elb.amazonaws.com',
  CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only' },
};
const bucket: Origin = {
  Id: 'bucket',
  DomainName: 'assets.s3.ap-northeast-2.amazonaws.com',
  S3OriginConfig: { OriginAccessIdentity: '' },
};
const behavior: DefaultCacheBehavior = {
  TargetOriginId: 'balancer',
  ViewerProtocolPolicy: 'redirect-to-https',
  CachePolicyId: DISABLED,
};
let references = 0;
function config(more: Partial<DistributionConfig> = {}): DistributionConfig {
  references += 1;
  return {
    CallerReference: `reference-${references}`,
    Comment: '',
    Enabled: true,
    Origins: { Quantity: 1, Items: [custom] },
    DefaultCacheBehavior: behavior,
    ...more,
  };
}
function aliased(...aliases: string[]): Partial<DistributionConfig> {
  return {
    Aliases: { Quantity: aliases.length, Items: aliases },
    ViewerCertificate: { ACMCertificateArn: CERTIFICATE, SSLSupportMethod: 'sni-only' },
  };
}
function create(more: Partial<DistributionConfig> = {}): { id: string; etag: string } {
  const result = cloudfront.operations.CreateDistribution(request, {
    DistributionConfig: config(more),
  });
  return { id: result.Distribution?.Id ?? '', etag: result.ETag ?? '' };
}
function call(operation: keyof CloudFrontService['operations'], input: object): unknown {
  return cloudfront.operations[operation](request, input as never);
}

describe('a distribution', () => {
  it('is given to the edge with every reference resolved', () => {
    const { OriginAccessControl: control } = cloudfront.operations.CreateOriginAccessControl(
      request,
      {
        OriginAccessControlConfig: {
          Name: 'oac',
          SigningProtocol: 'sigv4',
          SigningBehavior: 'always',
          OriginAccessControlOriginType: 's3',
        },
      },
    );
    create({
      ...aliased('WWW.ticketing.pw'),
      DefaultRootObject: 'index.html',
      Origins: { Quantity: 2, Items: [custom, { ...bucket, OriginAccessControlId: control?.Id }] },
      CacheBehaviors: {
        Quantity: 1,
        Items: [
          {
            ...behavior,
            PathPattern: '/static/*',
            TargetOriginId: 'bucket',
            CachePolicyId: OPTIMIZED,
            ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03',
          },
        ],
      },
    });
    const [document] = cloudfront.distributions();
    expect(document).toMatchObject({
      aliases: ['www.ticketing.pw'],
      enabled: true,
      http2: true,
      defaultRootObject: 'index.html',
      certificate: material,
      origins: [
        {
          id: 'balancer',
          connectionAttempts: 3,
          connectionTimeoutSeconds: 10,
          target: { kind: 'custom', protocolPolicy: 'http-only', readTimeoutSeconds: 30 },
        },
        {
          id: 'bucket',
          target: { kind: 's3', originAccessControl: { signingBehavior: 'always' } },
        },
      ],
      behaviors: [
        {
          pathPattern: '/static/*',
          targetOriginId: 'bucket',
          allowedMethods: ['GET', 'HEAD'],
          cachePolicy: { minTtlSeconds: 1, defaultTtlSeconds: 86_400, maxTtlSeconds: 31_536_000 },
        },
      ],
    });
    expect(document?.domainName).toMatch(/^d[a-z0-9]{13}\.cloudfront\.net$/);
    expect(document?.id).toMatch(/^E[A-Z0-9]{13}$/);
    expect(document?.behaviors[0]?.responseHeaders).toContainEqual({
      name: 'X-Content-Type-Options',
      value: 'nosniff',
      override: true,
    });
  });

  it('has a key of its own, for its own ARN, which is kept', () => {
    create();
    create();
    const keys = cloudfront.signingKeys();
    expect(new Set(keys.map((key) => key.secretAccessKey)).size).toBe(2);
    const arns = cloudfront.distributions().map((distribution) => distribution.arn);
    expect(keys.map(({ principal }) => principal)).toEqual(
      arns.map((sourceArn) => ({
        kind: 'service',
        service: 'cloudfront.amazonaws.com',
        sourceArn,
        sourceAccount: '111122223333',
      })),
    );
    const again = new CloudFrontService(deps, {
      certificateMaterial: () => undefined,
      addUser: () => undefined,
    });
    expect(again.signingKeys()).toEqual(keys);
  });

  it('is InProgress until every edge location has it', async () => {
    const settled = Promise.withResolvers<void>();
    deps.dataPlane.settled = () => settled.promise;
    const { id } = create();
    const status = (): unknown =>
      cloudfront.operations.GetDistribution(request, { Id: id }).Distribution?.Status;
    expect(status()).toBe('InProgress');
    settled.resolve();
    await settlePromises();
    expect(status()).toBe('Deployed');
  });

  it('is updated only with its current ETag, and deleted only when disabled', () => {
    const { id, etag } = create();
    const { GetDistribution, GetDistributionConfig, UpdateDistribution, DeleteDistribution } =
      cloudfront.operations;
    const before = GetDistributionConfig(request, { Id: id }).DistributionConfig;
    const disabled = { ...config(), ...before, Enabled: false };
    expect(() => UpdateDistribution(request, { Id: id, DistributionConfig: disabled })).toThrow(
      /If-Match/,
    );
    expect(() =>
      UpdateDistribution(request, { Id: id, DistributionConfig: disabled, IfMatch: 'E1' }),
    ).toThrow(/preconditions/);
    expect(() => DeleteDistribution(request, { Id: id, IfMatch: etag })).toThrow(
      /has not been disabled/,
    );
    const { ETag } = UpdateDistribution(request, {
      Id: id,
      DistributionConfig: disabled,
      IfMatch: etag,
    });
    expect(ETag).not.toBe(etag);
    DeleteDistribution(request, { Id: id, IfMatch: ETag });
    expect(() => GetDistribution(request, { Id: id })).toThrow(
      'The specified distribution does not exist.',
    );
    expect(cloudfront.distributions()).toEqual([]);
  });

  it('tells ACM which certificates it uses', () => {
    create(aliased('ticketing.pw'));
    expect(users(CERTIFICATE)).toEqual([cloudfront.distributions()[0]?.arn]);
    expect(users('other')).toEqual([]);
  });

  it('may have a wildcard that overlaps with an alias of another', () => {
    create(aliased('www.ticketing.pw'));
    expect(() => create(aliased('*.ticketing.pw'))).not.toThrow();
  });

  it('is made once for a caller reference', () => {
    const same = config();
    cloudfront.operations.CreateDistribution(request, { DistributionConfig: same });
    expect(() =>
      cloudfront.operations.CreateDistribution(request, { DistributionConfig: same }),
    ).toThrow(/associated with another distribution/);
  });

  const refused: [string, Partial<DistributionConfig>, RegExp][] = [
    [
      'an alias without a certificate',
      { Aliases: { Quantity: 1, Items: ['www.ticketing.pw'] } },
      /^InvalidViewerCertificate: To add an alternate domain name \(CNAME\) to a CloudFront distribution, you must attach a trusted certificate/,
    ],
    [
      'a certificate of another region',
      {
        ViewerCertificate: {
          ACMCertificateArn: CERTIFICATE.replace('us-east-1', 'ap-northeast-2'),
          SSLSupportMethod: 'sni-only',
        },
      },
      /^InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain\.$/,
    ],
    [
      'an alias that the certificate does not cover',
      aliased('a.b.ticketing.pw'),
      /^InvalidViewerCertificate: The certificate that is attached to your distribution doesn't cover the alternate domain name \(CNAME\) that you're trying to add\./,
    ],
    [
      'an origin that is not there',
      { DefaultCacheBehavior: { ...behavior, TargetOriginId: 'nope' } },
      /^NoSuchOrigin: One or more of your origins or origin groups do not exist\.$/,
    ],
    [
      'an S3 origin that is not a bucket',
      {
        Origins: {
          Quantity: 1,
          Items: [
            {
              ...custom,
              CustomOriginConfig: undefined,
              S3OriginConfig: { OriginAccessIdentity: '' },
            },
          ],
        },
      },
      /^InvalidArgument: The parameter Origin DomainName does not refer to a valid S3 bucket\.$/,
    ],
    [
      'an origin access control that is not there',
      {
        Origins: {
          Quantity: 1,
          Items: [{ ...bucket, Id: 'balancer', OriginAccessControlId: 'E1' }],
        },
      },
      /^NoSuchOriginAccessControl: /,
    ],
    [
      'a cache policy that is not there',
      { DefaultCacheBehavior: { ...behavior, CachePolicyId: 'nope' } },
      /^NoSuchCachePolicy: The specified cache policy does not exist\.$/,
    ],
    [
      'a cache policy beside forwarded values',
      {
        DefaultCacheBehavior: {
          ...behavior,
          ForwardedValues: { QueryString: false, Cookies: { Forward: 'none' } },
        },
      },
      /^InvalidArgument: The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior\.$/,
    ],
    [
      'neither of them',
      { DefaultCacheBehavior: { ...behavior, CachePolicyId: undefined } },
      /ForwardedValues is required/,
    ],
    [
      'methods that do not belong together',
      {
        DefaultCacheBehavior: {
          ...behavior,
          AllowedMethods: { Quantity: 2, Items: ['GET', 'POST'] },
        },
      },
      /AllowedMethods must be one of/,
    ],
    [
      'writing methods behind an origin group',
      {
        Origins: { Quantity: 2, Items: [custom, { ...custom, Id: 'other' }] },
        OriginGroups: {
          Quantity: 1,
          Items: [
            {
              Id: 'group',
              FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [500] } },
              Members: { Quantity: 2, Items: [{ OriginId: custom.Id }, { OriginId: 'other' }] },
            },
          ],
        },
        DefaultCacheBehavior: {
          ...behavior,
          TargetOriginId: 'group',
          AllowedMethods: {
            Quantity: 7,
            Items: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
            CachedMethods: { Quantity: 2, Items: ['GET', 'HEAD'] },
          },
        },
      },
      /^InvalidArgument: The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group\.$/,
    ],
    [
      'a list that is shorter than it says',
      { Origins: { Quantity: 2, Items: [custom] } },
      /^InconsistentQuantities: The specified quantity of Origins \(2\) does not match the actual quantity supplied \(1\)\.$/,
    ],
    [
      'a list within a list that is longer than it says',
      {
        DefaultCacheBehavior: {
          ...behavior,
          AllowedMethods: { Quantity: 1, Items: ['GET', 'HEAD'] },
        },
      },
      /^InconsistentQuantities: The specified quantity of AllowedMethods \(1\)/,
    ],
    [
      'an origin group of one',
      {
        OriginGroups: {
          Quantity: 1,
          Items: [
            {
              Id: 'group',
              FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [500] } },
              Members: { Quantity: 1, Items: [{ OriginId: 'balancer' }] },
            },
          ],
        },
      },
      /exactly two members/,
    ],
    [
      'a root object with a slash',
      { DefaultRootObject: '/index.html' },
      /InvalidDefaultRootObject/,
    ],
    ['a firewall', { WebACLId: 'arn' }, /^NotImplemented: WebACLId/],
    [
      'a function',
      {
        DefaultCacheBehavior: {
          ...behavior,
          FunctionAssociations: {
            Quantity: 1,
            Items: [{ FunctionARN: 'arn', EventType: 'viewer-request' }],
          },
        },
      },
      /^NotImplemented: DefaultCacheBehavior\.FunctionAssociations/,
    ],
    [
      'a country list',
      {
        Restrictions: {
          GeoRestriction: { RestrictionType: 'whitelist', Quantity: 1, Items: ['KR'] },
        },
      },
      /^NotImplemented: Restrictions\.GeoRestriction/,
    ],
  ];
  it.each(refused)('is refused with %s', (_, more, reason) => {
    let thrown: unknown;
    try {
      create(more);
    } catch (error) {
      thrown = error;
    }
    expect(String(thrown)).toMatch(reason);
    expect(cloudfront.distributions()).toEqual([]);
  });

  it('is refused with an alias that another one has', () => {
    create(aliased('www.ticketing.pw'));
    expect(() => create(aliased('WWW.ticketing.pw'))).toThrow(
      'One or more of the CNAMEs you provided are already associated with a different resource.',
    );
  });
});

it('a legacy cache behavior is given to the edge as the policies that it amounts to', () => {
  const ForwardedValues = { QueryString: true, Cookies: { Forward: 'all' as const } };
  const legacy = { ...behavior, CachePolicyId: undefined, DefaultTTL: 60 };
  create({ DefaultCacheBehavior: { ...legacy, ForwardedValues } });
  expect(cloudfront.distributions()[0]?.defaultBehavior).toMatchObject({
    cachePolicy: { defaultTtlSeconds: 60, cookies: { behavior: 'all' } },
    originRequestPolicy: { headers: { behavior: 'allExcept' }, cookies: { behavior: 'all' } },
  });
  const Headers = { Quantity: 1, Items: ['Upgrade'] };
  expect(() =>
    create({
      DefaultCacheBehavior: { ...legacy, ForwardedValues: { ...ForwardedValues, Headers } },
    }),
  ).toThrow('The parameter Header Name with value Upgrade is not allowed.');
});

describe('policies', () => {
  const named: CachePolicyConfig = {
    Name: 'mine',
    MinTTL: 5,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: true,
      HeadersConfig: { HeaderBehavior: 'none' },
      CookiesConfig: { CookieBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'all' },
    },
  };

  it('are made, found, updated by ETag, and not deleted while in use', () => {
    const made = call('CreateCachePolicy', { CachePolicyConfig: named }) as {
      ETag: string;
      CachePolicy: { Id: string };
    };
    const { Id } = made.CachePolicy;
    create({ DefaultCacheBehavior: { ...behavior, CachePolicyId: Id } });
    expect(cloudfront.distributions()[0]?.defaultBehavior.cachePolicy.minTtlSeconds).toBe(5);
    expect(() => call('DeleteCachePolicy', { Id, IfMatch: made.ETag })).toThrow(/in use/);
    expect(() => call('CreateCachePolicy', { CachePolicyConfig: named })).toThrow(/already exists/);
    const CachePolicyConfig = { ...named, MinTTL: 7 };
    call('UpdateCachePolicy', { Id, IfMatch: made.ETag, CachePolicyConfig });
    expect(cloudfront.distributions()[0]?.defaultBehavior.cachePolicy.minTtlSeconds).toBe(7);
  });

  it('of AWS itself are there and cannot be changed', () => {
    const kinds = ['CachePolicies', 'OriginRequestPolicies', 'ResponseHeadersPolicies'] as const;
    const lists = kinds.map(
      (kind) => call(`List${kind}`, { Type: 'managed' }) as Record<string, { Quantity: number }>,
    );
    expect(lists.map((list) => Object.values(list)[0]?.Quantity)).toEqual([7, 8, 5]);
    expect(() => call('DeleteCachePolicy', { Id: OPTIMIZED, IfMatch: 'x' })).toThrow(/managed/);
  });

  it('are listed a page at a time: those of AWS, then those of the account', () => {
    const { CreateCachePolicy, ListCachePolicies } = cloudfront.operations;
    const { CachePolicy: own } = CreateCachePolicy(request, { CachePolicyConfig: named });
    const ids = (Marker?: string): (string | undefined)[] => {
      const { CachePolicyList: list } = ListCachePolicies(request, { Marker, MaxItems: 3 });
      const here = (list?.Items ?? []).map((item) => item.CachePolicy?.Id);
      expect(here).toHaveLength(list?.Quantity ?? 0);
      return list?.NextMarker === undefined ? here : [...here, ...ids(list.NextMarker)];
    };
    expect(ids()).toHaveLength(8);
    expect(new Set(ids()).size).toBe(8);
    expect(ids().at(-1)).toBe(own?.Id);
  });

  it.each<[keyof CloudFrontService['operations'], object, RegExp]>([
    ['CreateCachePolicy', { CachePolicyConfig: { ...named, DefaultTTL: 1 } }, /in this order/],
    [
      'CreateOriginRequestPolicy',
      {
        OriginRequestPolicyConfig: {
          Name: 'x',
          HeadersConfig: {
            HeaderBehavior: 'whitelist',
            Headers: { Items: ['CloudFront-Viewer-Country'] },
          },
        },
      },
      /does not make CloudFront headers/,
    ],
    [
      'CreateResponseHeadersPolicy',
      {
        ResponseHeadersPolicyConfig: {
          Name: 'x',
          CorsConfig: { AccessControlAllowOrigins: { Items: ['https://a.example'] } },
        },
      },
      /'\*' only/,
    ],
    [
      'CreateOriginAccessControl',
      { OriginAccessControlConfig: { Name: 'x', OriginAccessControlOriginType: 'lambda' } },
      /S3 only/,
    ],
  ])('%s refuses what the edge cannot do', (operation, input, reason) => {
    expect(() => call(operation, input)).toThrow(reason);
  });
});

describe('an invalidation', () => {
  it('empties the caches before it is answered, once a caller reference', async () => {
    deps.dataPlane.answers['invalidate'] = () => ({ removed: 1 });
    const { id } = create();
    const input = {
      DistributionId: id,
      InvalidationBatch: { CallerReference: 'a', Paths: { Quantity: 1, Items: ['/css/*'] } },
    };
    const made = await cloudfront.operations.CreateInvalidation(request, input);
    expect(made.Invalidation?.Status).toBe('Completed');
    expect(await cloudfront.operations.CreateInvalidation(request, input)).toEqual(made);
    expect(deps.dataPlane.queries).toEqual([
      { query: 'invalidate', region: 'global', input: { distributionId: id, paths: ['/css/*'] } },
    ]);
    const list = cloudfront.operations.ListInvalidations(request, {
      DistributionId: id,
    }).InvalidationList;
    expect(list?.Items?.map((item) => item.Id)).toEqual([made.Invalidation?.Id]);
  });

  it.each([[['css']], [['/*/a']], [[]], [[`/${'a'.repeat(4_000)}`]]])(
    'rejects the paths %j',
    async (Items) => {
      const { id } = create();
      const batch = { CallerReference: 'a', Paths: { Quantity: Items.length, Items } };
      await expect(
        cloudfront.operations.CreateInvalidation(request, {
          DistributionId: id,
          InvalidationBatch: batch,
        }),
      ).rejects.toThrow(/path/);
    },
  );
});
