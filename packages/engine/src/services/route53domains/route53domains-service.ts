import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import { domainOperations } from './domains.ts';
import { Route53DomainsStore } from './route53domains-store.ts';

/** The registrar: which domains are ours, and which name servers their parent zones refer to. */
export class Route53DomainsService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'route53domains',
    protocols: ['awsJson1_1'],
    xmlNamespace: '',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;
  readonly #store: Route53DomainsStore;

  constructor(deps: ServiceDeps) {
    this.#store = new Route53DomainsStore(deps);
    this.operations = operationsOf(this.#store);
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-route-53-domains');
  }

  /**
   * What parent zones refer to. A domain that was never given name servers is not among them: it
   * does not resolve.
   */
  delegations(): { domain: string; nameServers: string[] }[] {
    return this.#store.domains
      .list()
      .filter((domain) => domain.nameServers.length > 0)
      .map(({ name, nameServers }) => ({ domain: name, nameServers }));
  }

  /** Makes a domain ours, as a purchase would; does nothing when it already is. */
  register(domain: string, years = 1): void {
    this.#store.register(domain, years);
  }
}

function operationsOf(store: Route53DomainsStore) {
  return bindOperations(store, domainOperations);
}
