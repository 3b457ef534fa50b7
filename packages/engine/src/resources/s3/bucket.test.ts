import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as S3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SigningKey } from '@understudy/contract';
import { SystemClock } from '@understudy/dataplane';
import { TEST_ACCOUNT, testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { testHandlerContext } from '../testing/context.ts';
import { CertificateAuthority } from '../../services/acm/authority.ts';
import { S3Service } from '../../services/s3/s3-service.ts';
import { PUBLISHED_ATTRIBUTES } from '../testing/published-attributes.ts';
import { checkedHandler } from '../testing/checked-handler.ts';
import { bucket as bucketHandler } from './bucket.ts';
import { bucketPolicy as policyHandler } from './bucket-policy.ts';
import { HTTP_PORT, HTTPS_PORT, startRegion, stopRegion } from './region-process.fixture.ts';

const bucket = checkedHandler(bucketHandler);
const bucketPolicy = checkedHandler(policyHandler);
const REGIONS = { 'ap-northeast-2': '127.106.1.1', 'us-east-1': '127.106.1.2' } as const;
const clock = new SystemClock({ epochMs: 1_800_000_000_000, speed: 1 });
const key: SigningKey = {
  accessKeyId: 'AKIAUNDERSTUDY000001',
  secretAccessKey: 'secret',
  principal: {
    kind: 'account',
    accountId: TEST_ACCOUNT,
    arn: `arn:aws:iam::${TEST_ACCOUNT}:user/understudy`,
  },
};
const replicationKey: SigningKey = {
  accessKeyId: 'AKIAREPLICATION00001',
  secretAccessKey: 'secret',
  principal: {
    kind: 'service',
    service: 's3.amazonaws.com',
    sourceArn: '',
    sourceAccount: TEST_ACCOUNT,
  },
};
let processes: ChildProcess[] = [];
let folder: string;
let s3: S3Service;
let made = 0;
let name: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'understudy-bucket-'));
  const authority = await CertificateAuthority.load({ directory: path.join(folder, 'ca'), clock });
  const peers = Object.entries(REGIONS).map(([region, address]) => ({ region, address }));
  processes = await Promise.all(
    peers.map(async ({ region, address }) =>
      startRegion({
        region,
        account: TEST_ACCOUNT,
        directory: path.join(folder, region),
        store: {
          address,
          certificate: await authority.issue([`s3.${region}.amazonaws.com`]),
          signingKeys: [key, replicationKey],
          anyKey: false,
          replicationKey,
          peers: peers.filter((peer) => peer.region !== region),
        },
      }),
    ),
  );
  s3 = new S3Service(testDeps(), {
    endpointOf: (region) =>
      region in REGIONS
        ? { address: REGIONS[region as keyof typeof REGIONS], port: HTTP_PORT }
        : undefined,
    key,
    tls: { rootPem: authority.rootPem, port: HTTPS_PORT },
  });
});
afterAll(async () => {
  await s3.stop();
  for (const process of processes) await stopRegion(process);
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  made += 1;
  name = `understudy-test-${made}`;
});

function context(region = 'ap-northeast-2'): ReturnType<typeof testHandlerContext> {
  return testHandlerContext(testDeps(), { s3 }, { region, logicalId: 'Assets' });
}
function client(region = 'ap-northeast-2'): Promise<S3Client> {
  return s3.client(region);
}
const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
function replicated(destination: string): object {
  return {
    ReplicationConfiguration: {
      Role: `arn:aws:iam::${TEST_ACCOUNT}:role/replication`,
      Rules: [
        {
          Id: 'to-standby',
          Status: 'Enabled',
          Priority: 1,
          Filter: { Prefix: '' },
          DeleteMarkerReplication: { Status: 'Enabled' },
          Destination: { Bucket: `arn:aws:s3:::${destination}` },
        },
      ],
    },
  };
}

describe('AWS::S3::Bucket', () => {
  it('makes the bucket that the template describes, in its region', async () => {
    const result = await bucket.create(
      {
        BucketName: name,
        ...versioned,
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
          ],
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true },
        Tags: [{ Key: 'site', Value: 'ticketing' }],
      },
      context(),
    );
    expect(result).toEqual({
      physicalId: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        DualStackDomainName: `${name}.s3.dualstack.ap-northeast-2.amazonaws.com`,
        RegionalDomainName: `${name}.s3.ap-northeast-2.amazonaws.com`,
        WebsiteURL: `http://${name}.s3-website.ap-northeast-2.amazonaws.com`,
      },
    });
    expect(Object.keys(result.attributes)).toEqual(PUBLISHED_ATTRIBUTES['AWS::S3::Bucket']);
    const seoul = await client();
    const input = { Bucket: name };
    expect(await seoul.send(new S3.GetBucketVersioningCommand(input))).toMatchObject({
      Status: 'Enabled',
    });
    expect(
      (await seoul.send(new S3.GetPublicAccessBlockCommand(input))).PublicAccessBlockConfiguration,
    ).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: false,
      RestrictPublicBuckets: false,
    });
    expect((await seoul.send(new S3.GetBucketTaggingCommand(input))).TagSet).toEqual([
      { Key: 'site', Value: 'ticketing' },
    ]);
    expect(s3.regionOf(name)).toBe('ap-northeast-2');
  });

  it('names a bucket that the template does not name', async () => {
    const { physicalId } = await bucket.create({}, context());
    expect(physicalId).toMatch(/^test-stack-assets-[a-z0-9]{12}$/);
  });

  it('fails with the words of S3 when a replicated bucket is not versioned, and leaves nothing', async () => {
    await bucket.create({ BucketName: `${name}-b`, ...versioned }, context('us-east-1'));
    const create = bucket.create({ BucketName: name, ...replicated(`${name}-b`) }, context());
    await expect(create).rejects.toThrow(/Versioning must be 'Enabled' on the bucket/);
    await expect(
      (await client()).send(new S3.HeadBucketCommand({ Bucket: name })),
    ).rejects.toThrow();
    expect(s3.regionOf(name)).toBeUndefined();
  });

  it('puts a replication rule once both buckets are versioned, and takes it away again', async () => {
    await bucket.create({ BucketName: `${name}-b`, ...versioned }, context('us-east-1'));
    const with_ = { BucketName: name, ...versioned, ...replicated(`${name}-b`) };
    await bucket.create(with_, context());
    const seoul = await client();
    const { ReplicationConfiguration: rules } = await seoul.send(
      new S3.GetBucketReplicationCommand({ Bucket: name }),
    );
    expect(rules?.Rules?.[0]).toMatchObject({ ID: 'to-standby', Priority: 1 });
    await bucket.update({ BucketName: name, ...versioned }, with_, name, context());
    await expect(seoul.send(new S3.GetBucketReplicationCommand({ Bucket: name }))).rejects.toThrow(
      /replication configuration was not found/,
    );
  });

  it('is not made twice', async () => {
    await bucket.create({ BucketName: name }, context('us-east-1'));
    await expect(bucket.create({ BucketName: name }, context('us-east-1'))).rejects.toThrow(
      `${name} already exists`,
    );
  });

  it('is not deleted while it holds an object, and then is', async () => {
    await bucket.create({ BucketName: name }, context());
    const seoul = await client();
    await seoul.send(new PutObjectCommand({ Bucket: name, Key: 'a', Body: 'x' }));
    await expect(bucket.remove(name, {}, context())).rejects.toThrow(
      /The bucket you tried to delete is not empty/,
    );
    expect(
      Buffer.from(
        await s3.getObject(testRequest('ap-northeast-2'), { bucket: name, key: 'a' }),
      ).toString(),
    ).toBe('x');
    await seoul.send(new S3.DeleteObjectCommand({ Bucket: name, Key: 'a' }));
    await bucket.remove(name, {}, context());
    await bucket.remove(name, {}, context());
  });

  it('says so when the engine does not run the region', async () => {
    await expect(bucket.create({ BucketName: name }, context('eu-west-1'))).rejects.toThrow(
      'the engine runs no S3 in region eu-west-1',
    );
  });
});

describe('AWS::S3::BucketPolicy', () => {
  it('that admits TLS only does not lock CloudFormation out', async () => {
    await bucket.create({ BucketName: name }, context());
    const PolicyDocument = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 's3:*',
          Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    };
    const properties = { Bucket: name, PolicyDocument };
    expect((await bucketPolicy.create(properties, context())).physicalId).toBe(name);
    await expect(bucketPolicy.create(properties, context())).rejects.toThrow(/already exists/);
    await bucketPolicy.update(properties, properties, name, context());
    await bucketPolicy.remove(name, properties, context());
    await bucketPolicy.remove(name, properties, context());
    await bucket.remove(name, {}, context());
  });

  it('is refused with the words of S3 when it is malformed', async () => {
    await bucket.create({ BucketName: name }, context());
    const properties = { Bucket: name, PolicyDocument: { Statement: 'x' } };
    await expect(bucketPolicy.create(properties, context())).rejects.toThrow(/polic/i);
  });
});
