import type { HealthCheck, HostedZone, ZonePatch } from '@understudy/contract';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import { toDocument } from './health-check-document.ts';
import { healthCheckStatusOperations } from './health-checks/health-check-status.ts';
import { healthCheckOperations } from './health-checks/health-checks.ts';
import { hostedZoneOperations } from './hosted-zones.ts';
import { limitOperations } from './limits.ts';
import { canonicalName } from './records/record-name.ts';
import { recordSetOperations } from './records/record-sets.ts';
import { type Route53Options, Route53Store } from './route53-store.ts';
import { tagOperations } from './tags.ts';

/** Hosted zones, record sets and health checks. */
export class Route53Service implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'route53',
    protocols: ['restXml'],
    xmlNamespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;
  readonly #store: Route53Store;

  constructor(deps: ServiceDeps, options: Route53Options = {}) {
    this.#store = new Route53Store(deps, options);
    this.operations = operationsOf(this.#store);
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-route-53');
  }

  /** What the name servers serve. */
  hostedZones(): HostedZone[] {
    return this.#store.zones.list().map(({ id, name, nameServers }) => ({
      id,
      name,
      nameServers,
      records: this.#store.records.all(id),
    }));
  }

  /** The same without their record sets: those by a revision that counts their changes. */
  hostedZonesByRevision(): { zones: HostedZone[]; revisions: Record<string, number> } {
    const stored = this.#store.zones.list();
    return {
      zones: stored.map(({ id, name, nameServers }) => ({ id, name, nameServers, records: [] })),
      revisions: Object.fromEntries(stored.map(({ id, recordsRevision }) => [id, recordsRevision])),
    };
  }

  /**
   * What became of a zone's record sets between two revisions of them; undefined when that is no
   * longer known.
   */
  recordChanges(zoneId: string, from: number, to: number): ZonePatch | undefined {
    return this.#store.records.changesSince(zoneId, from, to);
  }

  /** The ids of the zones of a name: it may have several. */
  zoneIdsOf(name: string): string[] {
    const wanted = canonicalName(name);
    return this.#store.zones.list().flatMap((zone) => (zone.name === wanted ? [zone.id] : []));
  }

  /** What the checkers probe. */
  healthChecks(): HealthCheck[] {
    return this.#store.healthChecks
      .list()
      .map((check) => toDocument(check.id, check.config, check.alarm));
  }

  /** Resolves when what was changed so far is in force: INSYNC. */
  settled(): Promise<void> {
    return this.#store.deps.dataPlane.settled();
  }
}

const OPERATIONS = mergeOperations(
  healthCheckOperations,
  healthCheckStatusOperations,
  hostedZoneOperations,
  limitOperations,
  recordSetOperations,
  tagOperations,
);

function operationsOf(store: Route53Store) {
  return bindOperations(store, OPERATIONS);
}
