import {
  decideAccess,
  parsePermissions,
  policyTypesOf,
  type DecisionToTell,
  type LookedAt,
} from '@understudy/dataplane';
import { AwsError } from '@understudy/wire';
import type { RequestContext } from '../../kernel/service.ts';
import type { RoleRecord } from '../iam/records.ts';
import type { StsStore } from './sts-store.ts';
import { trusts } from './trust.ts';

type Assumption = Pick<DecisionToTell, 'by' | 'of' | 'allowed'>;
type Caller = Pick<RequestContext, 'principalArn' | 'account'>;

const TRUST = 'resource-based policy';

/**
 * The role must trust the caller: by name, or its account, which then says by its own policies who
 * of it may. Who asks why hands `lookedAt` in.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-same-account.html
 */
export function decideAssumption(
  store: StsStore,
  { principalArn, account }: Caller,
  { role, externalId }: { role: RoleRecord; externalId?: string | undefined },
  lookedAt?: LookedAt[],
): Assumption {
  const principal = { kind: 'account', accountId: account, arn: principalArn } as const;
  const context = new Map(
    externalId === undefined ? [] : [['sts:externalid', [externalId]] as const],
  );
  const policies = store.policiesOf(principalArn);
  const document = role.assumeRolePolicyDocument;
  const trustsAccount = trusts(document, { principal, context }, lookedAt);
  if (trustsAccount === 'Deny') return { by: 'statement', of: [TRUST], allowed: false };
  const isTrusted = trustsAccount === 'Allow';
  if (policies === undefined)
    return { by: isTrusted ? 'statement' : 'no-statement', of: [TRUST], allowed: isTrusted };
  const permissions = parsePermissions(policies);
  const asked = { action: 'sts:AssumeRole', resource: role.arn, context };
  const decision = decideAccess(permissions, asked, lookedAt);
  if (decision.kind === 'denied' && decision.explicitly)
    return { by: 'statement', of: [decision.by], allowed: false };
  if (decision.kind === 'allowed' && isTrusted)
    return { by: 'statement', of: [TRUST, ...policyTypesOf(permissions)], allowed: true };
  const itself = { principal: { ...principal, policies }, context };
  if (trusts(document, itself) === 'Allow') return { by: 'statement', of: [TRUST], allowed: true };
  const lacking = isTrusted && decision.kind === 'denied' ? decision.by : TRUST;
  return { by: 'no-statement', of: [lacking], allowed: false };
}

export function assumptionDenied(
  { principalArn }: Pick<RequestContext, 'principalArn'>,
  roleArn: string,
): AwsError {
  return new AwsError({
    code: 'AccessDenied',
    message: `User: ${principalArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    status: 403,
  });
}
