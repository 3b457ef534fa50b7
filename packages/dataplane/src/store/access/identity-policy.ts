import { matchesWildcard, type PolicyType } from '@understudy/contract';
import { partOf, type LookedAt, type Mismatch } from './looked-at.ts';
import { conditionHolds, type Condition, type ConditionContext } from './policy-conditions.ts';
import { expandVariables, VARIABLE_ESCAPE } from './policy-variables.ts';

/** A statement of a policy that belongs to a user, a role or a session. */
export interface IdentityStatement {
  sid: string | undefined;
  effect: 'Allow' | 'Deny';
  action: { not: boolean; patterns: string[] };
  resource: { not: boolean; patterns: string[] };
  conditions: Condition[];
}

export interface IdentityPolicy {
  statements: IdentityStatement[];
  /** Since 2012-10-17 `${…}` stands for what is known of the request. */
  hasVariables: boolean;
}

/** What is asked of identity policies. */
export interface ActionRequest {
  /** e.g. `ec2:CreateVpc`. */
  action: string;
  /** An ARN, or `*` for an action that is about no resource in particular. */
  resource: string;
  context: ConditionContext;
}

/** All that says what a principal may do; what is absent restricts nothing. */
export interface Permissions {
  identity: readonly IdentityPolicy[];
  boundary?: IdentityPolicy | undefined;
  session?: readonly IdentityPolicy[] | undefined;
}

type IdentityType = Exclude<PolicyType, 'resource-based policy'>;

export type Decision =
  | { kind: 'allowed' }
  /** A statement denies, or none allows. */
  | { kind: 'denied'; explicitly: boolean; by: IdentityType };

/**
 * An explicit Deny of any policy wins; else the identity's own policies must allow, and the
 * boundary and the session's policies where there are some.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * Who asks why hands `lookedAt` in; the decision is the same with and without it.
 */
export function decideAccess(
  permissions: Permissions,
  request: ActionRequest,
  lookedAt?: LookedAt[],
): Decision {
  const all = policiesOf(permissions);
  if (lookedAt !== undefined)
    for (const [by, policies] of all) lookedAt.push(...statementsOf(by, policies, request));
  for (const [by, policies] of all)
    if (policies.some((policy) => says(policy, 'Deny', request)))
      return { kind: 'denied', explicitly: true, by };
  for (const [by, policies] of all)
    if (!policies.some((policy) => says(policy, 'Allow', request)))
      return { kind: 'denied', explicitly: false, by };
  return { kind: 'allowed' };
}

function policiesOf({
  identity,
  boundary,
  session,
}: Permissions): (readonly [IdentityType, readonly IdentityPolicy[]])[] {
  return [
    ['identity-based policy', identity],
    ...(boundary === undefined ? [] : [['permissions boundary', [boundary]] as const]),
    ...(session === undefined ? [] : [['session policy', session] as const]),
  ];
}

/** Each of which must allow. */
export function policyTypesOf(permissions: Permissions): IdentityType[] {
  return policiesOf(permissions).map(([type]) => type);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function accessDeniedText(
  principalArn: string,
  { action, resource }: { action: string; resource: string | undefined },
  { explicitly, by }: { explicitly: boolean; by: PolicyType },
): string {
  const about = resource === undefined ? '' : ` on resource: ${resource}`;
  const article = by === 'identity-based policy' ? 'an' : 'a';
  const why = explicitly
    ? `with an explicit deny in ${article} ${by}`
    : `because no ${by} allows the ${action} action`;
  return `User: ${principalArn} is not authorized to perform: ${action}${about} ${why}`;
}

function statementsOf(
  by: IdentityType,
  policies: readonly IdentityPolicy[],
  request: ActionRequest,
): LookedAt[] {
  return policies.flatMap((document, policy) =>
    document.statements.map((each, statement) => {
      const mismatch = mismatchOf(document, each, request);
      const part = partOf(each, mismatch, request.context);
      return { by, policy, statement, sid: each.sid, effect: each.effect, mismatch, part };
    }),
  );
}

function says(policy: IdentityPolicy, effect: 'Allow' | 'Deny', request: ActionRequest): boolean {
  return policy.statements.some(
    (statement) =>
      statement.effect === effect && mismatchOf(policy, statement, request) === undefined,
  );
}

function mismatchOf(
  { hasVariables }: IdentityPolicy,
  statement: IdentityStatement,
  { action, resource, context }: ActionRequest,
): Mismatch | undefined {
  const resourceFits = (pattern: string): boolean => {
    if (!hasVariables || !pattern.includes('${')) return matchesWildcard(pattern, resource);
    const expanded = expandVariables(pattern, context);
    return (
      expanded !== undefined && matchesWildcard(expanded, resource, { escape: VARIABLE_ESCAPE })
    );
  };
  const actionFits = (pattern: string): boolean =>
    matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
  if (statement.action.patterns.some(actionFits) === statement.action.not) return 'action';
  if (statement.resource.patterns.some(resourceFits) === statement.resource.not) return 'resource';
  const holds = statement.conditions.every((condition) => {
    const expanded = hasVariables ? expandedCondition(condition, context) : condition;
    return expanded !== undefined && conditionHolds(expanded, context);
  });
  return holds ? undefined : 'condition';
}

/** Undefined where a variable cannot be resolved. */
function expandedCondition(condition: Condition, context: ConditionContext): Condition | undefined {
  const values: string[] = [];
  for (const value of condition.values) {
    const expanded = value.includes('${') ? expandVariables(value, context) : value;
    if (expanded === undefined) return undefined;
    values.push(expanded.replaceAll(VARIABLE_ESCAPE, ''));
  }
  return { ...condition, values };
}
