import { AwsError } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';
import type { ShiftableLoadBalancer } from '../elbv2/elbv2-service.ts';
import { arcZonalShiftTables, type ZonalShiftRecord } from './records.ts';
import type { ZonalShiftStatus } from './shapes.ts';

/** Older ones, that are over, are forgotten. */
const SHIFTS_KEPT_MAX = 200;

export interface Collaborators {
  /** Load balancers of a region that say that their traffic may be shifted. */
  loadBalancers(region: string): ShiftableLoadBalancer[];
  zones(region: string): readonly { id: string; name: string }[];
}

export class ArcZonalShiftStore {
  readonly deps: ServiceDeps;
  readonly zonalShifts: RegionTable<ZonalShiftRecord>;
  readonly collaborators: Collaborators;

  constructor(deps: ServiceDeps, collaborators: Collaborators) {
    this.deps = deps;
    this.collaborators = collaborators;
    this.zonalShifts = new RegionTable(deps.state, arcZonalShiftTables.zonalShifts);
  }

  zonalShift(region: string, id: string): ZonalShiftRecord {
    return this.zonalShifts.get(region, id) ?? notFound(`zonal shift '${id}'`);
  }

  resource(region: string, arn: string): ShiftableLoadBalancer {
    const found = this.collaborators.loadBalancers(region).find((one) => one.arn === arn);
    return found ?? notFound(`managed resource '${arn}'`);
  }

  /** Those that are in force. */
  active(region: string, arn: string): ZonalShiftRecord[] {
    return this.zonalShifts
      .list(region)
      .filter((one) => one.resource === arn && this.statusOf(one) === 'ACTIVE');
  }

  statusOf({ isCanceled, expiresMs }: ZonalShiftRecord): ZonalShiftStatus {
    if (isCanceled) return 'CANCELED';
    return expiresMs > this.deps.clock.nowMs() ? 'ACTIVE' : 'EXPIRED';
  }

  put(region: string, record: ZonalShiftRecord): void {
    this.zonalShifts.put(region, record.id, record);
    const over = this.zonalShifts
      .list(region)
      .filter((one) => this.statusOf(one) !== 'ACTIVE')
      .toSorted((one, other) => other.startedMs - one.startedMs);
    for (const { id } of over.slice(SHIFTS_KEPT_MAX)) this.zonalShifts.delete(region, id);
    this.deps.dataPlane.changed();
  }
}

function notFound(what: string): never {
  const message = `There is no ${what}`;
  throw new AwsError({ code: 'ResourceNotFoundException', message, status: 404 });
}
