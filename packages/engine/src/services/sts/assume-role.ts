import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { parseIdentityPolicy } from '@understudy/dataplane';
import { fail } from '../../kernel/fail.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { assumptionDenied, decideAssumption } from './assumption.ts';
import { checkDuration, lentKey, newSession } from './sessions.ts';
import type { StsStore } from './sts-store.ts';

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
  if (named[1] !== account) throw assumptionDenied(context, roleArn);
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
  const { ExternalId: externalId } = input;
  if (role === undefined || !decideAssumption(store, context, { role, externalId }).allowed)
    throw assumptionDenied(context, roleArn);
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

/** Managed policies by their ARNs, and one of the call's own. */
function sessionPolicies(store: StsStore, input: AssumeRoleRequest): string[] | undefined {
  const { Policy: inline, PolicyArns: arns = [] } = input;
  if (inline === undefined && arns.length === 0) return undefined;
  if (inline !== undefined) parseIdentityPolicy(inline);
  const managed = arns.flatMap(({ arn = '' }) => store.iam.policyDocument(arn) ?? []);
  return inline === undefined ? managed : [...managed, inline];
}
