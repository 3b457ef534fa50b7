import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { decideAccess, parseIdentityPolicy, parsePermissions } from '@understudy/dataplane';
import { fail } from '../../kernel/fail.ts';
import type { RequestContext } from '../../kernel/service.ts';
import type { RoleRecord } from '../iam/records.ts';
import { checkDuration, lentKey, newSession } from './sessions.ts';
import type { StsStore } from './sts-store.ts';
import { trusts } from './trust.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SECONDS = { min: 900, max: 43_200, default: 3600 } as const;

export async function assumeRole(
  store: StsStore,
  context: RequestContext,
  input: AssumeRoleRequest,
): Promise<AssumeRoleResponse> {
  const { account } = store.deps;
  const { RoleArn: roleArn = '' } = input;
  const named =
    /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(roleArn) ??
    fail('ValidationError', `${input.RoleArn} is invalid`);
  if (named[1] !== account) failDenied(context, roleArn);
  const session = input.RoleSessionName ?? '';
  if (!/^[\w+=,.@-]{2,64}$/.test(session))
    fail(
      'ValidationError',
      `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  const seconds = checkDuration(input.DurationSeconds, SECONDS);
  const principalArn = `arn:aws:sts::${account}:assumed-role/${named[2]}/${session}`;
  const role = store.iam.roleByArn(roleArn);
  // A role that is nowhere on record, as those of CDK's bootstrap, is the administrator's own.
  if (role === undefined && store.policiesOf(context.principalArn) === undefined)
    return {
      AssumedRoleUser: { AssumedRoleId: `AROAUNDERSTUDY0000001:${session}`, Arn: principalArn },
      Credentials: lentKey(store, seconds),
    };
  if (role === undefined || !mayAssume(store, context, { role, input }))
    return failDenied(context, roleArn);
  if (seconds > role.maxSessionDurationSeconds)
    fail(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  const policies = sessionPolicies(store, input);
  const made = newSession(store, seconds, {
    principalArn,
    issuerArn: roleArn,
    ...(policies === undefined ? {} : { sessionPolicies: policies }),
  });
  await store.deps.dataPlane.settled();
  return {
    AssumedRoleUser: { AssumedRoleId: `${role.roleId}:${session}`, Arn: principalArn },
    Credentials: made,
  };
}

/**
 * The role must trust the caller: by name, or its account, which then says by its own policies who
 * of it may.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-same-account.html
 */
function mayAssume(
  store: StsStore,
  { principalArn, account }: RequestContext,
  { role, input }: { role: RoleRecord; input: AssumeRoleRequest },
): boolean {
  const principal = { kind: 'account', accountId: account, arn: principalArn } as const;
  const context = new Map(
    input.ExternalId === undefined ? [] : [['sts:externalid', [input.ExternalId]] as const],
  );
  const policies = store.policiesOf(principalArn);
  const trustsAccount = trusts(role.assumeRolePolicyDocument, { principal, context });
  if (policies === undefined) return trustsAccount === 'Allow';
  const asked = { action: 'sts:AssumeRole', resource: role.arn, context };
  const decision = decideAccess(parsePermissions(policies), asked);
  if (trustsAccount === 'Deny' || (decision.kind === 'denied' && decision.explicitly)) return false;
  if (decision.kind === 'allowed' && trustsAccount === 'Allow') return true;
  const itself = { principal: { ...principal, policies }, context };
  return trusts(role.assumeRolePolicyDocument, itself) === 'Allow';
}

/** Managed policies by their ARNs, and one of the call's own. */
function sessionPolicies(store: StsStore, input: AssumeRoleRequest): string[] | undefined {
  const { Policy: inline, PolicyArns: arns = [] } = input;
  if (inline === undefined && arns.length === 0) return undefined;
  if (inline !== undefined) parseIdentityPolicy(inline);
  const managed = arns.flatMap(({ arn = '' }) => store.iam.policyDocument(arn) ?? []);
  return inline === undefined ? managed : [...managed, inline];
}

function failDenied({ principalArn }: RequestContext, roleArn: string): never {
  return fail(
    'AccessDenied',
    `User: ${principalArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    403,
  );
}
