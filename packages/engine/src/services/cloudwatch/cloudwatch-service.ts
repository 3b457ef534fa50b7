import type { Alarm } from '@understudy/contract';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import { AlarmActions, type AlarmActionsOptions } from './alarm-actions.ts';
import { alarmOperations, stateOf } from './alarms.ts';
import { metricOperations } from './metrics.ts';
import { CloudWatchStore } from './cloudwatch-store.ts';

const OPERATIONS = mergeOperations(alarmOperations, metricOperations);

/** Amazon CloudWatch: alarms on single metrics, and what the regions measured. */
export class CloudWatchService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'monitoring',
    protocols: ['awsJson1_0', 'awsQuery'],
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof bindOperations<CloudWatchStore, typeof OPERATIONS>>;
  readonly #store: CloudWatchStore;
  readonly #actions: AlarmActions | undefined;

  /** @param actions where alarms publish; absent, they publish nowhere */
  constructor(deps: ServiceDeps, actions?: AlarmActionsOptions) {
    this.#store = new CloudWatchStore(deps);
    this.#actions = actions && new AlarmActions(this.#store, actions);
    this.operations = bindOperations(this.#store, OPERATIONS);
  }

  async loadSchemas(): Promise<Record<string, unknown>> {
    return { ...(await import('@aws-sdk/client-cloudwatch')) };
  }

  /** Publishes what alarms came to while no control plane was there. */
  async resume(): Promise<void> {
    await this.#actions?.resume();
  }

  async stop(): Promise<void> {
    this.#actions?.stop();
  }

  alarms(region: string): Alarm[] {
    return this.#store.alarms.list(region).map((record) => {
      const { description: _, unit: __, updatedMs: ___, tags: ____, ...alarm } = record;
      return alarm;
    });
  }

  alarm(region: string, name: string): Alarm | undefined {
    return this.#store.alarms.get(region, name);
  }

  /** What an alarm of a region is at; undefined for one that is not there. */
  async alarmState(
    arn: string,
    region: string,
  ): Promise<{ state: string; reason: string } | undefined> {
    const alarm = this.#store.alarms.list(region).find((record) => record.arn === arn);
    if (alarm === undefined) return undefined;
    return (await stateOf(this.#store, region, arn)) ?? { state: 'INSUFFICIENT_DATA', reason: '' };
  }

  alarmExists(region: string, name: string): boolean {
    return this.#store.alarms.get(region, name) !== undefined;
  }
}
