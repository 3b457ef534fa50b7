import type { AlarmState } from '@understudy/contract';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';
import { cloudWatchTables, type AlarmRecord } from './records.ts';

export class CloudWatchStore {
  readonly deps: ServiceDeps;
  readonly alarms: RegionTable<AlarmRecord>;
  /** By alarm: the state in which its actions were last looked at. */
  readonly states: RegionTable<{ state: AlarmState['state'] }>;

  constructor(deps: ServiceDeps) {
    this.deps = deps;
    this.alarms = new RegionTable(deps.state, cloudWatchTables.alarms);
    this.states = new RegionTable(deps.state, cloudWatchTables.states);
  }
}
