import type { OperationType } from '@aws-sdk/client-route-53-domains';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { fail } from '../../kernel/fail.ts';
import { uuid } from '../../kernel/identifiers.ts';
import type { Table } from '../../kernel/state/state-store.ts';
import { parseDomain } from './names.ts';
import { route53DomainsTables, type DomainRecord, type OperationRecord } from './records.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html#limits-api-entities-domains */
const DOMAINS_MAX = 20;
/** Older operations are forgotten. */
const OPERATIONS_KEPT_MAX = 200;

export class Route53DomainsStore {
  readonly deps: ServiceDeps;
  readonly domains: Table<DomainRecord>;
  readonly operations: Table<OperationRecord>;

  constructor(deps: ServiceDeps) {
    this.deps = deps;
    this.domains = deps.state.table(route53DomainsTables.domains);
    this.operations = deps.state.table(route53DomainsTables.operations);
  }

  domain(name: string | undefined): DomainRecord {
    const domain = parseDomain(name);
    return (
      this.domains.get(domain) ??
      fail('InvalidInput', `Domain ${domain} not found in ${this.deps.account}`)
    );
  }

  /** Makes a domain ours, as a purchase would; does nothing when it already is. */
  register(domain: string, years: number): void {
    const name = parseDomain(domain);
    if (this.domains.get(name) !== undefined) return;
    if (this.domains.list().length >= DOMAINS_MAX)
      fail(
        'DomainLimitExceeded',
        `The number of domains has exceeded the allowed threshold for the account: ${DOMAINS_MAX}`,
      );
    const registeredMs = this.deps.clock.nowMs();
    this.domains.put(name, { name, nameServers: [], registeredMs, years });
    this.deps.dataPlane.changed();
  }

  /** The id of the operation, which is done when it is answered. */
  record(domain: string, type: OperationType): string {
    const id = uuid(this.deps.random);
    this.operations.put(id, { id, domain, type, submittedMs: this.deps.clock.nowMs() });
    const all = this.operations.list();
    const oldest = all.toSorted((left, right) => left.submittedMs - right.submittedMs);
    for (const old of oldest.slice(0, Math.max(0, all.length - OPERATIONS_KEPT_MAX)))
      this.operations.delete(old.id);
    return id;
  }
}
