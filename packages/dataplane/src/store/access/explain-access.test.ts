import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ExplanationOf, Reason, SigningKey } from '@understudy/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InstanceRoles } from '../../roles/instance-roles.ts';
import {
  ACCOUNT,
  ADMIN,
  ask,
  CLOUDFRONT,
  DISTRIBUTION_ARN,
  HTTP_PORT,
  SEOUL,
  TestRegion,
} from '../store.fixture.ts';

const Bucket = 'explain-access-test';
const ARN = `arn:aws:s3:::${Bucket}`;
const OTHER_ARN = `arn:aws:iam::${ACCOUNT}:user/gone`;

type Policies = NonNullable<Extract<SigningKey['principal'], { kind: 'account' }>['policies']>;

function policyOf(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

function allow(Action: string | string[], more: object = {}): object {
  return { Effect: 'Allow', Action, Resource: '*', ...more };
}

function userKey(name: string, policies: Policies): SigningKey {
  const arn = `arn:aws:iam::${ACCOUNT}:user/${name}`;
  return {
    ...{ accessKeyId: `AKIA${name.toUpperCase()}`, secretAccessKey: `secret-${name}` },
    principal: { kind: 'account', accountId: ACCOUNT, arn, policies },
  };
}

const READER = userKey('reader', {
  identity: [policyOf(allow('s3:Get*', { Sid: 'Reads' })), policyOf(allow('s3:ListBucket'))],
  names: { identity: ['reads', `arn:aws:iam::${ACCOUNT}:policy/lists`] },
});
const BOUND = userKey('bound', {
  identity: [policyOf(allow('s3:*'))],
  boundary: policyOf(allow('s3:GetObject', { Resource: `${ARN}/*` })),
  session: [policyOf(allow('*'), { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' })],
});
const NOBODY = userKey('nobody', { identity: [] });
const KEYS = [ADMIN, CLOUDFRONT, READER, BOUND, NOBODY];
const ROLES = {
  secret: 'secret',
  roles: [
    {
      ...{ arn: `arn:aws:iam::${ACCOUNT}:role/site/web`, name: 'web', roleId: 'AROA1' },
      trustsEc2: true,
      policies: { identity: [policyOf(allow('s3:PutObject'))], names: { identity: ['writes'] } },
    },
  ],
  profiles: [],
};

let seoul: TestRegion;
let admin: S3Client;

beforeAll(async () => {
  const roles = new InstanceRoles(ACCOUNT, ROLES);
  seoul = await new TestRegion({ region: SEOUL, address: '127.102.14.1', roles }).start();
  await seoul.store.apply(await seoul.config({ signingKeys: KEYS }));
  admin = seoul.client();
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await admin.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
});
beforeEach(async () => {
  // The last policy may deny the administrator all but this.
  await admin.send(new DeleteBucketPolicyCommand({ Bucket }));
  await admin.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'x' }));
});
afterAll(() => seoul.destroy());

type Principal = SigningKey['principal'] | { kind: 'anonymous' };
type Access = Pick<
  ExplanationOf<'access'>['answer'],
  'allowed' | 'decidedBy' | 'statements' | 'error'
>;

function explain(
  principal: Principal,
  action: string,
  resource = `${ARN}/key`,
): { access: Access; because: Reason[] } {
  const asked = { action, resource, principal, sourceIp: '127.0.0.1', secure: false };
  const told = seoul.store.explainAccess(asked);
  if (told.kind !== 'explained') throw new Error(told.kind);
  return told;
}

async function restrict(RestrictPublicBuckets: boolean): Promise<void> {
  await admin.send(new DeleteBucketPolicyCommand({ Bucket }));
  const PublicAccessBlockConfiguration = { BlockPublicPolicy: false, RestrictPublicBuckets };
  await admin.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
}

async function putPolicy(...statements: object[]): Promise<void> {
  const Policy = policyOf(...statements);
  await admin.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

describe('what explain says is what a request comes to', () => {
  const REQUESTS = {
    's3:GetObject': (client: S3Client) => client.send(new GetObjectCommand({ Bucket, Key: 'key' })),
    's3:PutObject': (client: S3Client) =>
      client.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'y' })),
    's3:DeleteObject': (client: S3Client) =>
      client.send(new DeleteObjectCommand({ Bucket, Key: 'none' })),
    's3:ListBucket': (client: S3Client) => client.send(new ListObjectsV2Command({ Bucket })),
    's3:GetBucketPolicy': (client: S3Client) => client.send(new GetBucketPolicyCommand({ Bucket })),
  };
  type Action = keyof typeof REQUESTS;
  const ABOUT: Record<Action, string> = {
    's3:GetObject': `${ARN}/key`,
    's3:PutObject': `${ARN}/key`,
    's3:DeleteObject': `${ARN}/none`,
    's3:ListBucket': ARN,
    's3:GetBucketPolicy': ARN,
  };
  const drawnStatement = fc.record({
    Sid: fc.constantFrom('One', 'Two'),
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Principal: fc.constantFrom(
      '*',
      { AWS: ACCOUNT },
      { AWS: `arn:aws:iam::${ACCOUNT}:user/reader` },
      { AWS: `arn:aws:iam::${ACCOUNT}:user/bound` },
      { Service: 'cloudfront.amazonaws.com' },
    ),
    Action: fc.constantFrom('s3:*', 's3:Get*', 's3:PutObject', 's3:ListBucket', 's3:Delete*'),
    Resource: fc.constantFrom(`${ARN}/*`, ARN, `${ARN}/key`, [ARN, `${ARN}/*`]),
    Condition: fc.constantFrom(
      {},
      {},
      { Bool: { 'aws:SecureTransport': 'true' } },
      { StringEquals: { 'aws:SourceArn': DISTRIBUTION_ARN } },
      { NotIpAddress: { 'aws:SourceIp': '127.0.0.0/8' } },
      { StringNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:user/reader` } },
    ),
  });

  it.each(KEYS.map((key) => [key.accessKeyId, key] as const))(
    'with whatever policy a bucket has, for %s',
    async (_, key) => {
      const client = seoul.client({ key });
      await fc.assert(
        fc.asyncProperty(
          fc.array(drawnStatement, { minLength: 1, maxLength: 3 }),
          fc.boolean(),
          fc.constantFrom(...(Object.keys(REQUESTS) as Action[])),
          async (statements, isRestricted, action) => {
            await restrict(isRestricted);
            await putPolicy(...statements);
            const { access } = explain(key.principal, action, ABOUT[action]);
            const error = await REQUESTS[action](client).then(
              () => null,
              ({ name: code, message }: Error) => ({ code, message }),
            );
            expect([access.allowed, access.error]).toEqual([error === null, error]);
            const effect = access.allowed ? 'Allow' : 'Deny';
            const isByStatement = access.decidedBy === 'statement';
            expect(access.statements.length > 0).toBe(isByStatement);
            expect(access.statements.every((each) => each.effect === effect)).toBe(true);
          },
        ),
        { numRuns: 8 },
      );
    },
  );

  it('for who does not sign', async () => {
    const host = `${Bucket}.s3.${SEOUL}.amazonaws.com:${HTTP_PORT}`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawnStatement, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (statements, isRestricted) => {
          await restrict(isRestricted);
          await putPolicy(...statements);
          const { access } = explain({ kind: 'anonymous' }, 's3:GetObject');
          const { status } = await ask(seoul, { path: '/key', headers: { host } });
          expect(access.allowed ? 200 : 403).toBe(status);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('what decided is told', () => {
  beforeEach(async () => {
    await admin.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await putPolicy({
      ...{ Sid: 'Edge', Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' } },
      ...{ Action: 's3:GetObject', Resource: `${ARN}/*` },
    });
  });

  it('by its policy’s name, its number and its Sid', () => {
    expect(explain(READER.principal, 's3:getobject').access).toEqual({
      ...{ allowed: true, decidedBy: 'statement', error: null },
      statements: [
        {
          ...{ by: 'identity-based policy', policy: 'reads', statement: 1 },
          ...{ sid: 'Reads', effect: 'Allow' },
        },
      ],
    });
    expect(explain(CLOUDFRONT.principal, 's3:GetObject').access.statements).toEqual([
      {
        ...{ by: 'resource-based policy', policy: null, statement: 1 },
        ...{ sid: 'Edge', effect: 'Allow' },
      },
    ]);
    expect(explain(BOUND.principal, 's3:PutObject').access).toMatchObject({
      ...{ allowed: false, decidedBy: 'statement' },
      statements: [{ by: 'session policy', policy: null, statement: 2, effect: 'Deny' }],
    });
  });

  it('with what of every other statement does not fit', () => {
    const text = JSON.stringify(explain(READER.principal, 's3:PutObject').because);
    expect(text).toContain("statement 1, Allow, 'Reads', is about other actions: s3:Get*");
    expect(text).toContain(
      "statement 1, Allow, 'Edge', is for other principals: cloudfront.amazonaws.com",
    );
    expect(text).toContain('no identity-based policy allows it');
  });

  it.each([
    ['administrator', ADMIN.principal, 's3:GetObject', `${ARN}/key`, true],
    ['root-user', ADMIN.principal, 's3:PutBucketPolicy', ARN, true],
    ['no-statement', NOBODY.principal, 's3:GetObject', `${ARN}/key`, false],
    ['no-statement', BOUND.principal, 's3:ListBucket', ARN, false],
    ['no-statement', { kind: 'anonymous' }, 's3:GetObject', `${ARN}/key`, false],
    ['owner-only', CLOUDFRONT.principal, 's3:ListAllMyBuckets', '*', false],
    ['administrator', ADMIN.principal, 's3:CreateBucket', 'arn:aws:s3:::new', true],
  ] as const)('where no statement did: %s', (decidedBy, principal, action, resource, allowed) => {
    const { access, because } = explain(principal, action, resource);
    expect(access).toMatchObject({ decidedBy, allowed, statements: [] });
    expect(because.filter(({ kind }) => kind === 'access.rule')).toHaveLength(1);
  });

  it('where the owner’s blocks did, and where the policy lets in to what is the owner’s', async () => {
    const all = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: [ARN, `${ARN}/*`] };
    await restrict(false);
    await putPolicy(all);
    expect(explain({ kind: 'anonymous' }, 's3:GetObject').access.decidedBy).toBe('statement');
    expect(explain({ kind: 'anonymous' }, 's3:GetBucketPolicy', ARN).access).toMatchObject({
      ...{ decidedBy: 'owner-only', allowed: false, error: { code: 'MethodNotAllowed' } },
    });
    await restrict(true);
    await putPolicy(all);
    const { access, because } = explain({ kind: 'anonymous' }, 's3:GetObject');
    expect(access).toMatchObject({ decidedBy: 'public-access-block', allowed: false });
    expect(JSON.stringify(because)).toContain('is on, and its policy is public');
  });

  it('that an object is not there, and what who may read it hears', () => {
    const missing = (principal: Principal): string =>
      JSON.stringify(explain(principal, 's3:GetObject', `${ARN}/none`).because);
    expect(missing(READER.principal)).toContain('hear NoSuchKey');
    expect(missing(CLOUDFRONT.principal)).toContain('hear AccessDenied');
    expect(JSON.stringify(explain(READER.principal, 's3:GetObject').because)).not.toContain('hear');
  });
});

describe('who asks', () => {
  it('is as the store knows them, not as it is told', () => {
    const told = { ...READER.principal, policies: { identity: [] } };
    expect(explain(told, 's3:GetObject').access.allowed).toBe(true);
  });

  it('is a session of a role that instances have', () => {
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/web/i-1`;
    const session: Principal = { kind: 'account', accountId: ACCOUNT, arn };
    const { access } = explain({ ...session, policies: { identity: [] } }, 's3:PutObject');
    expect(access.statements).toMatchObject([{ policy: 'writes' }]);
  });

  it('is as it is told where no key of theirs is known, and that is said', () => {
    const identity = [policyOf(allow('s3:GetObject'))];
    const gone: Principal = { kind: 'account', accountId: ACCOUNT, arn: OTHER_ARN };
    const { access, because } = explain({ ...gone, policies: { identity } }, 's3:GetObject');
    expect(access.allowed).toBe(true);
    expect(because[0]?.says).toContain('no key of theirs is known');
  });
});

describe('what cannot be explained', () => {
  const asked = { principal: ADMIN.principal, sourceIp: '127.0.0.1', secure: true };
  const told = (action: string, resource: string): unknown =>
    seoul.store.explainAccess({ ...asked, action, resource });

  it('is a bucket elsewhere, an action that nobody asks for, and one about something else', () => {
    expect(told('s3:GetObject', 'arn:aws:s3:::none/key')).toEqual({
      ...{ kind: 'elsewhere', buckets: [Bucket] },
    });
    expect(told('s3:GetObjectTorrent', `${ARN}/key`)).toMatchObject({
      ...{ kind: 'no-action', actions: expect.arrayContaining(['s3:GetObjectVersion']) },
    });
    expect(told('s3:GetObject', ARN)).toEqual({ kind: 'no-match', about: 'object' });
    expect(told('s3:ListBucket', `${ARN}/key`)).toEqual({ kind: 'no-match', about: 'bucket' });
    expect(told('s3:ListBucket', '*')).toEqual({ kind: 'no-match', about: 'bucket' });
    expect(told('s3:CreateBucket', `${ARN}/key`)).toEqual({ kind: 'no-match', about: 'account' });
  });
});
