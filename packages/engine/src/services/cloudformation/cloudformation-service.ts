import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { RequestContext, Service, Stoppable } from '../../kernel/service.ts';
import { changeSetOperations } from './operations/change-sets/change-sets.ts';
import type { OperationTools } from './operations/context.ts';
import { createChangeSetOperations } from './operations/change-sets/create-change-set.ts';
import { createStackOperations } from './operations/create-stack.ts';
import { deleteStackOperations } from './operations/delete-stack.ts';
import { describeStackOperations } from './operations/describe-stacks.ts';
import { eventOperations } from './operations/events.ts';
import { resourceOperations } from './operations/resources.ts';
import { signalOperations } from './operations/signal-resource.ts';
import { templateOperations } from './operations/templates.ts';
import { updateStackOperations } from './operations/update-stack.ts';
import { inertProperties } from './schema/handler-properties.ts';
import type { StackEventNotice } from './stack-event-notice.ts';
import type { StackNeighbours } from './stack/environment.ts';
import { StackRunner } from './stack/runner.ts';
import { Signals } from './stack/signals.ts';
import { StackStore } from './stack/store.ts';

/** A property in use that has no effect in this engine. */
export interface PropertyWithoutEffect {
  stackName: string;
  logicalId: string;
  type: string;
  property: string;
  reason: string;
}

export interface CloudFormationOptions extends StackNeighbours {
  readTemplateUrl(url: string, context: RequestContext): Promise<string>;
  onStackEvent?: (notice: StackEventNotice) => void;
}

/** CloudFormation: stacks from templates, made by the resource handlers. */
export class CloudFormationService implements Service, Stoppable {
  readonly traits: ServiceTraits = {
    signingName: 'cloudformation',
    protocols: ['awsQuery'],
    xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;
  readonly #tools: OperationTools;

  constructor(deps: ServiceDeps, options: CloudFormationOptions) {
    const { state, clock } = deps;
    const store: StackStore = new StackStore({
      state,
      clock,
      onEvent: (event) =>
        options.onStackEvent?.({
          stackName: event.stackName,
          region: event.stackId.split(':')[3] ?? '',
          logicalId: event.logicalId,
          type: event.type,
          status: event.status,
          reason: event.reason ?? '',
        }),
    });
    const signals = new Signals();
    const { handlers, readSsmParameter, availabilityZones, roleExists, alarmState } = options;
    const neighbours = { handlers, readSsmParameter, availabilityZones, roleExists, alarmState };
    const environment = { store, clock, signals, ...neighbours };
    this.#tools = {
      environment,
      runner: new StackRunner(environment),
      readTemplateUrl: (url, context) => options.readTemplateUrl(url, context),
    };
    this.operations = operationsOf(this.#tools);
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-cloudformation');
  }

  /**
   * Brings operations that an earlier engine left in the middle to a stated end; called once, at
   * the start.
   */
  resume(): void {
    this.#tools.runner.resume();
  }

  /** Ends what runs where it is; the next engine's `resume` goes on from there. */
  stop(): Promise<void> {
    return this.#tools.runner.stop();
  }

  /** The id of a region's stack of that name; undefined where none of it lives. */
  stackId(region: string, name: string): string | undefined {
    return this.#tools.environment.store.findStack(region, name)?.id;
  }

  /** Properties of living stacks that were accepted though they have no local effect. */
  acceptedWithoutEffect(): PropertyWithoutEffect[] {
    const { store, handlers } = this.#tools.environment;
    return store
      .stacks()
      .filter((stack) => stack.status !== 'DELETE_COMPLETE')
      .flatMap((stack) =>
        store.resources(stack.id).flatMap(({ logicalId, type, current }) => {
          const handler = handlers(type);
          if (handler === undefined || current === undefined) return [];
          return inertProperties(handler, current.properties).map(({ property, reason }) => ({
            stackName: stack.name,
            logicalId,
            type,
            property,
            reason,
          }));
        }),
      );
  }
}

const OPERATIONS = mergeOperations(
  changeSetOperations,
  createChangeSetOperations,
  createStackOperations,
  deleteStackOperations,
  describeStackOperations,
  eventOperations,
  resourceOperations,
  signalOperations,
  templateOperations,
  updateStackOperations,
);

function operationsOf(tools: OperationTools) {
  return bindOperations(tools, OPERATIONS);
}
