import { Reasons, type AccessExplanation, type PolicyType } from '@understudy/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseIdentityPolicy } from './identity-parse.ts';
import type { LookedAt } from './looked-at.ts';
import { parsePolicy } from './policy-parse.ts';
import { decideRequest, refusalOf, type AccessQuestion } from './policy.ts';
import { tellDecision } from './tell-decision.ts';

const ACCOUNT = '111122223333';
const ARN = `arn:aws:iam::${ACCOUNT}:user/ada`;

const drawnStatement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.constantFrom('s3:GetObject', 's3:Get*', 's3:PutObject'),
  Resource: fc.constantFrom('arn:aws:s3:::b/*', 'arn:aws:s3:::b/other'),
  Condition: fc.constantFrom(
    {},
    { Bool: { 'aws:SecureTransport': 'true' } },
    { Bool: { 'aws:SecureTransport': 'false' } },
  ),
});
const drawnPolicy = fc.array(drawnStatement, { minLength: 1, maxLength: 3 });
const drawnPrincipal = fc.constantFrom('*', { AWS: ARN }, { AWS: '999988887777' });

const drawnQuestion = fc
  .record({
    bucket: fc.array(fc.tuple(drawnStatement, drawnPrincipal), { minLength: 1, maxLength: 3 }),
    identity: fc.array(drawnPolicy, { maxLength: 2 }),
    boundary: fc.option(drawnPolicy, { nil: undefined }),
    session: fc.option(fc.array(drawnPolicy, { maxLength: 2 }), { nil: undefined }),
  })
  .map(({ bucket, identity, boundary, session }): AccessQuestion => {
    const statements = bucket.map(([statement, Principal]) => ({ ...statement, Principal }));
    return {
      principal: {
        kind: 'account',
        accountId: ACCOUNT,
        arn: ARN,
        policies: { identity: [] },
      },
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::b/key',
      context: new Map([['aws:securetransport', ['true']]]),
      canonicalUserId: undefined,
      ownerAccount: ACCOUNT,
      policy: parsePolicy(textOf(statements), 'b'),
      policyIsPublic: false,
      restrictPublicBuckets: false,
      permissions: {
        identity: identity.map((each) => parseIdentityPolicy(textOf(each))),
        boundary: boundary && parseIdentityPolicy(textOf(boundary)),
        session: session?.map((each) => parseIdentityPolicy(textOf(each))),
      },
    };
  });

function textOf(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** Whether IAM's logic lets the request through, by what was looked at alone. */
function isLetThrough(lookedAt: readonly LookedAt[], types: readonly LookedAt['by'][]): boolean {
  const applying = lookedAt.filter(({ mismatch }) => mismatch === undefined);
  if (applying.some(({ effect }) => effect === 'Deny')) return false;
  const allowing = new Set(applying.map(({ by }) => by));
  return allowing.has('resource-based policy') || types.every((type) => allowing.has(type));
}

it('the statements that are told of are those that decided, and who asks why changes nothing', () => {
  fc.assert(
    fc.property(drawnQuestion, (question) => {
      const lookedAt: LookedAt[] = [];
      const refusal = refusalOf(question, lookedAt);
      expect(refusal).toEqual(refusalOf(question));
      const types: LookedAt['by'][] = ['identity-based policy'];
      if (question.permissions?.boundary !== undefined) types.push('permissions boundary');
      if (question.permissions?.session !== undefined) types.push('session policy');
      expect(isLetThrough(lookedAt, types)).toBe(refusal === undefined);
    }),
    { numRuns: 500 },
  );
});

type Told = AccessExplanation['statements'][number];

/** Session policies have no names to tell them apart by: one is drawn at most. */
function hasOneSessionPolicy({ permissions }: AccessQuestion): boolean {
  return (permissions?.session ?? []).length <= 1;
}

function explained(question: AccessQuestion): AccessExplanation {
  const lookedAt: LookedAt[] = [];
  const { by, of, refusal } = decideRequest(question, lookedAt);
  const names = { identity: ['0', '1'] };
  const error = refusal && { code: 'AccessDenied', message: '' };
  const told = { by, of, allowed: refusal === undefined, lookedAt, names, error };
  return tellDecision(new Reasons(), told);
}

/** The question with those statements only that `keeps` keeps. */
function withOnly(
  question: AccessQuestion,
  keeps: (told: Pick<Told, 'by' | 'policy' | 'statement'>) => boolean,
): AccessQuestion {
  const cut = <Document extends { statements: readonly unknown[] }>(
    by: PolicyType,
    policy: string | null,
    document: Document,
  ): Document => ({
    ...document,
    statements: document.statements.filter((_, index) =>
      keeps({ by, policy, statement: index + 1 }),
    ),
  });
  const { policy, permissions } = question;
  return {
    ...question,
    policy: policy && cut('resource-based policy', null, policy),
    permissions: permissions && {
      identity: permissions.identity.map((each, index) =>
        cut('identity-based policy', String(index), each),
      ),
      boundary: permissions.boundary && cut('permissions boundary', null, permissions.boundary),
      session: permissions.session?.map((each) => cut('session policy', null, each)),
    },
  };
}

it('the statements that decided do so without all others, and nothing does without them', () => {
  fc.assert(
    fc.property(drawnQuestion.filter(hasOneSessionPolicy), (question) => {
      const before = explained(question);
      const { statements, allowed, decidedBy } = before;
      if (decidedBy !== 'statement') {
        expect([statements, allowed]).toEqual([[], false]);
        return;
      }
      const isTold = (each: Pick<Told, 'by' | 'policy' | 'statement'>): boolean =>
        statements.some(
          ({ by, policy, statement }) =>
            by === each.by && policy === each.policy && statement === each.statement,
        );
      const alone = explained(withOnly(question, isTold));
      expect([alone.decidedBy, alone.allowed]).toEqual(['statement', allowed]);
      expect(alone.statements).toHaveLength(statements.length);
      const without = explained(withOnly(question, (each) => !isTold(each)));
      const [first] = without.statements;
      // What one kind of policy denies, another may deny as well.
      expect(without.allowed ? !allowed : first?.by !== statements[0]?.by).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['principal', '999988887777', { Principal: { AWS: '999988887777' } }],
  ['action', 's3:PutObject', { Action: 's3:PutObject' }],
  ['action', 'all but s3:Get*', { Action: undefined, NotAction: 's3:Get*' }],
  ['resource', 'arn:aws:s3:::b/other', { Resource: 'arn:aws:s3:::b/other' }],
  [
    'condition',
    'Bool aws:securetransport false; the request has true',
    { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  ],
  [
    'condition',
    'ForAnyValue:StringLike aws:username a*, b; the request has none',
    { Condition: { 'ForAnyValue:StringLike': { 'aws:username': ['a*', 'b'] } } },
  ],
  [undefined, undefined, {}],
])('the first part that does not fit is told: %s %s', (mismatch, part, more) => {
  const statement = {
    Sid: 'One',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:*',
    Resource: '*',
    ...more,
  };
  const lookedAt: LookedAt[] = [];
  refusalOf(
    {
      principal: { kind: 'anonymous' },
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::b/key',
      context: new Map([['aws:securetransport', ['true']]]),
      canonicalUserId: undefined,
      ownerAccount: ACCOUNT,
      policy: parsePolicy(textOf([statement]), 'b'),
      policyIsPublic: false,
      restrictPublicBuckets: false,
    },
    lookedAt,
  );
  expect(lookedAt).toEqual([
    {
      ...{ by: 'resource-based policy', policy: 0, statement: 0, sid: 'One', effect: 'Allow' },
      ...{ mismatch, part },
    },
  ]);
});
