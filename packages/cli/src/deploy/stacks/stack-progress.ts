import type { StackEvent } from '@aws-sdk/client-cloudformation';
import type { DeployMessage } from '../messages.ts';

/** How much of a change set is done, from the events of its execution. */
export class StackProgress {
  readonly #stackName: string;
  readonly #total: number;
  readonly #complete = new Set<string>();

  constructor(stackName: string, total: number) {
    this.#stackName = stackName;
    this.#total = total;
  }

  after(event: StackEvent): Extract<DeployMessage, { kind: 'stack-progress' }> {
    const { LogicalResourceId: resource = '', ResourceStatus: status = '' } = event;
    const isStack = event.PhysicalResourceId === event.StackId;
    if (status.endsWith('_COMPLETE') && !isStack) this.#complete.add(resource);
    return {
      kind: 'stack-progress',
      stackName: this.#stackName,
      completed: Math.min(this.#complete.size, this.#total),
      total: this.#total,
      resource,
      status,
    };
  }
}
