import type { Alarm } from '@understudy/contract';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { RegionTable } from '../../kernel/region-table.ts';
import type { Service } from '../../kernel/service.ts';
import { AlarmOperations } from './alarms.ts';
import { MetricOperations } from './metrics.ts';
import type { AlarmRecord } from './records.ts';

/** Amazon CloudWatch: alarms on single metrics, and what the regions measured. */
export class CloudWatchService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'monitoring',
    protocols: ['awsJson1_0', 'awsQuery'],
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;
  readonly #alarms: RegionTable<AlarmRecord>;

  constructor(deps: ServiceDeps) {
    this.#alarms = new RegionTable(deps.state, 'cloudwatch/alarms');
    this.operations = operationsOf(deps, this.#alarms);
  }

  async loadSchemas(): Promise<Record<string, unknown>> {
    return { ...(await import('@aws-sdk/client-cloudwatch')) };
  }

  alarms(region: string): Alarm[] {
    return this.#alarms.list(region).map((record) => {
      const { description: _, unit: __, updatedMs: ___, tags: ____, ...alarm } = record;
      return alarm;
    });
  }

  alarm(region: string, name: string): Alarm | undefined {
    return this.#alarms.get(region, name);
  }

  alarmExists(region: string, name: string): boolean {
    return this.#alarms.get(region, name) !== undefined;
  }
}

function operationsOf(deps: ServiceDeps, alarms: RegionTable<AlarmRecord>) {
  return { ...new AlarmOperations(deps, alarms), ...new MetricOperations(deps) };
}
