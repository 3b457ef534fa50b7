import type { CertificateMaterial } from '@understudy/contract';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { upperId } from '../../kernel/identifiers.ts';
import type { Table } from '../../kernel/state/state-store.ts';
import { type ConfigTables, configTables, type ReferringMember } from './policies/config-tables.ts';
import type { References } from './distributions/distribution-document.ts';
import { failNotFound } from './errors.ts';
import { cloudFrontTables, type DistributionRecord, type InvalidationRecord } from './records.ts';
import { behaviorsOf } from './distributions/unsupported.ts';

export class CloudFrontStore {
  readonly deps: ServiceDeps;
  readonly distributions: Table<DistributionRecord>;
  /** By `DISTRIBUTION/ID`. */
  readonly invalidations: Table<InvalidationRecord>;
  readonly configs: ConfigTables;
  readonly references: References;
  /** Not yet in force at every edge location. Only of this run, as with Route 53's changes. */
  readonly #deploying = new Map<string, string>();

  constructor(deps: ServiceDeps, certificate: (arn: string) => CertificateMaterial | undefined) {
    this.deps = deps;
    this.distributions = deps.state.table(cloudFrontTables.distributions);
    this.invalidations = deps.state.table(cloudFrontTables.invalidations);
    const configs = configTables(deps, (member, id) =>
      this.distributions.list().some((record) => refersTo(record, member, id)),
    );
    this.configs = configs;
    this.references = {
      certificate,
      cachePolicy: (id) => configs.cachePolicies.find(id)?.config,
      originRequestPolicy: (id) => configs.originRequestPolicies.find(id)?.config,
      responseHeadersPolicy: (id) => configs.responseHeadersPolicies.find(id)?.config,
      originAccessControl: (id) => configs.originAccessControls.find(id)?.config,
    };
  }

  distribution(id: string | undefined): DistributionRecord {
    return this.distributions.get(id ?? '') ?? failNotFound('NoSuchDistribution', 'distribution');
  }

  /** Under a new ETag, and deployed from now on. */
  putDistribution(record: Omit<DistributionRecord, 'etag' | 'modifiedMs'>): DistributionRecord {
    const { random, clock, dataPlane } = this.deps;
    const etag = `E${upperId(random, 13)}`;
    const stored = { ...record, etag, modifiedMs: clock.nowMs() };
    this.distributions.put(stored.id, stored);
    dataPlane.changed();
    this.#deploying.set(stored.id, etag);
    // An edge that cannot settle leaves the distribution InProgress, which is the truth about it.
    dataPlane.settled().then(
      () => {
        if (this.#deploying.get(stored.id) === etag) this.#deploying.delete(stored.id);
      },
      () => undefined,
    );
    return stored;
  }

  status(record: DistributionRecord): 'InProgress' | 'Deployed' {
    return this.#deploying.get(record.id) === record.etag ? 'InProgress' : 'Deployed';
  }
}

function refersTo({ config }: DistributionRecord, member: ReferringMember, id: string): boolean {
  if (member === 'OriginAccessControlId')
    return (config.Origins?.Items ?? []).some((origin) => origin.OriginAccessControlId === id);
  return behaviorsOf(config).some((behavior) => behavior[member] === id);
}
