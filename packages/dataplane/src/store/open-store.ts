import type { PartContext } from '../part.ts';
import { filesIn, storeProblem } from './store-problem.ts';
import { portsOf, Store, type StoreOptions } from './store.ts';
import { UnusableStore } from './unusable-store.ts';

/**
 * A region's store, or what says in its place that its files are damaged, or a newer program's.
 * What may pass by itself (a full disk, a process before it that still has the file) is thrown: who
 * starts the process again tries again.
 */
export function openStore(context: PartContext, options: StoreOptions): Store | UnusableStore {
  try {
    return new Store(context, options);
  } catch (thrown) {
    const problem = storeProblem(thrown, filesIn(options.directory));
    if (problem?.code !== 'StateUnreadable' && problem?.code !== 'StateNewer') throw thrown;
    context.emit({ type: 'log', level: 'error', message: `S3: ${problem.message}` });
    return new UnusableStore(portsOf(options), problem);
  }
}
