import type {
  AccessDecider,
  AccessExplanation,
  Facts,
  PolicyType,
  PrincipalPolicies,
  Reasons,
} from '@understudy/contract';
import type { LookedAt, Mismatch } from './looked-at.ts';
import type { Principal } from './policy.ts';

/** @param options.isKnown Whether who decides has a key of theirs, or could. */
export function tellPrincipal(
  reasons: Reasons,
  principal: Principal,
  { isKnown }: { isKnown: boolean },
): void {
  const { says, facts } = describePrincipal(principal);
  const without = isKnown ? '' : '; no key of theirs is known here: this is what one could do';
  reasons.add('access.principal', says + without, {
    facts: { kind: principal.kind, isKnown, ...facts },
  });
}

function describePrincipal(principal: Principal): { says: string; facts: Facts } {
  if (principal.kind === 'anonymous')
    return { says: 'nobody in particular asks: the request has no signature', facts: {} };
  if (principal.kind === 'service') {
    const { service, sourceArn } = principal;
    return { says: `${service} asks for ${sourceArn}`, facts: { service, sourceArn } };
  }
  const { arn, policies } = principal;
  if (policies === undefined) return { says: `${arn} is the administrator`, facts: { arn } };
  const { identity, boundary, session } = policies;
  const has = [
    counted(identity.length, 'identity-based policy', 'identity-based policies'),
    ...(boundary === undefined ? [] : ['a permissions boundary']),
    ...(session === undefined
      ? []
      : [counted(session.length, 'session policy', 'session policies')]),
  ];
  return { says: `${arn} has ${has.join(', ')}`, facts: { arn } };
}

function counted(count: number, one: string, more: string): string {
  return `${count === 0 ? 'no' : count} ${count === 1 ? one : more}`;
}

/** A decision on access, and the statements that it came to look at. */
export interface DecisionToTell {
  by: AccessDecider;
  of: readonly PolicyType[];
  allowed: boolean;
  lookedAt: readonly LookedAt[];
  /** Of the principal's policies. Absent: nothing is known. */
  names?: PrincipalPolicies['names'];
  /** What has the resource-based policy. Absent: nothing that is asked about could. */
  resource?: string;
  error: { code: string; message: string } | undefined;
}

/** Leaves why in `reasons`; returns what was decided, with the statements that did. */
export function tellDecision(reasons: Reasons, told: DecisionToTell): AccessExplanation {
  const { by, allowed, lookedAt, error } = told;
  const deciding = lookedAt.filter((each) => isDeciding(each, told));
  for (const policy of policiesIn(lookedAt)) tellPolicy(reasons, policy, told);
  const rule = ruleOf(told);
  if (rule !== undefined)
    reasons.add('access.rule', rule, {
      ...{ mark: 'chosen', facts: { by, of: told.of[0] ?? null } },
    });
  reasons.add('access.answer', answerText(error), {
    mark: error === undefined ? 'well' : 'ill',
    facts: { code: error?.code ?? null, message: error?.message ?? null },
  });
  return {
    allowed,
    decidedBy: by,
    statements: deciding.map((each) => ({
      by: each.by,
      policy: policyName(each, told.names) ?? null,
      statement: each.statement + 1,
      sid: each.sid ?? null,
      effect: each.effect,
    })),
    error: error === undefined ? null : { code: error.code, message: error.message },
  };
}

function answerText(error: DecisionToTell['error']): string {
  return error === undefined
    ? 'the request goes on'
    : `it is answered ${error.code}: ${error.message.replace(/\.$/, '')}`;
}

/** A deny decides where it is refused, allows decide where it is not. */
function isDeciding(
  { by, effect, mismatch }: LookedAt,
  { by: decidedBy, of, allowed }: DecisionToTell,
): boolean {
  if (decidedBy !== 'statement' || mismatch !== undefined) return false;
  return of.includes(by) && effect === (allowed ? 'Allow' : 'Deny');
}

/** The first statement of each policy that has some. */
function policiesIn(lookedAt: readonly LookedAt[]): LookedAt[] {
  return lookedAt.filter(({ statement }) => statement === 0);
}

function tellPolicy(reasons: Reasons, first: LookedAt, told: DecisionToTell): void {
  const { by, policy } = first;
  const name = policyName(first, told.names) ?? null;
  const statements = told.lookedAt.filter((each) => each.by === by && each.policy === policy);
  const below = reasons.add('access.policy', policyTitle(first, told), {
    facts: { by, policy: name },
  });
  for (const each of statements) {
    const { statement, sid, effect, mismatch, part } = each;
    const title = `statement ${statement + 1}, ${effect}${sid === undefined ? '' : `, '${sid}'`}`;
    const isIt = isDeciding(each, told);
    const mark = isIt ? 'chosen' : mismatch === undefined ? 'well' : 'passed-over';
    const does = mismatch === undefined ? (isIt ? 'decides' : 'applies') : UNFIT[mismatch];
    below.add('access.statement', `${title}, ${does}${part === undefined ? '' : `: ${part}`}`, {
      mark,
      facts: {
        statement: statement + 1,
        ...{ sid: sid ?? null, effect, mismatch: mismatch ?? null, part: part ?? null },
      },
    });
  }
}

const UNFIT: Record<Mismatch, string> = {
  principal: 'is for other principals',
  action: 'is about other actions',
  resource: 'is about other resources',
  condition: 'has a condition that does not hold',
};

/** What decided where no statement did. */
function ruleOf({ by, of }: DecisionToTell): string | undefined {
  switch (by) {
    case 'statement':
      return undefined;
    case 'no-statement':
      return `no ${of.join(' or ')} allows it, and what none allows is denied`;
    default:
      return RULES[by];
  }
}

const RULES: Record<Exclude<AccessDecider, 'statement' | 'no-statement'>, string> = {
  administrator: 'IAM allows the administrator everything in the account',
  'root-user':
    "the bucket's policy is no bar to the account's root user who reads, sets or deletes it",
  'public-access-block':
    'RestrictPublicBuckets leaves a public policy to AWS services and to the account of the bucket',
  'owner-only': 'it belongs to the account of the bucket alone, whatever a policy says',
  unasked: 'no permission is needed for it',
  unsigned: 'the call needs a signature',
};

/** Undefined for a bucket's policy, which has none, and for what nobody has the name of. */
function policyName(
  { by, policy }: LookedAt,
  names: PrincipalPolicies['names'],
): string | undefined {
  if (by === 'identity-based policy') return names?.identity[policy];
  return by === 'permissions boundary' ? names?.boundary : undefined;
}

function policyTitle(each: LookedAt, { names, resource }: DecisionToTell): string {
  if (each.by === 'resource-based policy')
    return resource === undefined ? each.by : `${each.by} of ${resource}`;
  return `${each.by} ${policyName(each, names) ?? each.policy + 1}`;
}
