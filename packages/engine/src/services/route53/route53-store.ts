import type { Alarm } from '@understudy/contract';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { fail } from '../../kernel/fail.ts';
import type { Table } from '../../kernel/state/state-store.ts';
import { plainId } from './records/record-shape.ts';
import { RecordStore } from './records/record-store.ts';
import { SubmittedChanges } from './records/submitted-changes.ts';
import type { RecordDifference } from './records/zone-records.ts';
import { route53Tables, type HealthCheckRecord, type ZoneRecord } from './tables.ts';

export interface Route53Options {
  /**
   * Whether a name of AWS's own (load balancer, distribution; no final dot) exists. Default: all
   * do.
   */
  aliasTargetExists?: (dnsName: string) => boolean;
  /** A CloudWatch alarm by region and name. Default: there is none. */
  findAlarm?: (region: string, name: string) => Alarm | undefined;
}

/** What Route 53 keeps, and what it asks other services. */
export class Route53Store {
  readonly deps: ServiceDeps;
  readonly zones: Table<ZoneRecord>;
  /** The record sets of the zones. */
  readonly records: RecordStore;
  readonly changes: SubmittedChanges;
  readonly healthChecks: Table<HealthCheckRecord>;
  /** By `hostedzone/ID` and `healthcheck/ID`. */
  readonly tags: Table<Record<string, string>>;
  readonly aliasTargetExists: (dnsName: string) => boolean;
  readonly findAlarm: (region: string, name: string) => Alarm | undefined;

  constructor(deps: ServiceDeps, options: Route53Options) {
    this.deps = deps;
    this.zones = deps.state.table(route53Tables.zones);
    this.records = new RecordStore(deps.state);
    this.changes = new SubmittedChanges(deps);
    this.healthChecks = deps.state.table(route53Tables.healthChecks);
    this.tags = deps.state.table(route53Tables.tags);
    this.aliasTargetExists = options.aliasTargetExists ?? (() => true);
    this.findAlarm = options.findAlarm ?? (() => undefined);
  }

  zone(id: string | undefined): ZoneRecord {
    return (
      this.zones.get(plainId(id)) ??
      fail('NoSuchHostedZone', `No hosted zone found with ID: ${plainId(id)}`, 404)
    );
  }

  healthCheck(id: string | undefined): HealthCheckRecord {
    return (
      this.healthChecks.get(id ?? '') ??
      fail('NoSuchHealthCheck', `A health check with id ${id} does not exist.`, 404)
    );
  }

  changeRecords(zone: ZoneRecord, difference: RecordDifference): void {
    const recordsRevision = zone.recordsRevision + 1;
    this.records.write(zone.id, difference, () => {
      this.zones.put(zone.id, { ...zone, recordCount: difference.count, recordsRevision });
    });
    this.records.note(zone.id, recordsRevision, difference);
    this.deps.dataPlane.changed();
  }
}
