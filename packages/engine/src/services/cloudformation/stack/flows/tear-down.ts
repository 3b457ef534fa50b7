import { reversed, type DependencyGraph } from '../../template/graph.ts';
import type { Flow } from './flow.ts';
import type { ResourceRecord } from '../records.ts';
import { runInOrder } from './run-in-order.ts';

/**
 * Removes resources in the reverse of the order in which they were made. What others that could not
 * be removed
 * depend on stays. Gives the logical ids that could not be removed.
 */
export async function tearDown(
  flow: Flow,
  records: readonly ResourceRecord[],
  remove: (record: ResourceRecord) => Promise<boolean>,
): Promise<string[]> {
  const byId = new Map(records.map((record) => [record.logicalId, record]));
  const graph: DependencyGraph = new Map(
    records.map((record) => [
      record.logicalId,
      new Set(record.dependencies.filter((id) => byId.has(id))),
    ]),
  );
  const { failed } = await runInOrder({
    graph: reversed(graph),
    giveUp: () => flow.stopping,
    run: async (id) => {
      const record = byId.get(id);
      return record === undefined ? true : remove(record);
    },
  });
  return failed;
}
