import type { ServiceDeps } from '../../kernel/deps.ts';
import { RegionTable } from '../../kernel/region-table.ts';
import type { AlarmRecord } from './records.ts';

export class CloudWatchStore {
  readonly deps: ServiceDeps;
  readonly alarms: RegionTable<AlarmRecord>;

  constructor(deps: ServiceDeps) {
    this.deps = deps;
    this.alarms = new RegionTable(deps.state, 'cloudwatch/alarms');
  }
}
