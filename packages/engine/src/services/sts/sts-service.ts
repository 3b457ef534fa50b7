import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import { credentialOperations } from './credentials.ts';
import { type StsOptions, StsStore } from './sts-store.ts';

/**
 * Who calls, and temporary credentials, which here are the engine's own key: it has one account and
 * no policies.
 */
export class StsService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'sts',
    protocols: ['awsQuery'],
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;

  constructor(deps: ServiceDeps, options?: StsOptions) {
    this.operations = operationsOf(new StsStore(deps, options));
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-sts');
  }
}

function operationsOf(store: StsStore) {
  return bindOperations(store, credentialOperations);
}
