import type { PrincipalPolicies, SigningKey } from '@understudy/contract';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import { accessKeyOperations } from './access-keys.ts';
import { IamStore } from './iam-store.ts';
import { instanceProfileOperations } from './instance-profiles.ts';
import { managedPolicyOperations } from './managed-policies.ts';
import { documentOf, policiesOf, userKeys } from './principal-policies.ts';
import type { InstanceProfileRecord, RoleRecord, UserRecord } from './records.ts';
import { rolePolicyOperations } from './role-policies.ts';
import { roleOperations } from './roles.ts';
import { userPolicyOperations } from './user-policies.ts';
import { userOperations } from './users.ts';

/** AWS Identity and Access Management: users and roles, what they may do, and instance profiles. */
export class IamService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'iam',
    protocols: ['awsQuery'],
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;
  readonly #store: IamStore;

  constructor(deps: ServiceDeps) {
    this.#store = new IamStore(deps);
    this.operations = operationsOf(this.#store);
  }

  async loadSchemas(): Promise<Record<string, unknown>> {
    return { ...(await import('@aws-sdk/client-iam')) };
  }

  roleExists(arn: string): boolean {
    return this.#store.roles.list().some((role) => role.arn === arn);
  }

  roleByArn(arn: string): RoleRecord | undefined {
    return this.#store.roles.list().find((role) => role.arn === arn);
  }

  role(name: string): RoleRecord | undefined {
    return this.#store.roles.get(name);
  }

  userByArn(arn: string): UserRecord | undefined {
    return this.#store.users.list().find((user) => user.arn === arn);
  }

  policiesOf(holder: RoleRecord | UserRecord): PrincipalPolicies {
    return policiesOf(this.#store, holder);
  }

  /** A managed policy's text; undefined for one that is not known. */
  policyDocument(arn: string): string | undefined {
    return documentOf(this.#store, arn);
  }

  userKeys(): SigningKey[] {
    return userKeys(this.#store);
  }

  roles(): RoleRecord[] {
    return this.#store.roles.list();
  }

  users(): UserRecord[] {
    return this.#store.users.list();
  }

  instanceProfiles(): InstanceProfileRecord[] {
    return this.#store.instanceProfiles.list();
  }

  /** ARNs of the roles in an instance profile. */
  rolesInProfile(name: string): string[] {
    const names = this.#store.instanceProfiles.get(name)?.roleNames ?? [];
    return names.flatMap((each) => this.#store.roles.get(each)?.arn ?? []);
  }

  /** The path and name of what there is under a name, as ARNs have it behind their kind. */
  nameWithPath(kind: string, name: string): string | undefined {
    const { roles, users, instanceProfiles, policies } = this.#store;
    const record =
      kind === 'role'
        ? roles.get(name)
        : kind === 'user'
          ? users.get(name)
          : kind === 'instance-profile'
            ? instanceProfiles.get(name)
            : policies.list().find((policy) => policy.name === name);
    return record && record.path.slice(1) + record.name;
  }

  instanceProfileExists(name: string): boolean {
    return this.#store.instanceProfiles.get(name) !== undefined;
  }
}

const OPERATIONS = mergeOperations(
  accessKeyOperations,
  instanceProfileOperations,
  managedPolicyOperations,
  roleOperations,
  rolePolicyOperations,
  userOperations,
  userPolicyOperations,
);

function operationsOf(store: IamStore) {
  return bindOperations(store, OPERATIONS);
}
