import { errorText } from '@understudy/contract';
import { bringUp, type BringUpResult } from './bring-up.ts';
import { deleteStackFlow } from './delete-flow.ts';
import { forgetBefore, type Flow } from './flow.ts';
import type { ResourceRecord, StackRecord } from '../records.ts';
import { isGone, removeResource } from '../resource/restore-resource.ts';
import { underTriggers } from './rollback-triggers.ts';
import { tearDown } from './tear-down.ts';

const MS_PER_MINUTE = 60_000;

/** Creates a stack whose record says CREATE_IN_PROGRESS. */
export async function createStackFlow(flow: Flow): Promise<void> {
  const { timeoutInMinutes } = flow.stack;
  const timer =
    timeoutInMinutes === undefined
      ? undefined
      : flow.environment.clock.after(timeoutInMinutes * MS_PER_MINUTE, () =>
          flow.giveUp('Stack creation time exceeded the specified timeout. '),
        );
  const work = (): Promise<BringUpResult> => bringUp(flow, flow.deployment());
  const result = await underTriggers(flow, work).finally(() => timer?.cancel());
  if (result.kind === 'stopped') return;
  if (result.kind === 'failed') return failCreation(flow, result.reason);
  flow.change((stack) => {
    stack.outputs = result.outputs;
    stack.imports = result.imports;
  });
  forgetBefore(flow);
  flow.setStatus('CREATE_COMPLETE');
}

/** What the stack's creator asked for in case of a failure. */
export async function failCreation(flow: Flow, reason: string): Promise<void> {
  switch (onFailureOf(flow.stack)) {
    case 'DO_NOTHING':
      flow.setStatus('CREATE_FAILED', reason);
      return;
    case 'DELETE':
      flow.setStatus('DELETE_IN_PROGRESS', `${reason}Delete requested by user.`);
      return deleteStackFlow(flow);
    case 'ROLLBACK':
      flow.setStatus('ROLLBACK_IN_PROGRESS', `${reason}Rollback requested by user.`);
      return rollBackCreation(flow);
  }
}

/**
 * Removes what was made, and leaves an empty stack that tells why. Also goes on with a rollback
 * that was interrupted.
 */
export async function rollBackCreation(flow: Flow): Promise<void> {
  const { retainExceptOnCreate } = flow.stack;
  const left = flow.records.filter((record) => !isGone(record));
  const failed = await tearDown(flow, left, (record) =>
    removeResource(record, {
      journal: flow.journal,
      run: flow.cleanupSignals,
      retain: !retainExceptOnCreate && retainedOnRollback(record),
    }),
  );
  if (flow.stopping) return;
  if (failed.length > 0)
    flow.setStatus(
      'ROLLBACK_FAILED',
      `The following resource(s) failed to delete: [${failed.join(', ')}]. `,
    );
  else flow.setStatus('ROLLBACK_COMPLETE');
}

/** A flow that broke for a reason of the engine's own still ends in a stated way. */
export function internalFailure(error: unknown): string {
  return `Internal failure of the engine: ${errorText(error)}. `;
}

function onFailureOf(stack: StackRecord): StackRecord['onFailure'] {
  return stack.disableRollback ? 'DO_NOTHING' : stack.onFailure;
}

// RetainExceptOnCreate differs from Retain here alone.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
function retainedOnRollback(record: ResourceRecord): boolean {
  return record.deletionPolicy === 'Retain';
}
