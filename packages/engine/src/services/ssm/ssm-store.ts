import type { ServiceDeps } from '../../kernel/deps.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';
import { ssmTables, type ParameterRecord } from './records.ts';

export class SsmStore {
  readonly deps: ServiceDeps;
  readonly parameters: RegionTable<ParameterRecord>;

  constructor(deps: ServiceDeps) {
    this.deps = deps;
    this.parameters = new RegionTable(deps.state, ssmTables.parameters);
  }
}

export function parameterArn(region: string, account: string, name: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? name : `/${name}`}`;
}
