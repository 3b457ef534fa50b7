import type { Clock, PrincipalPolicies } from '@understudy/contract';
import {
  accessDeniedText,
  decideAccess,
  parsePermissions,
  policyTypesOf,
  type DecisionToTell,
  type LookedAt,
} from '@understudy/dataplane';
import { AwsError, type ServiceTraits } from '@understudy/wire';
import { isUnsigned, type RequestContext } from '../kernel/service.ts';
import { actionsOf, type AskedAction, type RoleFinder } from './actions.ts';
import { contextKeysOf, denialCode, type KeyedCall } from './context-keys.ts';
import { resourcesOf, type Place } from './resources.ts';

/** What IAM and STS know of principals. */
export interface Principals {
  /** What a principal may do; undefined for the administrator, who may do everything. */
  policiesOf(principalArn: string): PrincipalPolicies | undefined;
  tagsOf(principalArn: string): Readonly<Record<string, string>>;
  roles: RoleFinder;
  iamNameWithPath: Place['iamNameWithPath'];
  stackId: Place['stackId'];
}

export interface AskedCall extends Pick<KeyedCall, 'calledVia' | 'userAgent' | 'sourceIp'> {
  traits: ServiceTraits;
  operation: string;
  input: unknown;
  caller: RequestContext;
  /** Of the very key that has signed; absent: those that the caller's ARN has. */
  policies?: PrincipalPolicies | undefined;
}

type ExplainedCall = Omit<AskedCall, 'operation' | 'input' | 'policies'>;

/** One action about one resource. */
interface Asked {
  action: string;
  resource: string;
}

interface CallDecision extends Pick<DecisionToTell, 'by' | 'of'> {
  /** Undefined: it is let through. */
  error: AwsError | undefined;
}

/** Holds calls against the identity policies of their principals. */
export class Authorizer {
  readonly #clock: Clock;
  readonly #principals: Principals;

  constructor(clock: Clock, principals: Principals) {
    this.#clock = clock;
    this.#principals = principals;
  }

  /** Whether there is anything that the principal may not do. */
  isRestricted(principalArn: string): boolean {
    return this.#principals.policiesOf(principalArn) !== undefined;
  }

  /** Throws the service's error for a call that its principal's policies do not allow. */
  check(call: AskedCall): void {
    const { caller, traits, operation, input } = call;
    // A link that needs no signature is nobody's, and its token is what permits it.
    // https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
    if (isUnsigned(caller)) return;
    const policies = call.policies ?? this.#principals.policiesOf(caller.principalArn);
    if (policies === undefined) return;
    for (const each of actionsOf(traits.signingName, operation, input, this.#principals.roles))
      for (const resource of this.#resources(each, call)) {
        const action = `${each.service}:${each.action}`;
        const { error } = this.#decide({ ...call, policies }, { action, resource });
        if (error !== undefined) throw error;
      }
  }

  /** What `check` says to a call that asks for this one thing, and what decided. */
  explain(call: ExplainedCall, asked: Asked, lookedAt: LookedAt[]): CallDecision {
    const policies = this.#principals.policiesOf(call.caller.principalArn);
    if (policies === undefined) return { by: 'administrator', of: [], error: undefined };
    return this.#decide({ ...call, input: {}, policies }, asked, lookedAt);
  }

  #decide(
    call: ExplainedCall & { input: unknown; policies: PrincipalPolicies },
    asked: Asked,
    lookedAt?: LookedAt[],
  ): CallDecision {
    const { principalArn } = call.caller;
    const permissions = parsePermissions(call.policies);
    const context = contextKeysOf({
      ...call,
      wallMs: this.#clock.wallMs(),
      principalTags: this.#principals.tagsOf(principalArn),
    });
    const decision = decideAccess(permissions, { ...asked, context }, lookedAt);
    if (decision.kind === 'allowed')
      return { by: 'statement', of: policyTypesOf(permissions), error: undefined };
    return {
      by: decision.explicitly ? 'statement' : 'no-statement',
      of: [decision.by],
      error: denied(call, asked, (about) => accessDeniedText(principalArn, about, decision)),
    };
  }

  #resources(asked: AskedAction, { caller, input }: AskedCall): string[] {
    if (asked.resource !== undefined) return [asked.resource];
    const { region, account } = caller;
    const { iamNameWithPath, stackId } = this.#principals;
    return resourcesOf(asked, input, { region, account, iamNameWithPath, stackId });
  }
}

/** EC2 begins with a sentence of its own, and names no resource where there is none. */
function denied(
  { traits }: ExplainedCall,
  { action, resource }: Asked,
  text: (about: { action: string; resource: string | undefined }) => string,
): AwsError {
  const isEc2 = traits.signingName === 'ec2';
  const about = { action, resource: isEc2 && resource === '*' ? undefined : resource };
  const prefix = isEc2 ? 'You are not authorized to perform this operation. ' : '';
  return new AwsError({ ...denialCode(traits), message: prefix + text(about) });
}
