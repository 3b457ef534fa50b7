import { bringUp } from './bring-up.ts';
import { rollBackCreation } from './create-flow.ts';
import { forgetBefore, type Flow } from './flow.ts';
import type { ResourceRecord } from '../records.ts';
import {
  isGone,
  physicalsOf,
  removePhysical,
  removeResource,
} from '../resource/restore-resource.ts';
import { underTriggers } from './rollback-triggers.ts';
import { tearDown } from './tear-down.ts';
import { rollBackUpdate } from './update-rollback.ts';

/** Updates a stack whose record says UPDATE_IN_PROGRESS and has the new definition. */
export async function updateStackFlow(flow: Flow): Promise<void> {
  const result = await underTriggers(flow, () => bringUp(flow, flow.deployment()));
  if (result.kind === 'stopped') return;
  if (result.kind === 'failed') return failUpdate(flow, result.reason);
  flow.change((stack) => {
    stack.outputs = result.outputs;
    stack.imports = result.imports;
  });
  flow.setStatus('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  await cleanUpUpdate(flow);
}

export async function failUpdate(flow: Flow, reason: string): Promise<void> {
  const { stack } = flow;
  if (stack.disableRollback) return flow.setStatus('UPDATE_FAILED', reason);
  // A stack whose creation was left as it failed has no earlier state to go back to.
  if (stack.stable === undefined) {
    flow.setStatus('ROLLBACK_IN_PROGRESS', `${reason}Rollback requested by user.`);
    return rollBackCreation(flow);
  }
  flow.setStatus('UPDATE_ROLLBACK_IN_PROGRESS', reason);
  return rollBackUpdate(flow);
}

/**
 * Removes what the update replaced or dropped. What cannot be removed stays, and the update is
 * complete all the
 * same, as on AWS. Also goes on with a clean-up that was interrupted.
 */
export async function cleanUpUpdate(flow: Flow): Promise<void> {
  const active = new Set(flow.deployment().activeResources);
  await tearDown(flow, flow.records, (record) =>
    active.has(record.logicalId) ? removeReplaced(flow, record) : removeDropped(flow, record),
  );
  if (flow.stopping) return;
  forgetBefore(flow);
  flow.change((stack) => {
    delete stack.stable;
  });
  flow.setStatus('UPDATE_COMPLETE');
}

async function removeReplaced(flow: Flow, record: ResourceRecord): Promise<boolean> {
  const { journal } = flow;
  const old = physicalsOf(record).filter(
    (physical) => physical.physicalId !== record.current?.physicalId,
  );
  for (const physical of old)
    await removePhysical(record, physical, {
      journal,
      run: flow.cleanupSignals,
      retain: record.updateReplacePolicy === 'Retain',
    });
  // AWS does not hold an update back for a resource that cannot be removed.
  return true;
}

async function removeDropped(flow: Flow, record: ResourceRecord): Promise<boolean> {
  const { journal } = flow;
  if (!isGone(record))
    await removeResource(record, {
      journal,
      run: flow.cleanupSignals,
      retain: record.deletionPolicy !== 'Delete',
    });
  if (!flow.stopping) journal.forget(record);
  return true;
}
