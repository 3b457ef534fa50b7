import type { ServiceDeps } from '../../kernel/deps.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';

export interface ParameterRecord {
  name: string;
  type: 'String' | 'StringList' | 'SecureString';
  value: string;
  version: number;
  modifiedMs: number;
  dataType: string;
  description: string;
  tags: Record<string, string>;
}

export class SsmStore {
  readonly deps: ServiceDeps;
  readonly parameters: RegionTable<ParameterRecord>;

  constructor(deps: ServiceDeps) {
    this.deps = deps;
    this.parameters = new RegionTable(deps.state, 'ssm/parameters');
  }
}

export function parameterArn(region: string, account: string, name: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? name : `/${name}`}`;
}
