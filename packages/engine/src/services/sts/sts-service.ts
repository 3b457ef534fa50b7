import type { InstanceRoles, PrincipalPolicies, SigningKey } from '@understudy/contract';
import type { DecisionToTell, LookedAt } from '@understudy/dataplane';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import type { IamService } from '../iam/iam-service.ts';
import { assumptionDenied, decideAssumption } from './assumption.ts';
import { credentialOperations } from './credentials.ts';
import { ForwardedKeys } from './forwarded-keys.ts';
import { instanceRoles } from './instance-roles.ts';
import { roleNameOf, type StsOptions, StsStore } from './sts-store.ts';

/** Who calls, temporary credentials, and what principals may do. */
export class StsService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'sts',
    protocols: ['awsQuery'],
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;
  readonly #store: StsStore;
  readonly #forwarded: ForwardedKeys;

  constructor(deps: ServiceDeps, iam: IamService, options?: StsOptions) {
    this.#store = new StsStore(deps, iam, options);
    this.#forwarded = new ForwardedKeys(this.#store);
    this.operations = operationsOf(this.#store);
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-sts');
  }

  /** Undefined for the administrator, who may do everything. */
  policiesOf(principalArn: string): PrincipalPolicies | undefined {
    return this.#store.policiesOf(principalArn);
  }

  /** Of the user, or of the role that is taken on. */
  tagsOf(principalArn: string): Readonly<Record<string, string>> {
    const { iam } = this.#store;
    const role = iam.role(roleNameOf(principalArn) ?? '');
    return (iam.userByArn(principalArn) ?? role)?.tags ?? {};
  }

  /** What AssumeRole says to who asks for a role, and what decided; undefined: no such role. */
  explainAssumption(
    principalArn: string,
    roleArn: string,
    lookedAt: LookedAt[],
  ): Pick<DecisionToTell, 'by' | 'of' | 'error'> | undefined {
    const { iam, deps } = this.#store;
    const role = iam.roleByArn(roleArn);
    if (role === undefined) return undefined;
    const caller = { principalArn, account: deps.account };
    const { by, of, allowed } = decideAssumption(this.#store, caller, { role }, lookedAt);
    return { by, of, error: allowed ? undefined : assumptionDenied(caller, roleArn) };
  }

  /** A key that CloudFormation signs with for a principal; undefined for the administrator. */
  forwardedKey(
    principalArn: string,
  ): Promise<{ accessKeyId: string; secretAccessKey: string } | undefined> {
    return this.#forwarded.of(principalArn);
  }

  /** What instances act as. */
  instanceRoles(): Omit<InstanceRoles, 'secret'> {
    return instanceRoles(this.#store.iam, this.#store.deps.account);
  }

  /** Every key of a user, a session or a service in their name, as the endpoint knows them. */
  signingKeys(): SigningKey[] {
    const { iam } = this.#store;
    return [...iam.userKeys(), ...this.#store.sessionKeys(), ...this.#forwarded.signingKeys()];
  }
}

function operationsOf(store: StsStore) {
  return bindOperations(store, credentialOperations);
}
