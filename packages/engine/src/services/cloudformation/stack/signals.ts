import type { ReceivedSignal, ResourceSignals } from '../../../kernel/resource-policies.ts';
import { News } from '../../../kernel/news.ts';
import { validationError } from '../errors.ts';

/**
 * Signals of the resources that handlers work on just now. They are not kept over the engine's end:
 * what was underway then is rolled back.
 */
export class Signals {
  readonly #open = new Map<string, ReceivedSignal[]>();
  readonly #news = new News();

  /** From now on signals of the resource are taken. */
  open(stackId: string, logicalId: string): ResourceSignals & Disposable {
    const key = `${stackId}/${logicalId}`;
    const received: ReceivedSignal[] = [];
    this.#open.set(key, received);
    return {
      received: () => received,
      next: () => this.#news.next(key),
      [Symbol.dispose]: () => {
        if (this.#open.get(key) === received) this.#open.delete(key);
      },
    };
  }

  /** @throws AwsError ValidationError when the id has signalled before, and does not fail now */
  receive(stackId: string, logicalId: string, signal: ReceivedSignal): void {
    const key = `${stackId}/${logicalId}`;
    const received = this.#open.get(key) ?? [];
    const earlier = received.some(({ uniqueId }) => uniqueId === signal.uniqueId);
    if (earlier && signal.status !== 'FAILURE')
      throw validationError(
        `Signal with ID ${signal.uniqueId} for resource ${logicalId} already exists. Signals may only be updated with a FAILURE status.`,
      );
    received.push(signal);
    this.#news.tell(key);
  }
}
