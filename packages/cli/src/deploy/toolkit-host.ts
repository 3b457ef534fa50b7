import type { IIoHost, IoMessage, IoRequest } from '@aws-cdk/toolkit-lib';
import { monotonicMs } from '../clock/wall.ts';
import type { DeployMessage } from './messages.ts';

export interface DeployIo {
  report(message: DeployMessage): void;
  ask(text: string): Promise<boolean>;
}

interface StackActivity {
  stackName?: string;
  event?: {
    StackName?: string;
    LogicalResourceId?: string;
    ResourceStatus?: string;
    ResourceStatusReason?: string;
  };
  progress?: { completed: number; total?: number };
}

interface StackResult {
  stackArn: string;
  noOp: boolean;
}

/** Failure reasons that only say that something else failed. */
const CONSEQUENCE = /^(Resource (creation|update) [Cc]ancelled|The following resource)/;

/** Turns the toolkit's coded messages into ours, and remembers why resources failed. */
export class ToolkitHost implements IIoHost {
  readonly failures: string[] = [];
  readonly #io: DeployIo;
  /** When the first of a stack's events came, by its name. */
  readonly #startedMs = new Map<string, number>();

  constructor(io: DeployIo) {
    this.#io = io;
  }

  // https://docs.aws.amazon.com/cdk/api/toolkit-lib/message-registry/
  notify(message: IoMessage<unknown>): Promise<void> {
    if (message.code === 'CDK_TOOLKIT_I5502')
      this.#stackActivity((message.data ?? {}) as StackActivity);
    if (message.code === 'CDK_TOOLKIT_I5900') this.#stackDone(message.data as StackResult);
    return Promise.resolve();
  }

  // Changes were shown, and the question asked, before the toolkit was given the stacks.
  requestResponse<T>(message: IoRequest<unknown, T>): Promise<T> {
    if (message.code === 'CDK_TOOLKIT_I7010') return Promise.resolve(true as T);
    return Promise.resolve(message.defaultResponse);
  }

  #stackActivity({ event, progress }: StackActivity): void {
    const {
      StackName: stackName = '',
      LogicalResourceId: resource = '',
      ResourceStatus: status = '',
      ResourceStatusReason: reason,
    } = event ?? {};
    if (status.endsWith('_FAILED') && reason !== undefined && !CONSEQUENCE.test(reason)) {
      this.failures.push(`${stackName}/${resource}: ${reason}`);
    }
    if (!this.#startedMs.has(stackName)) this.#startedMs.set(stackName, monotonicMs());
    this.#io.report({
      kind: 'stack-progress',
      stackName,
      completed: progress?.completed ?? 0,
      total: progress?.total,
      resource,
      status,
    });
  }

  /** Told when it happens: the call that deploys returns only after the last stack. */
  #stackDone({ stackArn, noOp }: StackResult): void {
    const [, stackName = stackArn] = stackArn.split('/');
    const nowMs = monotonicMs();
    const tookMs = nowMs - (this.#startedMs.get(stackName) ?? nowMs);
    this.#io.report({ kind: 'stack-done', stackName, changed: !noOp, tookMs });
  }
}
