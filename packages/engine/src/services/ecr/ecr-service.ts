import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import { EcrStore } from './ecr-store.ts';
import { repositoryOperations } from './repositories.ts';
import { policyOperations } from './repository-policies.ts';
import { settingOperations } from './repository-settings.ts';
import { tagOperations } from './repository-tags.ts';

const OPERATIONS = mergeOperations(
  repositoryOperations,
  policyOperations,
  settingOperations,
  tagOperations,
);

/** Amazon Elastic Container Registry: repositories and what is set on them, without images. */
export class EcrService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'ecr',
    protocols: ['awsJson1_1'],
    xmlNamespace: '',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;

  constructor(deps: ServiceDeps) {
    this.operations = operationsOf(new EcrStore(deps));
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-ecr');
  }
}

function operationsOf(store: EcrStore) {
  return bindOperations(store, OPERATIONS);
}
