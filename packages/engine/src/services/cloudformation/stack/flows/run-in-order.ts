import type { DependencyGraph } from '../../template/graph.ts';

/** How many resources of one stack are worked on at a time. */
const PARALLEL_RESOURCES_MAX = 16;

export interface RunOutcome {
  done: string[];
  failed: string[];
  /** Never started: something they depend on failed, or the run was given up. */
  skipped: string[];
}

/**
 * Runs work for every node after all that it depends on has succeeded, many at a time. A failed
 * node holds back
 * what depends on it; `giveUp` becoming true holds back everything not yet started. Never rejects.
 */
export async function runInOrder(options: {
  graph: DependencyGraph;
  /** True when it succeeded. */
  run: (id: string) => Promise<boolean>;
  giveUp?: () => boolean;
  parallelMax?: number;
}): Promise<RunOutcome> {
  const { graph, run, giveUp = () => false, parallelMax = PARALLEL_RESOURCES_MAX } = options;
  const outcome: RunOutcome = { done: [], failed: [], skipped: [] };
  const waiting = new Set(graph.keys());
  const done = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const isReady = (id: string): boolean =>
    [...(graph.get(id) ?? [])].every(
      (dependency) => done.has(dependency) || !graph.has(dependency),
    );
  const start = (id: string): void => {
    waiting.delete(id);
    const finish = (succeeded: boolean): void => {
      running.delete(id);
      if (succeeded) done.add(id);
      (succeeded ? outcome.done : outcome.failed).push(id);
    };
    running.set(
      id,
      run(id).then(finish, () => finish(false)),
    );
  };
  for (;;) {
    for (const id of waiting) {
      if (giveUp() || running.size >= parallelMax) break;
      if (isReady(id)) start(id);
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  outcome.skipped = [...waiting];
  return outcome;
}
