import {
  matchesWildcard,
  type AccessDecider,
  type PolicyType,
  type SigningKey,
} from '@understudy/contract';
import { decideAccess, policyTypesOf, type Decision, type Permissions } from './identity-policy.ts';
import { partOf, type LookedAt, type Mismatch } from './looked-at.ts';
import { conditionHolds, type Condition, type ConditionContext } from './policy-conditions.ts';
import type { PrincipalMatcher } from './policy-elements.ts';

/** Who asks. */
export type Principal = SigningKey['principal'] | { kind: 'anonymous' };

export interface Statement {
  sid: string | undefined;
  effect: 'Allow' | 'Deny';
  principal: { not: boolean; matcher: PrincipalMatcher };
  action: { not: boolean; patterns: string[] };
  resource: { not: boolean; patterns: string[] };
  conditions: Condition[];
}

export interface PolicyDocument {
  statements: Statement[];
}

export interface PolicyRequest {
  principal: Principal;
  /** e.g. `s3:GetObject`. */
  action: string;
  /** e.g. `arn:aws:s3:::bucket/key`. */
  resource: string;
  context: ConditionContext;
  /** The canonical user that `principal`'s account is. */
  canonicalUserId: string | undefined;
}

export type PolicyVerdict = 'Allow' | 'Deny' | 'None';

/**
 * What a bucket policy says of a request. An explicit Deny wins over every Allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluatePolicy(
  document: PolicyDocument,
  request: PolicyRequest,
  lookedAt?: LookedAt[],
): PolicyVerdict {
  lookedAt?.push(...statementsOf(document, request));
  let verdict: PolicyVerdict = 'None';
  for (const statement of document.statements) {
    if (mismatchOf(statement, request) !== undefined) continue;
    if (statement.effect === 'Deny') return 'Deny';
    verdict = 'Allow';
  }
  return verdict;
}

export interface AccessQuestion extends PolicyRequest {
  /** The account that owns the bucket. */
  ownerAccount: string;
  policy: PolicyDocument | undefined;
  policyIsPublic: boolean;
  restrictPublicBuckets: boolean;
  /** What IAM lets the owner's user or role do; undefined for the administrator. */
  permissions?: Permissions | undefined;
}

/** Why S3 does not let a request through, where it tells. */
export type Refusal =
  | Extract<Decision, { kind: 'denied' }>
  | { kind: 'denied'; explicitly: true; by: 'resource-based policy' }
  | { kind: 'untold' };

/**
 * Operations that the owner's root user keeps whatever the policy says, or nobody could mend it.
 * They belong to the owner's account alone: whom a policy lets in from elsewhere is told that the
 * method is not allowed.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
const POLICY_ACTIONS = new Set([
  's3:GetBucketPolicy',
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
]);

export function isForOwnerOnly(action: string): boolean {
  return POLICY_ACTIONS.has(action);
}

/** Whether S3 lets the request through. */
export function isAllowed(question: AccessQuestion): boolean {
  return refusalOf(question) === undefined;
}

/** What stands against the request; undefined where nothing does. */
export function refusalOf(question: AccessQuestion, lookedAt?: LookedAt[]): Refusal | undefined {
  return decideRequest(question, lookedAt).refusal;
}

/** Whether S3 lets a request through, and what decided. */
export interface RequestDecision {
  by: AccessDecider;
  /** Types of policies whose statements decided, or that have none that allows. */
  of: readonly PolicyType[];
  /** Undefined: it is let through. */
  refusal: Refusal | undefined;
}

const BUCKETS = 'resource-based policy';
const UNTOLD: Refusal = { kind: 'untold' };

/**
 * Who asks why hands `lookedAt` in, which then has the statements that the decision came to look
 * at; it is the same with and without it.
 */
export function decideRequest(question: AccessQuestion, lookedAt?: LookedAt[]): RequestDecision {
  return question.permissions === undefined
    ? unrestricted(question, lookedAt)
    : restricted(question, question.permissions, lookedAt);
}

/**
 * Within one account a user or a role needs the word of its own policies or of the bucket's; a
 * bucket policy that lets the account in leaves it to IAM whom of it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-same-account.html
 */
function restricted(
  question: AccessQuestion,
  permissions: Permissions,
  lookedAt: LookedAt[] | undefined,
): RequestDecision {
  const verdict = question.policy ? evaluatePolicy(question.policy, question, lookedAt) : 'None';
  if (verdict === 'Deny')
    return {
      ...{ by: 'statement', of: [BUCKETS] },
      refusal: { kind: 'denied', explicitly: true, by: BUCKETS },
    };
  const decision = decideAccess(permissions, question, lookedAt);
  const isAllowedByBucket = verdict === 'Allow';
  if (decision.kind === 'denied' && (decision.explicitly || !isAllowedByBucket)) {
    const by = decision.explicitly ? 'statement' : 'no-statement';
    return { by, of: [decision.by], refusal: decision };
  }
  const own = decision.kind === 'allowed' ? policyTypesOf(permissions) : [];
  const of = [...(isAllowedByBucket ? ([BUCKETS] as const) : []), ...own];
  return { by: 'statement', of, refusal: undefined };
}

function unrestricted(question: AccessQuestion, lookedAt: LookedAt[] | undefined): RequestDecision {
  const { principal, ownerAccount, action } = question;
  const isOwner = principal.kind === 'account' && principal.accountId === ownerAccount;
  // The engine's own key is the administrator's: it is taken for the root user here, since there is
  // no other that could.
  if (isOwner && isForOwnerOnly(action)) return { by: 'root-user', of: [], refusal: undefined };
  const verdict = question.policy ? evaluatePolicy(question.policy, question, lookedAt) : 'None';
  if (verdict === 'Deny') return { by: 'statement', of: [BUCKETS], refusal: UNTOLD };
  // IAM allows the administrator everything in the account.
  if (isOwner) return { by: 'administrator', of: [], refusal: undefined };
  // RestrictPublicBuckets leaves a public policy to AWS services and to the owner's account.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
  if (question.restrictPublicBuckets && question.policyIsPublic && principal.kind !== 'service')
    return { by: 'public-access-block', of: [], refusal: UNTOLD };
  return verdict === 'Allow'
    ? { by: 'statement', of: [BUCKETS], refusal: undefined }
    : { by: 'no-statement', of: [BUCKETS], refusal: UNTOLD };
}

function statementsOf(document: PolicyDocument, request: PolicyRequest): LookedAt[] {
  return document.statements.map((each, statement) => {
    const mismatch = mismatchOf(each, request);
    const part = partOf(each, mismatch, request.context);
    const { sid, effect } = each;
    return { by: BUCKETS, policy: 0, statement, sid, effect, mismatch, part };
  });
}

function mismatchOf(statement: Statement, request: PolicyRequest): Mismatch | undefined {
  const { principal, action, resource, conditions } = statement;
  if (principalFits(statement, request) === principal.not) return 'principal';
  if (someFits(action.patterns, request.action, true) === action.not) return 'action';
  if (someFits(resource.patterns, request.resource, false) === resource.not) return 'resource';
  const holds = conditions.every((condition) => conditionHolds(condition, request.context));
  return holds ? undefined : 'condition';
}

/** Action names do not tell case apart; resources do. */
function someFits(patterns: readonly string[], text: string, ignoreCase: boolean): boolean {
  const fold = (value: string): string => (ignoreCase ? value.toLowerCase() : value);
  return patterns.some((pattern) => matchesWildcard(fold(pattern), fold(text)));
}

function principalFits(
  { effect, principal: { matcher } }: Statement,
  request: PolicyRequest,
): boolean {
  if (matcher.everyone) return true;
  const { principal } = request;
  switch (principal.kind) {
    case 'anonymous':
      return false;
    case 'service':
      return matcher.services.includes(principal.service);
    case 'account':
      return (
        matcher.aws.some((name) => awsPrincipalFits(name, principal, effect)) ||
        (request.canonicalUserId !== undefined &&
          matcher.canonicalUsers.includes(request.canonicalUserId))
      );
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function awsPrincipalFits(
  name: string,
  principal: Extract<Principal, { kind: 'account' }>,
  effect: Statement['effect'],
): boolean {
  if (name === principal.arn) return true;
  const isAccount =
    name === principal.accountId || name === `arn:aws:iam::${principal.accountId}:root`;
  // What lets an account in lets in whom IAM allows it there.
  if (isAccount) return effect === 'Deny' || principal.policies === undefined;
  // A session of a role is the role, when the policy names the role.
  const session = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(principal.arn);
  if (!session) return false;
  const roles = `arn:aws:iam::${session[1]}:role/`;
  return name.startsWith(roles) && name.slice(name.lastIndexOf('/') + 1) === session[2];
}
