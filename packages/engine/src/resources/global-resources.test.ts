import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SystemClock } from '@understudy/dataplane';
import type { ServiceDeps } from '../kernel/deps.ts';

import { fakeAddresses, type TestDeps, testDeps } from '../kernel/kernel.fixture.ts';
import { type TestHandlerContext, testHandlerContext } from './testing/context.ts';
import { AcmService } from '../services/acm/acm-service.ts';
import { CertificateAuthority } from '../services/acm/authority.ts';
import { startZoneResolver } from '../services/acm/zone-resolver.fixture.ts';
import { CloudFrontService } from '../services/cloudfront/cloudfront-service.ts';
import { Route53Service } from '../services/route53/route53-service.ts';
import { SsmService } from '../services/ssm/ssm-service.ts';
import { checkedHandler } from './testing/checked-handler.ts';
import { PUBLISHED_ATTRIBUTES } from './testing/published-attributes.ts';
import type { Handler } from './handler-context.ts';
import { findResourceHandler } from './registry.ts';

const RESOLVER = '127.106.2.1';
const clock = new SystemClock({ epochMs: 1_800_000_000_000, speed: 1 });
let folder: string;
let authority: CertificateAuthority;
let resolver: { port: number; close(): void };
let resolverSees = true;
let deps: Omit<TestDeps, 'clock'> & ServiceDeps;
let route53: Route53Service;
let acm: AcmService;
let cloudfront: CloudFrontService;
let ssm: SsmService;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'understudy-handlers-'));
  authority = await CertificateAuthority.load({ directory: folder, clock });
  resolver = await startZoneResolver(RESOLVER, () => (resolverSees ? route53.hostedZones() : []));
});
afterAll(async () => {
  resolver.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  resolverSees = true;
  // Real time: ACM talks to a real resolver here.
  const addresses = fakeAddresses({ validationResolver: RESOLVER });
  deps = { ...testDeps({ addresses }), clock };
  route53 = new Route53Service(deps);
  acm = new AcmService(deps, { authority, dnsPort: resolver.port });
  cloudfront = new CloudFrontService(deps, acm);
  ssm = new SsmService(deps);
});
afterEach(() => acm.stop());

function context(
  options: { region?: string; logicalId?: string; signal?: AbortSignal } = {},
): TestHandlerContext {
  return testHandlerContext(deps, { route53, acm, cloudfront, ssm }, options);
}
/**
 * The registered handler, behind CloudFormation's checks; what it creates must have every attribute
 * of the published schema.
 */
function handler(type: string): Handler {
  const found = findResourceHandler(type);
  if (found === undefined) throw new Error(`no handler of ${type}`);
  const checked = checkedHandler(found);
  return {
    ...checked,
    create: async (properties, given) => {
      const result = await checked.create(properties, given);
      expect(Object.keys(result.attributes).toSorted()).toEqual(PUBLISHED_ATTRIBUTES[type]);
      return result;
    },
  };
}
async function createZone(): Promise<string> {
  const zone = await handler('AWS::Route53::HostedZone').create(
    { Name: 'ticketing.pw' },
    context(),
  );
  return zone.physicalId;
}

describe('AWS::Route53::HostedZone', () => {
  it('gives its id and name servers, and goes when it is removed', async () => {
    const zones = handler('AWS::Route53::HostedZone');
    const properties = {
      Name: 'ticketing.pw.',
      HostedZoneConfig: { Comment: 'of the site' },
      HostedZoneTags: [{ Key: 'a', Value: '1' }],
    };
    const made = await zones.create(properties, context());
    expect(made.attributes['Id']).toBe(made.physicalId);
    expect(made.attributes['NameServers']).toHaveLength(4);
    const update = { ...properties, HostedZoneTags: [{ Key: 'b', Value: '2' }] };
    await zones.update(update, properties, made.physicalId, context());
    const tags = route53.operations.ListTagsForResource(context().request, {
      ResourceType: 'hostedzone',
      ResourceId: made.physicalId,
    });
    expect(tags.ResourceTagSet?.Tags).toEqual([{ Key: 'b', Value: '2' }]);
    await zones.remove(made.physicalId, properties, context());
    await zones.remove(made.physicalId, properties, context());
    expect(route53.hostedZones()).toEqual([]);
  });
});

describe('AWS::Route53::RecordSet', () => {
  const records = handler('AWS::Route53::RecordSet');

  it('makes the failover pair of the site and follows changes to it', async () => {
    const HostedZoneId = await createZone();
    const check = await handler('AWS::Route53::HealthCheck').create(
      {
        HealthCheckConfig: {
          Type: 'HTTP',
          FullyQualifiedDomainName: 'lb.ap-northeast-2.elb.amazonaws.com',
          Port: 80,
          RequestInterval: 10,
        },
      },
      context(),
    );
    const primary = {
      HostedZoneId,
      Name: 'ticketing.pw.',
      Type: 'A',
      SetIdentifier: 'primary',
      Failover: 'PRIMARY',
      HealthCheckId: check.physicalId,
      AliasTarget: {
        DNSName: 'd123.cloudfront.net',
        HostedZoneId: 'Z2FDTNDATAQYW2',
        EvaluateTargetHealth: false,
      },
    };
    const made = await records.create(primary, context());
    expect(made.physicalId).toBe('ticketing.pw.');
    expect(deps.dataPlane.settles).toBeGreaterThan(0);
    const moved = { ...primary, SetIdentifier: 'first' };
    await records.update(moved, primary, made.physicalId, context());
    const [zone] = route53.hostedZones();
    const aliases = zone?.records.filter((record) => record.alias !== undefined);
    expect(aliases?.map((record) => record.setIdentifier)).toEqual(['first']);
    await records.remove(made.physicalId, moved, context());
    await records.remove(made.physicalId, moved, context());
    expect(route53.hostedZones()[0]?.records).toHaveLength(2);
  });

  it('makes latency records, and moves one to another region', async () => {
    const HostedZoneId = await createZone();
    const seoul = {
      HostedZoneId,
      Name: 'www.ticketing.pw.',
      Type: 'A',
      TTL: '60',
      ResourceRecords: ['192.0.2.1'],
      SetIdentifier: 'seoul',
      Region: 'ap-northeast-2',
    };
    const tokyo = { ...seoul, Region: 'ap-northeast-1' };
    await records.create(seoul, context());
    await records.update(tokyo, seoul, 'www.ticketing.pw.', context());
    expect(route53.hostedZones()[0]?.records.slice(2)).toMatchObject([
      { setIdentifier: 'seoul', routing: { kind: 'latency', region: 'ap-northeast-1' } },
    ]);
    await records.remove('www.ticketing.pw.', tokyo, context());
    expect(route53.hostedZones()[0]?.records).toHaveLength(2);
  });

  it('takes TTLs as text and finds its zone by name', async () => {
    await createZone();
    const properties = {
      HostedZoneName: 'ticketing.pw.',
      Name: 'www.ticketing.pw',
      Type: 'A',
      TTL: '60',
      ResourceRecords: ['192.0.2.1'],
    };
    await records.create(properties, context());
    expect(route53.hostedZones()[0]?.records.at(-1)).toMatchObject({ ttlSeconds: 60 });
    await expect(records.create(properties, context())).rejects.toThrow(
      "[Tried to create resource record set [name='www.ticketing.pw.', type='A'] but it already exists]",
    );
    const elsewhere = { ...properties, HostedZoneName: 'other.pw.' };
    await expect(records.create(elsewhere, context())).rejects.toThrow(/No hosted zones named/);
    await expect(records.create({ ...properties, TTL: 'soon' }, context())).rejects.toThrow(
      'Value of property TTL must be a number',
    );
  });
});

describe('AWS::Route53::RecordSetGroup', () => {
  it('makes a latency record for each region', async () => {
    const HostedZoneId = await createZone();
    const latency = (Region: string, value: string): object => ({
      Name: 'www.ticketing.pw.',
      Type: 'A',
      TTL: '60',
      SetIdentifier: Region,
      Region,
      ResourceRecords: [value],
    });
    const RecordSets = [latency('eu-west-1', '192.0.2.1'), latency('us-east-1', '192.0.2.2')];
    await handler('AWS::Route53::RecordSetGroup').create({ HostedZoneId, RecordSets }, context());
    expect(
      route53
        .hostedZones()[0]
        ?.records.slice(2)
        .map(({ routing }) => routing),
    ).toEqual([
      { kind: 'latency', region: 'eu-west-1' },
      { kind: 'latency', region: 'us-east-1' },
    ]);
  });

  it('changes all its records at once', async () => {
    const HostedZoneId = await createZone();
    const groups = handler('AWS::Route53::RecordSetGroup');
    const record = (name: string, value: string): object => ({
      Name: `${name}.ticketing.pw.`,
      Type: 'A',
      TTL: '60',
      ResourceRecords: [value],
    });
    const before = {
      HostedZoneId,
      RecordSets: [record('a', '192.0.2.1'), record('b', '192.0.2.1')],
    };
    const { physicalId, attributes } = await groups.create(before, context());
    expect(attributes).toEqual({ Id: physicalId });
    const after = {
      HostedZoneId,
      RecordSets: [record('b', '192.0.2.2'), record('c', '192.0.2.3')],
    };
    await groups.update(after, before, physicalId, context());
    // A control plane that was killed while it waited for the name servers does it once more.
    await groups.update(after, before, physicalId, context());
    const values = route53
      .hostedZones()[0]
      ?.records.slice(2)
      .map((set) => set.values[0]);
    expect(values).toEqual(['192.0.2.2', '192.0.2.3']);
    await groups.remove(physicalId, after, context());
    expect(route53.hostedZones()[0]?.records).toHaveLength(2);
  });
});

describe('AWS::Route53::RecordSetGroup with a zone for each record', () => {
  const groups = handler('AWS::Route53::RecordSetGroup');
  const record = (HostedZoneName: string, value: string): object => ({
    HostedZoneName,
    Name: `www.${HostedZoneName}`,
    Type: 'A',
    TTL: '60',
    ResourceRecords: [value],
  });
  const values = (): (string | undefined)[] =>
    route53.hostedZones().map(({ records }) => records[2]?.values[0]);

  it('changes each zone, and follows a record to another', async () => {
    await createZone();
    await handler('AWS::Route53::HostedZone').create({ Name: 'other.pw' }, context());
    const before = { RecordSets: [record('ticketing.pw.', '192.0.2.1')] };
    const { physicalId } = await groups.create(before, context());
    expect(values().sort()).toEqual(['192.0.2.1', undefined]);
    const after = { RecordSets: [record('other.pw.', '192.0.2.2')] };
    await groups.update(after, before, physicalId, context());
    await groups.update(after, before, physicalId, context());
    expect(values().sort()).toEqual(['192.0.2.2', undefined]);
    await groups.remove(physicalId, after, context());
    await groups.remove(physicalId, after, context());
    expect(values()).toEqual([undefined, undefined]);
  });

  it('refuses a zone of the group beside it', async () => {
    const HostedZoneId = await createZone();
    const both = { HostedZoneId, RecordSets: [record('ticketing.pw.', '192.0.2.1')] };
    await expect(groups.create(both, context())).rejects.toThrow(
      'by the group or by the record set, not by both',
    );
  });
});

describe('AWS::Route53::HealthCheck', () => {
  it('goes back to defaults for what the template no longer says', async () => {
    const checks = handler('AWS::Route53::HealthCheck');
    const base = { Type: 'HTTP', IPAddress: '127.11.0.1', Port: 80 };
    const before = { HealthCheckConfig: { ...base, FailureThreshold: 5, ResourcePath: '/x' } };
    const { physicalId } = await checks.create(before, context());
    await checks.update({ HealthCheckConfig: base }, before, physicalId, context());
    expect(route53.healthChecks()[0]).toMatchObject({ failureThreshold: 3, resourcePath: '/' });
    await checks.remove(physicalId, before, context());
    await checks.remove(physicalId, before, context());
  });
});

describe('AWS::CertificateManager::Certificate', () => {
  const certificates = handler('AWS::CertificateManager::Certificate');
  const properties = (HostedZoneId?: string): Record<string, unknown> => ({
    DomainName: 'ticketing.pw',
    SubjectAlternativeNames: ['*.ticketing.pw'],
    ValidationMethod: 'DNS',
    ...(HostedZoneId === undefined
      ? {}
      : { DomainValidationOptions: [{ DomainName: 'ticketing.pw', HostedZoneId }] }),
  });

  it('puts its record into the zone, says so, and is done when ACM has issued', async () => {
    const zone = await createZone();
    const told = context();
    const { physicalId, attributes } = await certificates.create(properties(zone), told);
    expect(attributes).toEqual({ CertificateArn: physicalId });
    expect(acm.certificateMaterial(physicalId, 'us-east-1')?.domainNames).toEqual([
      'ticketing.pw',
      '*.ticketing.pw',
    ]);
    expect(told.reasons).toHaveLength(1);
    expect(told.reasons[0]).toMatch(
      /^Content of DNS Record is: \{Name: _[0-9a-f]{32}\.ticketing\.pw\.,Type: CNAME,Value: _[0-9a-f]{32}\.[a-z]{10}\.acm-validations\.aws\.\}$/,
    );
  });

  it('shares the record with a certificate in another region, and leaves it behind', async () => {
    const zone = await createZone();
    const seoul = context({ region: 'ap-northeast-2' });
    const [first, second] = await Promise.all([
      certificates.create(properties(zone), context()),
      certificates.create(properties(zone), seoul),
    ]);
    expect(route53.hostedZones()[0]?.records).toHaveLength(3);
    await certificates.remove(first.physicalId, properties(zone), context());
    await certificates.remove(second.physicalId, properties(zone), seoul);
    await certificates.remove(second.physicalId, properties(zone), seoul);
    expect(route53.hostedZones()[0]?.records).toHaveLength(3);
    await expect(handler('AWS::Route53::HostedZone').remove(zone, {}, context())).rejects.toThrow(
      /contains non-required resource record sets/,
    );
  });

  it('waits while the record is not seen, ends with the stack, and leaves no certificate', async () => {
    resolverSees = false;
    const zone = await createZone();
    const stack = new AbortController();
    const told = context({ signal: stack.signal });
    const waiting = certificates.create(properties(zone), told);
    setImmediate(() => stack.abort(new Error('the stack was given up')));
    await expect(waiting).rejects.toThrow('the stack was given up');
    expect(acm.operations.ListCertificates(told.request, {}).CertificateSummaryList).toEqual([]);
  });
});

describe('AWS::CloudFront types', () => {
  it('make a distribution with its policies, and take them away in order', async () => {
    const zone = await createZone();
    const certificate = await handler('AWS::CertificateManager::Certificate').create(
      {
        DomainName: 'ticketing.pw',
        ValidationMethod: 'DNS',
        DomainValidationOptions: [{ DomainName: 'ticketing.pw', HostedZoneId: zone }],
      },
      context(),
    );
    const create = (type: string, properties: Record<string, unknown>): Promise<string> =>
      handler(type)
        .create(properties, context())
        .then(({ physicalId }) => physicalId);
    const none = { CookieBehavior: 'none' };
    const control = await create('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: {
        Name: 'oac',
        OriginAccessControlOriginType: 's3',
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      },
    });
    const cache = await create('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: {
        Name: 'cache',
        MinTTL: 0,
        DefaultTTL: 5,
        MaxTTL: 10,
        ParametersInCacheKeyAndForwardedToOrigin: {
          EnableAcceptEncodingGzip: true,
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Accept'] },
          CookiesConfig: none,
          QueryStringsConfig: { QueryStringBehavior: 'all' },
        },
      },
    });
    const forward = await create('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: {
        Name: 'forward',
        HeadersConfig: { HeaderBehavior: 'allViewer' },
        CookiesConfig: none,
        QueryStringsConfig: { QueryStringBehavior: 'all' },
      },
    });
    const answer = await create('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        Name: 'answer',
        CustomHeadersConfig: { Items: [{ Header: 'X-Site', Value: 'ticketing', Override: true }] },
        SecurityHeadersConfig: {
          StrictTransportSecurity: { AccessControlMaxAgeSec: 60, Preload: true, Override: true },
        },
      },
    });
    const distributions = handler('AWS::CloudFront::Distribution');
    const properties = {
      DistributionConfig: {
        Enabled: true,
        Aliases: ['ticketing.pw'],
        HttpVersion: 'http2and3',
        ViewerCertificate: {
          AcmCertificateArn: certificate.physicalId,
          SslSupportMethod: 'sni-only',
          MinimumProtocolVersion: 'TLSv1.2_2021',
        },
        Origins: [
          {
            Id: 'bucket',
            DomainName: 'assets.s3.ap-northeast-2.amazonaws.com',
            S3OriginConfig: { OriginAccessIdentity: '' },
            OriginAccessControlId: control,
          },
        ],
        DefaultCacheBehavior: {
          TargetOriginId: 'bucket',
          ViewerProtocolPolicy: 'https-only',
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
          Compress: true,
          CachePolicyId: cache,
          OriginRequestPolicyId: forward,
          ResponseHeadersPolicyId: answer,
        },
      },
      Tags: [{ Key: 'site', Value: 'ticketing' }],
    };
    const made = await distributions.create(properties, context());
    const [document] = cloudfront.distributions();
    expect(made.attributes).toEqual({ Id: made.physicalId, DomainName: document?.domainName });
    expect(document).toMatchObject({
      aliases: ['ticketing.pw'],
      http2: true,
      certificate: { arn: certificate.physicalId },
      defaultBehavior: {
        allowedMethods: ['GET', 'HEAD', 'OPTIONS'],
        compress: true,
        cachePolicy: {
          defaultTtlSeconds: 5,
          headers: { behavior: 'whitelist', items: ['Accept'] },
        },
        originRequestPolicy: { headers: { behavior: 'all' } },
        responseHeaders: [
          { name: 'Strict-Transport-Security', value: 'max-age=60; preload', override: true },
          { name: 'X-Site', value: 'ticketing', override: true },
        ],
      },
    });
    await distributions.update(properties, properties, made.physicalId, context());
    expect(() =>
      acm.operations.DeleteCertificate(context().request, {
        CertificateArn: certificate.physicalId,
      }),
    ).toThrow(/in use/);
    await expect(
      handler('AWS::CloudFront::CachePolicy').remove(cache, {}, context()),
    ).rejects.toThrow(/in use/);
    await distributions.remove(made.physicalId, properties, context());
    await distributions.remove(made.physicalId, properties, context());
    for (const [type, id] of [
      ['AWS::CloudFront::CachePolicy', cache],
      ['AWS::CloudFront::OriginAccessControl', control],
      ['AWS::CloudFront::OriginRequestPolicy', forward],
      ['AWS::CloudFront::ResponseHeadersPolicy', answer],
    ] as const)
      await handler(type).remove(id, {}, context());
    expect(cloudfront.distributions()).toEqual([]);
    const { CachePolicyList: left } = cloudfront.operations.ListCachePolicies(context().request, {
      Type: 'custom',
    });
    expect(left?.Items).toEqual([]);
  });

  it('fail a distribution whose certificate is not in us-east-1', async () => {
    const create = handler('AWS::CloudFront::Distribution').create(
      {
        DistributionConfig: {
          Enabled: true,
          ViewerCertificate: {
            AcmCertificateArn: 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1',
            SslSupportMethod: 'sni-only',
          },
          Origins: [
            {
              Id: 'o',
              DomainName: 'lb.ap-northeast-2.elb.amazonaws.com',
              CustomOriginConfig: { OriginProtocolPolicy: 'http-only' },
            },
          ],
          DefaultCacheBehavior: {
            TargetOriginId: 'o',
            ViewerProtocolPolicy: 'allow-all',
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
          },
        },
      },
      context(),
    );
    await expect(create).rejects.toThrow(/isn't in us-east-1 region/);
  });
});

describe('AWS::SSM::Parameter', () => {
  it('keeps a value in its region', async () => {
    const parameters = handler('AWS::SSM::Parameter');
    const properties = { Name: '/site/color', Type: 'String', Value: 'blue' };
    const { attributes } = await parameters.create(properties, context());
    expect(attributes).toEqual({
      Type: 'String',
      Value: 'blue',
      Arn: 'arn:aws:ssm:us-east-1:111122223333:parameter/site/color',
    });
    await expect(parameters.create(properties, context())).rejects.toThrow(/already exists/);
    await parameters.update({ ...properties, Value: 'red' }, properties, '/site/color', context());
    const { Parameter } = ssm.operations.GetParameter(context().request, { Name: '/site/color' });
    expect([Parameter?.Value, Parameter?.Version]).toEqual(['red', 2]);
    await parameters.remove('/site/color', properties, context());
    await parameters.remove('/site/color', properties, context());
  });

  it('has the tags that the template says, and no other', async () => {
    const parameters = handler('AWS::SSM::Parameter');
    const base = { Name: 'p', Type: 'String', Value: '1' };
    const before = { ...base, Tags: { a: '1', b: '2' } };
    await parameters.create(before, context());
    await parameters.update({ ...base, Tags: { b: '3' } }, before, 'p', context());
    const about = { ResourceType: 'Parameter', ResourceId: 'p' } as const;
    const { TagList } = ssm.operations.ListTagsForResource(context().request, about);
    expect(TagList).toEqual([{ Key: 'b', Value: '3' }]);
  });
});
