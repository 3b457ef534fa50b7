import type { RegionQueries } from '@understudy/contract';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Authorizer } from '../../../authorization/authorizer.ts';
import { FakeDataPlane, testDeps, testRequest } from '../../../kernel/kernel.fixture.ts';
import { testServices } from '../../../resources/testing/services.ts';
import type { Services } from '../../../services/registry.ts';
import { explainAccess } from './explain-access.ts';

const request = testRequest();
const ACCOUNT = '111122223333';
const USER = `arn:aws:iam::${ACCOUNT}:user/team/min`;
const STACK = `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/web/1`;
const REGIONS = ['us-east-1', 'eu-west-1'];

let dataPlane: FakeDataPlane;
let services: Services;
let authorizer: Authorizer;

function policyOf(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

function trust(Principal: object): string {
  return policyOf({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal });
}

function putPolicy(PolicyDocument: string): void {
  services.iam.operations.PutUserPolicy(request, {
    ...{ UserName: 'min', PolicyName: 'own', PolicyDocument },
  });
}

beforeEach(() => {
  dataPlane = new FakeDataPlane();
  const deps = testDeps({ dataPlane });
  services = testServices(deps);
  const { iam, sts } = services;
  authorizer = new Authorizer(deps.clock, {
    policiesOf: (arn) => sts.policiesOf(arn),
    tagsOf: (arn) => sts.tagsOf(arn),
    roles: { named: () => undefined, inProfile: () => [] },
    iamNameWithPath: () => undefined,
    stackId: () => undefined,
  });
  iam.operations.CreateUser(request, { UserName: 'min', Path: '/team/' });
  for (const [RoleName, Principal] of [
    ['web', { Service: 'ec2.amazonaws.com' }],
    ['deploy', { AWS: ACCOUNT }],
    ['named', { AWS: USER }],
  ] as const)
    iam.operations.CreateRole(request, { RoleName, AssumeRolePolicyDocument: trust(Principal) });
});

interface Asked {
  action: string;
  resource?: string;
  as?: string;
}

function explain({ action, resource = '*', as = 'user/min' }: Asked) {
  const sources = { services, regions: REGIONS, dataPlane, authorizer };
  const question = { action, resource, as, sourceIp: '127.0.0.1', secure: true };
  return explainAccess(sources, { about: 'access', ...question });
}

describe('a call to the endpoint', () => {
  const allows = { Sid: 'Looks', Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' };

  it('is explained by the policy’s name, the statement and its Sid', async () => {
    putPolicy(policyOf(allows));
    const { answer, question, conclusion } = await explain({ action: 'EC2:describevpcs' });
    expect(question.action).toBe('ec2:DescribeVpcs');
    expect(answer).toEqual({
      ...{ principal: USER, region: 'us-east-1', allowed: true, decidedBy: 'statement' },
      statements: [
        {
          ...{ by: 'identity-based policy', policy: 'own', statement: 1 },
          ...{ sid: 'Looks', effect: 'Allow' },
        },
      ],
      error: null,
    });
    expect(conclusion).toBe(
      `${USER} may ec2:DescribeVpcs on *: statement 1 'Looks' of the identity-based policy own allows it`,
    );
  });

  it('is explained as it comes to be answered, whatever the policies', async () => {
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
      Action: fc.constantFrom('*', 'cloudformation:*', 'cloudformation:DeleteStack', 'ec2:*'),
      Resource: fc.constantFrom('*', STACK, `${STACK.slice(0, -1)}*`, 'arn:aws:sns:*:*:a'),
      Condition: fc.constantFrom(
        {},
        { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
        { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
      ),
    });
    const { traits } = services.cloudformation;
    const operation = 'DeleteStack';
    const caller = { ...testRequest('us-east-1'), principalArn: USER };
    await fc.assert(
      fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 3 }), async (statements) => {
        putPolicy(policyOf(...statements));
        const { answer } = await explain({
          action: 'cloudformation:DeleteStack',
          resource: STACK,
        });
        let refused: unknown = null;
        try {
          authorizer.check({ traits, operation, input: { StackName: STACK }, caller });
        } catch (error) {
          refused = error;
        }
        expect(answer.allowed).toBe(refused === null);
        expect(refused ?? {}).toMatchObject(answer.error ?? {});
        expect(answer.statements.length > 0).toBe(answer.decidedBy === 'statement');
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    [{ action: 'ec2:DescribeVpcs', as: 'administrator' }, 'administrator', true],
    [{ action: 'ec2:DescribeVpcs', as: 'anonymous' }, 'unsigned', false],
    [{ action: 'ec2:DescribeVpcs', as: 'role/web' }, 'no-statement', false],
    [{ action: 'sts:GetCallerIdentity', as: 'role/web' }, 'unasked', true],
    [{ action: 'sns:ConfirmSubscription', as: 'anonymous' }, 'unasked', true],
  ] as const)('is decided without a statement: %o', async (asked, decidedBy, allowed) => {
    const resource = asked.action.startsWith('sns') ? 'arn:aws:sns:us-east-1:1:a' : '*';
    const { answer, because } = await explain({ ...asked, resource });
    expect(answer).toMatchObject({ decidedBy, allowed, statements: [] });
    expect(because.map(({ kind }) => kind)).toContain('access.rule');
  });

  it('that lacks the word of one kind of policy alone is said to lack that', async () => {
    putPolicy(policyOf(allows));
    const PolicyDocument = policyOf({ ...allows, Action: 's3:*' });
    const { iam } = services;
    const made = iam.operations.CreatePolicy(request, { PolicyName: 'bounds', PolicyDocument });
    const PermissionsBoundary = made.Policy?.Arn;
    iam.operations.PutUserPermissionsBoundary(request, { UserName: 'min', PermissionsBoundary });
    const { conclusion, answer } = await explain({ action: 'ec2:DescribeVpcs' });
    expect(answer).toMatchObject({ decidedBy: 'no-statement', statements: [] });
    expect(conclusion).toContain('on *: no permissions boundary allows it');
  });

  it('for a role is held against the trust policy too, and says which of both decided', async () => {
    const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
    const assume = async (name: string, as = 'user/min') => {
      const asked = { action: 'sts:AssumeRole', resource: role(name), as };
      return (await explain(asked)).answer;
    };
    const trusted = { by: 'resource-based policy', policy: null, effect: 'Allow' };
    expect(await assume('deploy')).toMatchObject({ allowed: false, decidedBy: 'no-statement' });
    expect(await assume('named')).toMatchObject({ allowed: true, statements: [trusted] });
    expect(await assume('deploy', 'administrator')).toMatchObject({ statements: [trusted] });
    expect(await assume('web', 'administrator')).toMatchObject({ decidedBy: 'no-statement' });
    putPolicy(policyOf({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }));
    const { statements } = await assume('deploy');
    expect(statements).toMatchObject([trusted, { by: 'identity-based policy', policy: 'own' }]);
    putPolicy(policyOf({ Effect: 'Deny', Action: 'sts:*', Resource: '*' }));
    expect(await assume('named')).toMatchObject({
      allowed: false,
      statements: [{ policy: 'own' }],
    });
    await expect(assume('nope')).rejects.toMatchObject({ code: 'SubjectUnknown' });
  });
});

describe('who asks', () => {
  it.each([
    ['min', USER],
    [USER, USER],
    ['role/web', `arn:aws:sts::${ACCOUNT}:assumed-role/web/explain`],
    [`arn:aws:iam::${ACCOUNT}:role/web`, `arn:aws:sts::${ACCOUNT}:assumed-role/web/explain`],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/web/me`, `arn:aws:sts::${ACCOUNT}:assumed-role/web/me`],
    ['anonymous', null],
  ])('is found by %s', async (as, principal) => {
    const { answer } = await explain({ action: 'sts:GetCallerIdentity', as });
    expect(answer.principal).toBe(principal);
  });

  it.each([
    [`arn:aws:iam::${ACCOUNT}:user/min`, 'is nobody here'],
    ['arn:aws:iam::999988887777:role/web', 'is nobody here'],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/nope/me`, 'is nobody here'],
    ['nope', 'is nobody here'],
    ['s3.amazonaws.com', 'asks no S3 here'],
    ['i-0123', 'no region that answers has an instance'],
  ])('is nobody for %s, and who there is is named', async (as, message) => {
    dataPlane.answers['describeInstances'] = () => [];
    const asked = explain({ action: 'sts:GetCallerIdentity', as });
    await expect(asked).rejects.toMatchObject({
      ...{ code: 'SubjectUnknown', message: expect.stringContaining(message) },
    });
  });
});

describe('a request to S3', () => {
  type Answer = RegionQueries['explainAccess']['output'];
  const answerWith = (answers: Record<string, Answer>): void => {
    dataPlane.answers['explainAccess'] = (_, region) => answers[region];
  };
  const elsewhere: Answer = { kind: 'elsewhere', buckets: ['a'] };
  const asked = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/key' };

  it('is explained by the region of the bucket, of who IAM says asks', async () => {
    putPolicy(policyOf({ Effect: 'Allow', Action: 's3:*', Resource: '*' }));
    answerWith({
      'us-east-1': elsewhere,
      'eu-west-1': {
        ...{ kind: 'explained', action: 's3:GetObject', because: [] },
        access: { allowed: true, decidedBy: 'statement', statements: [], error: null },
      },
    });
    expect((await explain(asked)).answer).toMatchObject({ region: 'eu-west-1', allowed: true });
    expect(dataPlane.queries[0]?.input).toMatchObject({
      principal: { arn: USER, policies: { names: { identity: ['own'] } } },
    });
  });

  it.each([
    [elsewhere, 'SubjectUnknown', "there is no bucket 'b'"],
    [{ kind: 'no-match', about: 'bucket' }, 'UsageInvalid', 's3:GetObject is about a bucket'],
    [{ kind: 'no-action', actions: ['s3:GetObjects'] }, 'SubjectUnknown', 'no operation of S3'],
  ] as const)('is refused in words: %o', async (answer, code, message) => {
    answerWith({ 'us-east-1': { ...answer } as Answer, 'eu-west-1': { ...answer } as Answer });
    await expect(explain(asked)).rejects.toMatchObject({
      ...{ code, message: expect.stringContaining(message) },
    });
  });
});

it.each([
  ['s3:*', '*', 'UsageInvalid', 'is not an action'],
  ['GetObject', '*', 'UsageInvalid', 'is not an action'],
  ['dynamodb:GetItem', '*', 'SubjectUnknown', 'no service here is asked for'],
  ['ec2:DescribeVpc', '*', 'SubjectUnknown', "ec2 has no action 'DescribeVpc'"],
  ['ec2:DescribeVpcs', STACK, 'UsageInvalid', 'is not about'],
  ['cloudformation:DeleteStack', '*', 'UsageInvalid', 'is not about'],
])('what cannot be asked is refused: %s on %s', async (action, resource, code, message) => {
  await expect(explain({ action, resource })).rejects.toMatchObject({
    ...{ code, message: expect.stringContaining(message) },
  });
});
