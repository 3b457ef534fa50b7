import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import { IamStore } from './iam-store.ts';
import { instanceProfileOperations } from './instance-profiles.ts';
import { managedPolicyOperations } from './managed-policies.ts';
import { rolePolicyOperations } from './role-policies.ts';
import { roleOperations } from './roles.ts';

/** AWS Identity and Access Management: roles, policies and instance profiles, as records. */
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

  instanceProfileExists(name: string): boolean {
    return this.#store.instanceProfiles.get(name) !== undefined;
  }
}

const OPERATIONS = mergeOperations(
  instanceProfileOperations,
  managedPolicyOperations,
  roleOperations,
  rolePolicyOperations,
);

function operationsOf(store: IamStore) {
  return bindOperations(store, OPERATIONS);
}
