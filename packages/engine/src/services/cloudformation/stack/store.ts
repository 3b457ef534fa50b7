import { randomUUID } from 'node:crypto';
import type { ResourceStatus } from '@aws-sdk/client-cloudformation';
import type { Clock } from '@understudy/contract';
import type { StateStore, Table } from '../../../kernel/state/state-store.ts';
import {
  type ChangeSetRecord,
  cloudFormationTables,
  type EventRecord,
  type ResourceRecord,
  type StackOperation,
  type StackRecord,
} from './records.ts';

/** Older events of a stack are forgotten. AWS keeps 90 days. */
const EVENTS_PER_STACK_MAX = 5_000;
/** Older deleted stacks are forgotten, with their events. AWS keeps them 90 days. */
const DELETED_STACKS_MAX = 50;

/** What happened to a resource, or to the stack itself. */
export interface StackEventInput {
  logicalId: string;
  physicalId: string;
  type: string;
  status: ResourceStatus;
  reason?: string;
  propertiesText?: string;
}

interface StackHeader {
  name: string;
  operation: StackOperation | undefined;
  lastEvent: number;
}

/** The stacks, resources, events and change sets that survive the engine. */
export class StackStore {
  readonly #state: StateStore;
  readonly #stacks: Table<StackRecord>;
  readonly #resources: Table<ResourceRecord>;
  readonly #events: Table<EventRecord>;
  readonly #changeSets: Table<ChangeSetRecord>;
  /**
   * What an event needs to know of its stack, so that adding one does not read the whole stack
   * again.
   */
  readonly #headers = new Map<string, StackHeader>();
  readonly #clock: Clock;
  readonly #onEvent: (event: EventRecord) => void;

  constructor(options: {
    state: StateStore;
    clock: Clock;
    onEvent?: ((event: EventRecord) => void) | undefined;
  }) {
    this.#state = options.state;
    this.#stacks = options.state.table(cloudFormationTables.stacks);
    this.#resources = options.state.table(cloudFormationTables.resources);
    this.#events = options.state.table(cloudFormationTables.events);
    this.#changeSets = options.state.table(cloudFormationTables.changeSets);
    this.#clock = options.clock;
    this.#onEvent = options.onEvent ?? (() => undefined);
  }

  /** See `StateStore.together`: services' records and the stack's own, all or nothing. */
  together<T>(work: () => Promise<T>): Promise<T> {
    return this.#state.together(work);
  }

  atOnce(write: () => void): void {
    this.#state.atOnce(write);
  }

  stack(id: string): StackRecord | undefined {
    return this.#stacks.get(id);
  }

  stacks(): StackRecord[] {
    return this.#stacks.list();
  }

  /** By ARN, also when deleted; by name, in a region, only while it lives. */
  findStack(region: string, nameOrId: string): StackRecord | undefined {
    if (nameOrId.startsWith('arn:')) return this.#stacks.get(nameOrId);
    return this.#stacks
      .list()
      .find(
        (stack) =>
          stack.region === region && stack.name === nameOrId && stack.status !== 'DELETE_COMPLETE',
      );
  }

  putStack(stack: StackRecord): void {
    this.#stacks.put(stack.id, stack);
    const header = this.#header(stack.id);
    header.name = stack.name;
    header.operation = stack.operation;
  }

  resources(stackId: string): ResourceRecord[] {
    return this.#resources.list(`${stackId}/`);
  }

  resource(stackId: string, logicalId: string): ResourceRecord | undefined {
    return this.#resources.get(`${stackId}/${logicalId}`);
  }

  putResource(resource: ResourceRecord): void {
    this.#resources.put(`${resource.stackId}/${resource.logicalId}`, resource);
  }

  deleteResource(stackId: string, logicalId: string): void {
    this.#resources.delete(`${stackId}/${logicalId}`);
  }

  /** Newest first. */
  events(stackId: string): EventRecord[] {
    return this.#events.list(`${stackId}/`).reverse();
  }

  /**
   * As many of them from this number down, and no others read: whoever follows a stack asks for
   * these many times a second.
   */
  newestEvents(stackId: string, from: number, most: number): EventRecord[] {
    const newest = Math.min(from, this.#header(stackId).lastEvent);
    const oldest = Math.max(1, newest - most + 1);
    return this.#events
      .page(`${stackId}/`, eventKey(stackId, oldest), most)
      .filter(({ number }) => number <= newest)
      .reverse();
  }

  addEvent(stackId: string, input: StackEventInput): void {
    const header = this.#header(stackId);
    const { operation } = header;
    header.lastEvent += 1;
    const atMs = this.#clock.wallMs();
    const event: EventRecord = {
      ...input,
      id: eventId(input, stackId, atMs),
      number: header.lastEvent,
      stackId,
      stackName: header.name,
      atMs,
      ...(operation === undefined ? {} : { operationId: operation.id }),
      ...(operation?.clientRequestToken === undefined
        ? {}
        : { clientRequestToken: operation.clientRequestToken }),
    };
    this.#events.put(eventKey(stackId, event.number), event);
    if (event.number > EVENTS_PER_STACK_MAX)
      this.#events.delete(eventKey(stackId, event.number - EVENTS_PER_STACK_MAX));
    this.#onEvent(event);
  }

  changeSets(stackId: string): ChangeSetRecord[] {
    return this.#changeSets.list(`${stackId}/`);
  }

  /** By name within a stack, or by ARN. */
  findChangeSet(stackId: string | undefined, nameOrId: string): ChangeSetRecord | undefined {
    const sets = stackId === undefined ? this.#changeSets.list() : this.changeSets(stackId);
    return sets.find(
      ({ id, name }) => id === nameOrId || (stackId !== undefined && name === nameOrId),
    );
  }

  putChangeSet(changeSet: ChangeSetRecord): void {
    this.#changeSets.put(`${changeSet.stackId}/${changeSet.name}`, changeSet);
  }

  deleteChangeSet(changeSet: ChangeSetRecord): void {
    this.#changeSets.delete(`${changeSet.stackId}/${changeSet.name}`);
  }

  /** Forgets the oldest deleted stacks beyond the bound. */
  pruneDeleted(): void {
    const deleted = this.#stacks
      .list()
      .filter((stack) => stack.status === 'DELETE_COMPLETE')
      .sort((a, b) => (b.deletedMs ?? 0) - (a.deletedMs ?? 0));
    for (const stack of deleted.slice(DELETED_STACKS_MAX)) this.#forget(stack);
  }

  #forget(stack: StackRecord): void {
    for (const event of this.events(stack.id))
      this.#events.delete(eventKey(stack.id, event.number));
    for (const resource of this.resources(stack.id))
      this.deleteResource(stack.id, resource.logicalId);
    for (const changeSet of this.changeSets(stack.id)) this.deleteChangeSet(changeSet);
    this.#stacks.delete(stack.id);
    this.#headers.delete(stack.id);
  }

  #header(stackId: string): StackHeader {
    const known = this.#headers.get(stackId);
    if (known !== undefined) return known;
    const stack = this.#stacks.get(stackId);
    if (stack === undefined) throw new Error(`an event for '${stackId}', which does not exist`);
    const lastEvent = this.events(stackId)[0]?.number ?? 0;
    const header = { name: stack.name, operation: stack.operation, lastEvent };
    this.#headers.set(stackId, header);
    return header;
  }
}

function eventKey(stackId: string, number: number): string {
  return `${stackId}/${String(number).padStart(9, '0')}`;
}

/** As AWS makes them: a resource's events are named by what they say, a stack's by a UUID. */
function eventId(input: StackEventInput, stackId: string, atMs: number): string {
  if (input.physicalId === stackId) return randomUUID();
  return `${input.logicalId}-${input.status}-${new Date(atMs).toISOString()}-${randomUUID().slice(0, 8)}`;
}
