import type { Flow } from './flow.ts';
import type { ResourceRecord } from '../records.ts';
import { isGone, removeResource } from '../resource/restore-resource.ts';
import { tearDown } from './tear-down.ts';
import { cancelUnfinished } from './update-rollback.ts';

/**
 * Deletes a stack whose record says DELETE_IN_PROGRESS. Also goes on with a deletion that was
 * interrupted.
 */
export async function deleteStackFlow(flow: Flow): Promise<void> {
  cancelUnfinished(flow);
  const inUse = exportInUse(flow);
  if (inUse !== undefined) return flow.setStatus('DELETE_FAILED', inUse);
  const { operation } = flow.stack;
  const retained = new Set(operation?.retain ?? []);
  const left = flow.records.filter((record) => !isGone(record));
  const remove = (record: ResourceRecord, retain: boolean): Promise<boolean> =>
    removeResource(record, { journal: flow.journal, run: flow.cleanupSignals, retain });
  const failed = await tearDown(flow, left, (record) =>
    remove(record, record.deletionPolicy !== 'Delete' || retained.has(record.logicalId)),
  );
  if (flow.stopping) return;
  if (failed.length > 0 && operation?.force !== true)
    return flow.setStatus(
      'DELETE_FAILED',
      `The following resource(s) failed to delete: [${failed.join(', ')}]. `,
    );
  // FORCE_DELETE_STACK leaves behind what could not be deleted.
  for (const record of flow.records.filter((record) => !isGone(record))) await remove(record, true);
  flow.change((stack) => {
    stack.outputs = [];
    stack.imports = [];
    delete stack.stable;
  });
  flow.setStatus('DELETE_COMPLETE');
  flow.environment.store.pruneDeleted();
}

/** An export that another stack imports keeps its stack. */
function exportInUse(flow: Flow): string | undefined {
  const { stack } = flow;
  for (const { exportName } of stack.outputs) {
    const importer = flow.environment.store
      .stacks()
      .find((other) => other.region === stack.region && other.imports.includes(exportName ?? ''));
    if (importer !== undefined && exportName !== undefined)
      return `Export ${exportName} cannot be deleted as it is in use by ${importer.name}`;
  }
  return undefined;
}
