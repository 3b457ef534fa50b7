import { attributesOf } from '../resource/resource-journal.ts';
import { cancellation, verbOf } from '../resource/apply-resource.ts';
import { forgetBefore, type Flow } from './flow.ts';
import type { ResourceRecord } from '../records.ts';
import { removeResource, removePhysical, restoreResource } from '../resource/restore-resource.ts';
import { runInOrder } from './run-in-order.ts';
import { tearDown } from './tear-down.ts';

/**
 * Puts a stack back to the state before its update: old properties first, in order, then what the
 * update made is
 * removed. Also goes on with a rollback that was interrupted or failed.
 */
export async function rollBackUpdate(flow: Flow, skip: readonly string[] = []): Promise<void> {
  const { stable } = flow.stack;
  if (stable === undefined) throw new Error(`stack '${flow.stackId}' has no state to go back to`);
  const deployment = flow.deployment(stable);
  const { journal } = flow;
  const { failed } = await runInOrder({
    graph: deployment.graph,
    giveUp: () => flow.stopping,
    run: async (id) => {
      const record = journal.record(id);
      if (record === undefined) return true;
      Object.assign(record, attributesOf(id, deployment));
      if (skip.includes(id)) return skipRestoring(flow, record);
      if (record.before === undefined) return settleUntouched(flow, record);
      return restoreResource(record, {
        journal,
        run: flow.cleanupSignals,
        policies: () => deployment.policies(id, (other) => journal.record(other)?.current),
      });
    },
  });
  if (flow.stopping) return;
  if (failed.length > 0)
    return flow.setStatus(
      'UPDATE_ROLLBACK_FAILED',
      `The following resource(s) failed to update: [${failed.join(', ')}]. `,
    );
  flow.change((stack) => {
    delete stack.rollbackConfiguration;
    Object.assign(stack, stable);
  });
  flow.setStatus('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await cleanUpRollback(flow);
}

/** Removes what the update added, and the replacements that it made. */
export async function cleanUpRollback(flow: Flow): Promise<void> {
  const { journal } = flow;
  const run = flow.cleanupSignals;
  await tearDown(flow, flow.records, async (record) => {
    if (record.before === 'absent') {
      await removeResource(record, { journal, run, retain: false });
      if (!flow.stopping) journal.forget(record);
      return true;
    }
    for (const physical of record.garbage ?? [])
      await removePhysical(record, physical, { journal, run, retain: false });
    return true;
  });
  if (flow.stopping) return;
  forgetBefore(flow);
  flow.change((stack) => {
    delete stack.stable;
  });
  flow.setStatus('UPDATE_ROLLBACK_COMPLETE');
}

/**
 * Resources that were being worked on when the operation ended are cancelled, so that no status
 * stays in progress.
 */
export function cancelUnfinished(flow: Flow): void {
  for (const record of flow.records) {
    if (!record.status.endsWith('_IN_PROGRESS') || record.status.startsWith('DELETE')) continue;
    const verb = verbOf(record);
    flow.journal.report(record, `${verb}_FAILED`, { reason: cancellation(verb) });
  }
}

/**
 * A resource that the update did not come to touch; one that failed before it was touched is whole
 * again.
 */
function settleUntouched(flow: Flow, record: ResourceRecord): boolean {
  if (record.status.endsWith('_FAILED')) flow.journal.report(record, 'UPDATE_COMPLETE');
  else flow.journal.put(record);
  return true;
}

/** ContinueUpdateRollback's ResourcesToSkip: the record goes back, the resource stays as it is. */
function skipRestoring(flow: Flow, record: ResourceRecord): boolean {
  if (typeof record.before === 'object') {
    const { current } = record;
    if (current !== undefined && current.physicalId !== record.before.physicalId)
      record.garbage = [...(record.garbage ?? []), current];
    record.current = record.before;
    delete record.before;
  }
  flow.journal.report(record, 'UPDATE_COMPLETE');
  return true;
}
