import { errorText, UnderstudyError } from '@understudy/contract';
import {
  createStackFlow,
  failCreation,
  internalFailure,
  rollBackCreation,
} from './flows/create-flow.ts';
import { deleteStackFlow } from './flows/delete-flow.ts';
import type { StackEnvironment } from './environment.ts';
import { Flow } from './flows/flow.ts';
import type { StackRecord } from './records.ts';
import { cleanUpUpdate, failUpdate, updateStackFlow } from './flows/update-flow.ts';
import { cancelUnfinished, cleanUpRollback, rollBackUpdate } from './flows/update-rollback.ts';

export type FlowWork = (flow: Flow) => Promise<void>;

/** How long the end of the engine waits for handlers, in wall time. */
const STOP_WAIT_WALL_MS = 2_000;

const INTERRUPTED = 'The engine stopped in the middle of the operation. ';

/**
 * Runs the operations on stacks in the background, one a stack; ends them with the engine, and
 * resumes them.
 */
export class StackRunner {
  readonly #environment: StackEnvironment;
  readonly #running = new Map<string, { flow: Flow; done: Promise<void> }>();
  readonly #stop = new AbortController();

  constructor(environment: StackEnvironment) {
    this.#environment = environment;
  }

  create(stackId: string): void {
    this.#start(stackId, createStackFlow);
  }

  update(stackId: string): void {
    this.#start(stackId, updateStackFlow);
  }

  /** Takes over from a creation or a rollback that is underway. */
  delete(stackId: string): void {
    this.#running.get(stackId)?.flow.supersede();
    this.#start(stackId, deleteStackFlow);
  }

  continueRollback(stackId: string, skip: readonly string[]): void {
    this.#start(stackId, (flow) => rollBackUpdate(flow, skip));
  }

  rollBackCreation(stackId: string): void {
    this.#start(stackId, rollBackCreation);
  }

  /** Gives up what is underway: an update rolls back; a creation ends as its stack says. */
  giveUp(stackId: string, reason: string): void {
    this.#running.get(stackId)?.flow.giveUp(reason);
  }

  /** Resolves when nothing runs on the stack any more. */
  async settled(stackId: string): Promise<void> {
    await this.#running.get(stackId)?.done;
  }

  /** Brings every operation that an earlier engine left in the middle to a stated end. */
  resume(): void {
    for (const stack of this.#environment.store.stacks()) {
      const work = resumption(stack);
      if (work !== undefined && !this.#running.has(stack.id)) this.#start(stack.id, work);
    }
  }

  /** Ends what runs. A handler that does not heed its signal is not waited for long. */
  async stop(): Promise<void> {
    const { clock } = this.#environment;
    this.#stop.abort(new Error('the engine stops'));
    await Promise.race([
      Promise.all([...this.#running.values()].map(({ done }) => done)),
      clock.sleep(STOP_WAIT_WALL_MS * clock.speed),
    ]);
  }

  #start(stackId: string, work: FlowWork): void {
    const flow = new Flow(this.#environment, stackId, this.#stop.signal);
    const previous = this.#running.get(stackId)?.done ?? Promise.resolve();
    const done = previous
      .then(() => (flow.stopping ? undefined : work(flow)))
      .catch((error: unknown) => this.#endBadly(flow, error))
      .finally(() => {
        if (this.#running.get(stackId)?.flow === flow) this.#running.delete(stackId);
      });
    this.#running.set(stackId, { flow, done });
  }

  /** A bug of ours must not leave a stack in progress for ever. */
  #endBadly(flow: Flow, error: unknown): void {
    // Where nothing can be written the stack stays as it is, for the engine that can to resume.
    if (flow.stopping || isUnwritable(error)) return;
    const { status } = flow.stack;
    const reason = internalFailure(error);
    if (status === 'CREATE_IN_PROGRESS') flow.setStatus('CREATE_FAILED', reason);
    else if (status === 'DELETE_IN_PROGRESS') flow.setStatus('DELETE_FAILED', reason);
    else if (status === 'ROLLBACK_IN_PROGRESS') flow.setStatus('ROLLBACK_FAILED', reason);
    else if (status.startsWith('UPDATE_ROLLBACK')) flow.setStatus('UPDATE_ROLLBACK_FAILED', reason);
    else if (status.endsWith('_IN_PROGRESS')) flow.setStatus('UPDATE_FAILED', reason);
    else throw new Error(`after the end of an operation: ${errorText(error)}`);
  }
}

function isUnwritable(error: unknown): boolean {
  return error instanceof UnderstudyError && error.code === 'StateUnwritable';
}

function resumption(stack: StackRecord): FlowWork | undefined {
  const after =
    (work: FlowWork): FlowWork =>
    (flow) => {
      cancelUnfinished(flow);
      return work(flow);
    };
  switch (stack.status) {
    case 'CREATE_IN_PROGRESS':
      return after((flow) => failCreation(flow, INTERRUPTED));
    case 'ROLLBACK_IN_PROGRESS':
      return rollBackCreation;
    case 'UPDATE_IN_PROGRESS':
      return after((flow) => failUpdate(flow, INTERRUPTED));
    case 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS':
      return cleanUpUpdate;
    case 'UPDATE_ROLLBACK_IN_PROGRESS':
      return (flow) => rollBackUpdate(flow);
    case 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS':
      return cleanUpRollback;
    case 'DELETE_IN_PROGRESS':
      return deleteStackFlow;
    default:
      return undefined;
  }
}
