import type { JsonObject } from '@understudy/contract';
import fc from 'fast-check';
import {
  found,
  named,
  pick,
  plain,
  seen,
  statement,
  tags,
  word,
  type TypeCase,
} from '../case.fixture.ts';
import { ASSETS, DOMAIN } from '../needs.fixture.ts';
import type { World } from '../world.fixture.ts';

async function zoneTags(world: World, ResourceType: string, ResourceId: string): Promise<unknown> {
  const answer = await world.call('route53', 'ListTagsForResource', { ResourceType, ResourceId });
  return pick(answer, 'ResourceTagSet.Tags');
}

const record = (name: fc.Arbitrary<string>): fc.Arbitrary<JsonObject> =>
  fc.record({
    Name: name.map((text) => `${text}.${DOMAIN}.`),
    Type: fc.constant('A'),
    TTL: fc.constantFrom('60', '300'),
    ResourceRecords: fc.constantFrom(['192.0.2.1'], ['192.0.2.2', '192.0.2.3']),
  });

async function records(world: World): Promise<JsonObject[]> {
  const answer = await world.call('route53', 'ListResourceRecordSets', {
    HostedZoneId: world.ids['OuterZone'],
  });
  return (pick(answer, 'ResourceRecordSets') as JsonObject[]).map((one) => ({
    ...one,
    TTL: String(one['TTL']),
    ResourceRecords: ((one['ResourceRecords'] ?? []) as JsonObject[]).map(({ Value }) => Value),
  }));
}

/** A policy of CloudFront: one property, one answer, by its kind. */
function policyCase(
  kind: string,
  taken: string,
  config: (name: string) => fc.Arbitrary<object>,
): TypeCase {
  const property = `${kind}Config`;
  return {
    values: (_world, side) => ({ [property]: named(side).chain(config) }),
    find: async (world, Id) => {
      const answer = await world.call('cloudfront', `Get${kind}`, { Id });
      return { [property]: plain(pick(answer, `${kind}.${property}`)) };
    },
    refused: () => ({ [property]: fc.sample(config(taken), 1)[0] }),
  };
}

const none = { CookieBehavior: 'none' };
const strings = fc
  .constantFrom('all', 'none')
  .map((QueryStringBehavior) => ({ QueryStringBehavior }));

/** Names, certificates, the edge and buckets. */
export const GLOBAL: Readonly<Record<string, TypeCase>> = {
  'AWS::Route53::HostedZone': {
    values: (_world, side) => ({
      Name: named(side).map((name) => `${name}.example.`),
      HostedZoneConfig: fc.record({ Comment: word }),
      HostedZoneTags: tags,
    }),
    always: ['Name'],
    find: seen(
      found('route53', 'GetHostedZone', (Id) => ({ Id }), 'HostedZone'),
      async (zone, world, id) => ({
        HostedZoneConfig: zone['Config'],
        HostedZoneTags: await zoneTags(world, 'hostedzone', id),
      }),
    ),
    refused: () => ({ Name: 'no blanks allowed' }),
  },
  'AWS::Route53::HealthCheck': {
    values: () => ({
      HealthCheckConfig: fc.record(
        {
          Type: fc.constantFrom('HTTP', 'TCP'),
          IPAddress: fc.constantFrom('13.124.199.21', '52.78.247.1'),
          Port: fc.constantFrom(80, 8080),
          FailureThreshold: fc.integer({ min: 1, max: 10 }),
          RequestInterval: fc.constantFrom(10, 30),
          Inverted: fc.boolean(),
        },
        { requiredKeys: ['Type', 'IPAddress', 'Port'] },
      ),
      HealthCheckTags: tags,
    }),
    find: seen(
      found('route53', 'GetHealthCheck', (HealthCheckId) => ({ HealthCheckId }), 'HealthCheck'),
      async (_one, world, id) => ({
        HealthCheckTags: await zoneTags(world, 'healthcheck', id),
      }),
    ),
    refused: () => ({ HealthCheckConfig: { Type: 'HTTP', IPAddress: 'nowhere', Port: 80 } }),
  },
  'AWS::Route53::RecordSet': {
    values: ({ ids }, side) => ({
      HostedZoneId: fc.constant(ids['OuterZone']),
      Name: named(side).map((name) => `${name}.${DOMAIN}.`),
      Type: fc.constant('A'),
      TTL: fc.constantFrom('60', '300'),
      ResourceRecords: fc.constantFrom(['192.0.2.1'], ['192.0.2.2', '192.0.2.3']),
    }),
    undrawn: ['Failover', 'MultiValueAnswer'], // with a SetIdentifier
    always: ['HostedZoneId', 'TTL', 'ResourceRecords'],
    find: async (world, _id, { Name, HostedZoneId }) => {
      const one = (await records(world)).find((each) => each['Name'] === Name);
      return one === undefined ? undefined : { ...one, HostedZoneId };
    },
    refused: ({ ids }) => ({
      HostedZoneId: ids['OuterZone'],
      Name: 'a.elsewhere.example.',
      Type: 'A',
      TTL: '60',
      ResourceRecords: ['192.0.2.1'],
    }),
  },
  'AWS::Route53::RecordSetGroup': {
    values: ({ ids }, side) => ({
      HostedZoneId: fc.constant(ids['OuterZone']),
      Comment: word,
      RecordSets: fc.uniqueArray(record(named(side)), {
        minLength: 1,
        maxLength: 2,
        selector: (one) => one['Name'],
      }),
    }),
    always: ['HostedZoneId', 'RecordSets'],
    find: async (world, _id, { RecordSets, HostedZoneId }) => {
      const names = (RecordSets as JsonObject[]).map(({ Name }) => Name);
      const all = await records(world);
      const own = names.flatMap((name) => all.filter((each) => each['Name'] === name));
      return own.length === 0 ? undefined : { RecordSets: own, HostedZoneId };
    },
    unseen: { Comment: 'of the change' },
    refused: ({ ids }) => ({
      HostedZoneId: ids['OuterZone'],
      RecordSets: [{ Name: `x.${DOMAIN}.`, Type: 'A', TTL: '60', ResourceRecords: ['no address'] }],
    }),
  },
  'AWS::CertificateManager::Certificate': {
    values: ({ ids }, side) => ({
      DomainName: fc.constant(`${side}.${DOMAIN}`),
      DomainValidationOptions: fc.constant([
        { DomainName: `${side}.${DOMAIN}`, HostedZoneId: ids['OuterZone'] },
      ]),
      SubjectAlternativeNames: fc.constant([`*.${side}.${DOMAIN}`]),
      ValidationMethod: fc.constant('DNS'),
      KeyAlgorithm: fc.constant('EC_prime256v1'),
    }),
    always: ['ValidationMethod', 'DomainValidationOptions'],
    find: seen(
      found('acm', 'DescribeCertificate', (CertificateArn) => ({ CertificateArn }), 'Certificate'),
      async (_one, world, CertificateArn) => ({
        Tags: pick(await world.call('acm', 'ListTagsForCertificate', { CertificateArn }), 'Tags'),
      }),
    ),
    unseen: {
      DomainValidationOptions: 'the zones are of the template alone',
      ValidationMethod: 'of each domain',
      SubjectAlternativeNames: 'with the first name',
      CertificateTransparencyLoggingPreference: 'in Options',
      CertificateExport: 'in Options',
    },
    refused: () => ({ DomainName: 'no blanks', ValidationMethod: 'DNS' }),
  },
  'AWS::CloudFront::CachePolicy': policyCase('CachePolicy', 'cache', (Name) =>
    fc.record({
      Name: fc.constant(Name),
      MinTTL: fc.constant(0),
      DefaultTTL: fc.constantFrom(5, 7),
      MaxTTL: fc.constantFrom(10, 20),
      ParametersInCacheKeyAndForwardedToOrigin: fc.record({
        EnableAcceptEncodingGzip: fc.boolean(),
        HeadersConfig: fc.constantFrom(
          { HeaderBehavior: 'none' },
          { HeaderBehavior: 'whitelist', Headers: ['accept'] },
        ),
        CookiesConfig: fc.constant(none),
        QueryStringsConfig: strings,
      }),
    }),
  ),
  'AWS::CloudFront::OriginRequestPolicy': policyCase('OriginRequestPolicy', 'forward', (Name) =>
    fc.record({
      Name: fc.constant(Name),
      HeadersConfig: fc.constantFrom({ HeaderBehavior: 'none' }, { HeaderBehavior: 'allViewer' }),
      CookiesConfig: fc.constant(none),
      QueryStringsConfig: strings,
    }),
  ),
  'AWS::CloudFront::ResponseHeadersPolicy': policyCase('ResponseHeadersPolicy', 'answer', (Name) =>
    fc.record({
      Name: fc.constant(Name),
      CustomHeadersConfig: word.map((Value) => ({
        Items: [{ Header: 'X-Site', Value, Override: true }],
      })),
    }),
  ),
  'AWS::CloudFront::OriginAccessControl': policyCase('OriginAccessControl', 'control', (Name) =>
    fc.record({
      Name: fc.constant(Name),
      Description: word,
      OriginAccessControlOriginType: fc.constant('s3'),
      SigningBehavior: fc.constantFrom('always', 'never', 'no-override'),
      SigningProtocol: fc.constant('sigv4'),
    }),
  ),
  'AWS::CloudFront::Distribution': {
    values: ({ ids }) => ({
      DistributionConfig: fc.record(
        {
          Enabled: fc.boolean(),
          Comment: word,
          DefaultRootObject: word,
          PriceClass: fc.constantFrom('PriceClass_All', 'PriceClass_100'),
          Origins: fc.constant([
            {
              Id: 'bucket',
              DomainName: ids['BucketDomain'],
              S3OriginConfig: { OriginAccessIdentity: '' },
              OriginAccessControlId: ids['Control'],
            },
          ]),
          DefaultCacheBehavior: fc.record({
            TargetOriginId: fc.constant('bucket'),
            ViewerProtocolPolicy: fc.constantFrom('redirect-to-https', 'allow-all'),
            CachePolicyId: fc.constant(ids['Cache']),
          }),
        },
        { requiredKeys: ['Enabled', 'Origins', 'DefaultCacheBehavior'] },
      ),
    }),
    find: seen(
      found('cloudfront', 'GetDistribution', (Id) => ({ Id }), 'Distribution'),
      async (one, world) => ({
        DistributionConfig: plain(one['DistributionConfig']),
        Tags: pick(
          await world.call('cloudfront', 'ListTagsForResource', { Resource: one['ARN'] }),
          'Tags.Items',
        ),
      }),
    ),
    refused: ({ ids }) => ({
      DistributionConfig: {
        Enabled: true,
        Origins: [
          {
            Id: 'bucket',
            DomainName: ids['BucketDomain'],
            S3OriginConfig: { OriginAccessIdentity: '' },
          },
        ],
        DefaultCacheBehavior: {
          TargetOriginId: 'another',
          ViewerProtocolPolicy: 'allow-all',
          CachePolicyId: ids['Cache'],
        },
      },
    }),
  },
  'AWS::S3::Bucket': {
    values: (_world, side) => ({
      BucketName: named(side).map((name) => `lifecycle-${name}`),
      VersioningConfiguration: fc.constantFrom({ Status: 'Enabled' }, { Status: 'Suspended' }),
      PublicAccessBlockConfiguration: fc.record({
        BlockPublicAcls: fc.boolean(),
        BlockPublicPolicy: fc.boolean(),
        IgnorePublicAcls: fc.boolean(),
        RestrictPublicBuckets: fc.boolean(),
      }),
      OwnershipControls: fc
        .constant('BucketOwnerEnforced')
        .map((ObjectOwnership) => ({ Rules: [{ ObjectOwnership }] })),
      LifecycleConfiguration: fc
        .record({
          Id: fc.constantFrom('one', 'two'),
          Status: fc.constantFrom('Enabled', 'Disabled'),
          Prefix: fc.constantFrom('', 'logs/'),
          ExpirationInDays: fc.integer({ min: 1, max: 3_650 }),
        })
        .map((rule) => ({ Rules: [rule] })),
    }),
    find: async (world, Bucket) => {
      const sdk = await import('@aws-sdk/client-s3');
      const s3 = await world.services.s3.client('us-east-1');
      await s3.send(new sdk.HeadBucketCommand({ Bucket }));
      const { Status } = await s3.send(new sdk.GetBucketVersioningCommand({ Bucket }));
      const block = await s3.send(new sdk.GetPublicAccessBlockCommand({ Bucket }));
      const ownership = await s3.send(new sdk.GetBucketOwnershipControlsCommand({ Bucket }));
      const tagging = await s3
        .send(new sdk.GetBucketTaggingCommand({ Bucket }))
        .catch(() => ({ TagSet: [] }));
      const lifecycle = await s3
        .send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket }))
        .catch(() => undefined);
      return {
        BucketName: Bucket,
        VersioningConfiguration: { Status },
        PublicAccessBlockConfiguration: block.PublicAccessBlockConfiguration,
        OwnershipControls: ownership.OwnershipControls,
        LifecycleConfiguration: lifecycle && {
          Rules: lifecycle.Rules?.map(({ ID, Status: status, Filter, Expiration }) => ({
            ...{ Id: ID, Status: status, Prefix: Filter?.Prefix },
            ExpirationInDays: Expiration?.Days,
          })),
        },
        Tags: tagging.TagSet,
      };
    },
    unseen: {
      AbacStatus: 'inert',
      AccessControl: 'one value only',
      BucketNamespace: 'one value only',
      ObjectLockEnabled: 'false only',
    },
    refused: () => ({ BucketName: 'No_Bucket' }),
  },
  'AWS::S3::BucketPolicy': {
    values: ({ ids }, side) => ({
      Bucket: fc.constant(side === 'a' ? ids['Other'] : ASSETS),
      PolicyDocument: fc.constantFrom('s3:GetObject', 's3:Get*'),
    }),
    finish: ({ Bucket, PolicyDocument }) => ({
      Bucket,
      PolicyDocument: statement(String(PolicyDocument), {
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Resource: `arn:aws:s3:::${String(Bucket)}/*`,
      }),
    }),
    find: async (world, Bucket) => {
      const sdk = await import('@aws-sdk/client-s3');
      const s3 = await world.services.s3.client('us-east-1');
      const { Policy = '' } = await s3.send(new sdk.GetBucketPolicyCommand({ Bucket }));
      return { Bucket, PolicyDocument: JSON.parse(Policy) as unknown };
    },
    refused: ({ ids }) => ({ Bucket: ids['Other'], PolicyDocument: { Statement: 'none' } }),
  },
};
