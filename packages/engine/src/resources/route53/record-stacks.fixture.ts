import type { DescribeStacksOutput, StackEvent } from '@aws-sdk/client-cloudformation';
import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Service } from '../../kernel/service.ts';
import { testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import type { Services } from '../../services/registry.ts';
import { testServices } from '../testing/services.ts';

const STEP_MS = 50;
const STEPS_MAX = 2_000;
export const ZONE = 'example.com.';

export type Resources = Record<string, { Type: string; Properties: object }>;

/** Stacks of record sets, in a zone `Zone` that comes and goes with them. */
export class RecordStacks {
  readonly #deps = testDeps();
  readonly services: Services = testServices(this.#deps);

  async call<T>(operation: string, input: object): Promise<T> {
    const { operations }: Service = this.services.cloudformation;
    const found = operations[operation];
    return (await found?.(testRequest(), input as never)) as T;
  }

  /** Resolves with the status in which the stack comes to rest. */
  async deploy(operation: 'CreateStack' | 'UpdateStack', records: Resources): Promise<string> {
    const Zone = { Type: 'AWS::Route53::HostedZone', Properties: { Name: ZONE } };
    const TemplateBody = JSON.stringify({ Resources: { Zone, ...records } });
    await this.call(operation, { StackName: 'records', TemplateBody });
    return await this.#finished('records');
  }

  async remove(): Promise<string> {
    const stack = await this.#stack('records');
    await this.call('DeleteStack', { StackName: 'records' });
    return await this.#finished(stack?.StackId ?? '');
  }

  /** What the zone holds at the name, as Route 53 lists it. */
  listed(name: string): ResourceRecordSet[] {
    const { route53 } = this.services;
    return route53.hostedZones().flatMap(({ id }) => {
      const { ListResourceRecordSets: list } = route53.operations;
      const { ResourceRecordSets: sets = [] } = list(testRequest(), { HostedZoneId: id });
      return sets.filter((set) => set.Name === name);
    });
  }

  async reasons(): Promise<string> {
    const { StackEvents: events = [] } = await this.call<{ StackEvents?: StackEvent[] }>(
      'DescribeStackEvents',
      { StackName: 'records' },
    );
    return events.map((event) => event.ResourceStatusReason ?? '').join('\n');
  }

  async #finished(stack: string): Promise<string> {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      const status = (await this.#stack(stack))?.StackStatus ?? '';
      if (!status.endsWith('_IN_PROGRESS')) return status;
      await this.#deps.clock.advance(STEP_MS);
    }
    throw new Error('the stack did not come to an end');
  }

  async #stack(name: string) {
    const { Stacks: [found] = [] } = await this.call<DescribeStacksOutput>('DescribeStacks', {
      StackName: name,
    });
    return found;
  }
}
