import type { StackStatus } from '@aws-sdk/client-cloudformation';
import { Secrets } from '../../template/secrets.ts';
import { Deployment } from '../deployment.ts';
import type { StackEnvironment } from '../environment.ts';
import type { ResourceRecord, StackDefinition, StackRecord } from '../records.ts';
import { ResourceJournal } from '../resource/resource-journal.ts';
import type { RunSignals } from './run-signals.ts';

const STACK_TYPE = 'AWS::CloudFormation::Stack';

/** One operation on one stack, while it runs. */
export class Flow {
  readonly environment: StackEnvironment;
  readonly stackId: string;
  readonly #giveUp = new AbortController();
  readonly #superseded = new AbortController();
  /** The engine stops, or another operation takes over. */
  readonly #end: AbortSignal;
  readonly #work: AbortSignal;
  /** Why the operation was given up from outside, e.g. its time was over. */
  giveUpReason: string | undefined;

  constructor(environment: StackEnvironment, stackId: string, stopSignal: AbortSignal) {
    this.environment = environment;
    this.stackId = stackId;
    this.#end = AbortSignal.any([stopSignal, this.#superseded.signal]);
    this.#work = AbortSignal.any([this.#end, this.#giveUp.signal]);
  }

  get stack(): StackRecord {
    const stack = this.environment.store.stack(this.stackId);
    if (stack === undefined)
      throw new Error(`stack '${this.stackId}' vanished under its operation`);
    return stack;
  }

  get records(): ResourceRecord[] {
    return this.environment.store.resources(this.stackId);
  }

  get journal(): ResourceJournal {
    return new ResourceJournal(this.environment, this.stack);
  }

  /** True when this operation is to end where it is, without another word. */
  get stopping(): boolean {
    return this.#end.aborted;
  }

  /** For work that ends early when a sibling fails, or the operation is cancelled. */
  get workSignals(): RunSignals {
    return { signal: this.#work, stopping: () => this.stopping };
  }

  /** For rolling back and cleaning up, which only the end of the whole operation interrupts. */
  get cleanupSignals(): RunSignals {
    return { signal: this.#end, stopping: () => this.stopping };
  }

  get givenUp(): boolean {
    return this.#work.aborted;
  }

  /** Another operation takes over: ends this one where it is. */
  supersede(): void {
    this.#superseded.abort(new Error('another operation on the stack takes over'));
  }

  giveUp(reason?: string): void {
    if (this.givenUp) return;
    this.giveUpReason = reason;
    this.#giveUp.abort(new Error(reason ?? 'another resource of the stack failed'));
  }

  deployment(definition?: StackDefinition): Deployment {
    return new Deployment(
      this.environment,
      this.stack,
      definition === undefined ? {} : { definition },
    );
  }

  change(change: (stack: StackRecord) => void): void {
    const { stack } = this;
    change(stack);
    this.environment.store.putStack(stack);
  }

  /** Sets the stack's status, and adds the event that says so. */
  setStatus(status: StackStatus, said?: string): void {
    const { parameters, stable } = this.stack;
    const reason = said && new Secrets(parameters, stable?.parameters).maskText(said);
    this.environment.store.atOnce(() => {
      this.change((stack) => {
        stack.status = status;
        delete stack.statusReason;
        if (reason !== undefined) stack.statusReason = reason;
        if (status === 'DELETE_COMPLETE') stack.deletedMs = this.environment.clock.wallMs();
      });
      reportStack(this.environment, this.stack, reason);
    });
  }
}

/** Adds the event for the stack's present status. */
export function reportStack(
  environment: StackEnvironment,
  stack: StackRecord,
  reason?: string,
): void {
  environment.store.addEvent(stack.id, {
    logicalId: stack.name,
    physicalId: stack.id,
    type: STACK_TYPE,
    // The two enumerations share the statuses that a stack's own events have.
    status: stack.status as 'CREATE_COMPLETE',
    ...(reason === undefined ? {} : { reason }),
  });
}

/** The operation has come to its end: there is nothing to go back to any more. */
export function forgetBefore(flow: Flow): void {
  for (const record of flow.records) {
    delete record.before;
    delete record.garbage;
    flow.environment.store.putResource(record);
  }
}
