import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import { parameterTagOperations } from './parameter-tags.ts';
import { parameterOperations } from './parameters.ts';
import { SsmStore } from './ssm-store.ts';

const OPERATIONS = mergeOperations(parameterOperations, parameterTagOperations);

/** Parameter Store, a region at a time, and AWS's public parameters for machine images. */
export class SsmService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'ssm',
    protocols: ['awsJson1_1'],
    xmlNamespace: '',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;

  constructor(deps: ServiceDeps) {
    this.operations = operationsOf(new SsmStore(deps));
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-ssm');
  }
}

function operationsOf(store: SsmStore) {
  return bindOperations(store, OPERATIONS);
}
