import type {
  DescribeStackEventsOutput,
  DescribeStacksOutput,
  Stack,
  StackEvent,
} from '@aws-sdk/client-cloudformation';
import { fail } from '../../../kernel/fail.ts';
import type { Service } from '../../../kernel/service.ts';
import { testDeps, testRequest, type TestDeps } from '../../../kernel/kernel.fixture.ts';
import { CloudFormationService, type CloudFormationOptions } from '../cloudformation-service.ts';
import type { StackEventNotice } from '../stack-event-notice.ts';
import { FakeWorld } from './fake-world.ts';

const STEP_MS = 50;
const STEPS_MAX = 2_000;

/** A CloudFormation service over a fake world, in virtual time. */
export class Harness {
  readonly world: FakeWorld;
  readonly deps: TestDeps;
  readonly service: CloudFormationService;
  readonly notices: StackEventNotice[] = [];
  /** SSM parameters, by name. */
  readonly parameters = new Map<string, string>();
  /** States of alarms, by ARN. */
  readonly alarms = new Map<string, string>();
  /** Templates, by URL. */
  readonly urls = new Map<string, string>();

  constructor(options: { world?: FakeWorld; deps?: TestDeps } = {}) {
    this.world = options.world ?? new FakeWorld();
    this.deps = options.deps ?? testDeps();
    this.service = new CloudFormationService(this.deps, {
      handlers: this.world.handler,
      readSsmParameter: (_caller, name) =>
        this.parameters.get(name) ?? fail('ParameterNotFound', `no ${name}`),
      availabilityZones: (_caller, region) => ['a', 'b', 'c'].map((letter) => region + letter),
      roleExists: () => false,
      alarmState: (arn) => {
        const state = this.alarms.get(arn);
        return Promise.resolve(state === undefined ? undefined : { state, reason: 'for a reason' });
      },
      readTemplateUrl: (url) => Promise.resolve(this.urls.get(url) ?? ''),
      onStackEvent: (notice) => void this.notices.push(notice),
    } satisfies CloudFormationOptions);
  }

  /** Calls an operation as the endpoint would. */
  async call<T = Record<string, unknown>>(
    operation: string,
    input: object,
    region?: string,
  ): Promise<T> {
    const { operations }: Service = this.service;
    const implementation = operations[operation];
    if (implementation === undefined) throw new Error(`no operation ${operation}`);
    return (await implementation(testRequest(region), input as never)) as T;
  }

  /** Lets time pass until nothing is in progress on the stack. */
  async finished(name: string, region?: string): Promise<Stack> {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      const stack = await this.stack(name, region);
      if (!stack.StackStatus?.endsWith('_IN_PROGRESS')) return stack;
      await this.deps.clock.advance(STEP_MS);
    }
    throw new Error(`stack ${name} did not come to an end`);
  }

  async stack(name: string, region?: string): Promise<Stack> {
    const { Stacks: stacks } = await this.call<DescribeStacksOutput>(
      'DescribeStacks',
      { StackName: name },
      region,
    );
    const [stack] = stacks ?? [];
    if (stack === undefined) throw new Error(`no stack ${name}`);
    return stack;
  }

  async create(name: string, template: object, more: object = {}): Promise<Stack> {
    const { StackId: id } = await this.call<{ StackId: string }>('CreateStack', {
      StackName: name,
      TemplateBody: JSON.stringify(template),
      ...more,
    });
    return this.finished(id);
  }

  async update(name: string, template: object, more: object = {}): Promise<Stack> {
    await this.call('UpdateStack', {
      StackName: name,
      TemplateBody: JSON.stringify(template),
      ...more,
    });
    return this.finished(name);
  }

  async delete(name: string, more: object = {}): Promise<Stack> {
    const { StackId: id = '' } = await this.stack(name);
    await this.call('DeleteStack', { StackName: name, ...more });
    return this.finished(id);
  }

  /** Oldest first. */
  async events(name: string): Promise<StackEvent[]> {
    const { StackEvents: events } = await this.call<DescribeStackEventsOutput>(
      'DescribeStackEvents',
      { StackName: name },
    );
    return (events ?? []).reverse();
  }

  /** `Vpc CREATE_COMPLETE` …, oldest first. */
  async eventLog(name: string): Promise<string[]> {
    const events = await this.events(name);
    return events.map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`);
  }
}
