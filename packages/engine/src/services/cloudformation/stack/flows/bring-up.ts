import { errorText } from '@understudy/contract';
import { validationError } from '../../errors.ts';
import { dependencyOrder } from '../../template/graph.ts';
import { applyResource, failResource } from '../resource/apply-resource.ts';
import type { Deployment } from '../deployment.ts';
import type { Flow } from './flow.ts';
import { planChanges } from '../plan.ts';
import type { ResourceRecord, StackOutput } from '../records.ts';
import { runInOrder } from './run-in-order.ts';

export type BringUpResult =
  | { kind: 'done'; outputs: StackOutput[]; imports: string[] }
  | { kind: 'failed'; reason: string }
  | { kind: 'stopped' };

/**
 * Brings all resources of a deployment to its state, in order and in parallel, and evaluates its
 * outputs.
 */
export async function bringUp(flow: Flow, deployment: Deployment): Promise<BringUpResult> {
  try {
    if (!refuseInvalid(flow, deployment)) {
      const run = flow.workSignals;
      await runInOrder({
        graph: deployment.graph,
        giveUp: () => flow.givenUp,
        run: async (logicalId) => {
          const applied = await applyResource({
            journal: flow.journal,
            deployment,
            run,
            logicalId,
          });
          if (!applied) flow.giveUp();
          return applied;
        },
      });
    }
    if (flow.stopping) return { kind: 'stopped' };
    if (flow.givenUp) return { kind: 'failed', reason: failureReason(flow) };
    const outputs = deployment.outputs((id) => flow.journal.record(id)?.current);
    assertExports(flow, outputs);
    return { kind: 'done', outputs, imports: [...deployment.imports] };
  } catch (error) {
    return { kind: 'failed', reason: `${errorText(error)}. ` };
  }
}

/**
 * Everything is validated before anything is made: a misspelt property must not cost a rollback.
 * True when something failed.
 */
function refuseInvalid(flow: Flow, deployment: Deployment): boolean {
  const lenient = deployment.asPlan();
  const plan = planChanges(flow.environment, lenient, flow.records);
  const failures = [...plan.failures, ...plan.unreadable];
  const refused = new Set(failures.map(({ logicalId }) => logicalId));
  for (const logicalId of dependencyOrder(deployment.graph)) {
    if (!refused.has(logicalId)) continue;
    const reason = failures
      .filter((failure) => failure.logicalId === logicalId)
      .map((failure) => failure.reason)
      .join('\n');
    failResource({ journal: flow.journal, deployment, logicalId, reason });
  }
  if (refused.size > 0) flow.giveUp();
  return refused.size > 0;
}

/**
 * As AWS words it, trailing space and all: what follows is `Rollback requested by user.` or
 * nothing.
 */
function failureReason(flow: Flow): string {
  if (flow.giveUpReason !== undefined) return flow.giveUpReason;
  const failed = (status: ResourceRecord['status']): string =>
    flow.records
      .filter((record) => record.status === status)
      .map((record) => record.logicalId)
      .join(', ');
  const created = failed('CREATE_FAILED');
  const updated = failed('UPDATE_FAILED');
  return [
    created === '' ? '' : `The following resource(s) failed to create: [${created}]. `,
    updated === '' ? '' : `The following resource(s) failed to update: [${updated}]. `,
  ].join('');
}

/** Export names are unique in a region, and stay while another stack imports them. */
function assertExports(flow: Flow, outputs: readonly StackOutput[]): void {
  const { stack } = flow;
  const others = flow.environment.store
    .stacks()
    .filter((other) => other.id !== stack.id && other.region === stack.region);
  const mine = new Map(outputs.map((output) => [output.exportName, output.value]));
  for (const other of others) {
    const taken = other.outputs.find(({ exportName }) => exportName && mine.has(exportName));
    if (taken?.exportName !== undefined)
      throw validationError(
        `Export with name ${taken.exportName} is already exported by stack ${other.name}`,
      );
    for (const { exportName, value } of stack.outputs) {
      if (exportName === undefined || !other.imports.includes(exportName)) continue;
      if (!mine.has(exportName))
        throw validationError(
          `Export ${exportName} cannot be deleted as it is in use by ${other.name}`,
        );
      if (mine.get(exportName) !== value)
        throw validationError(
          `Export ${exportName} cannot be updated as it is in use by ${other.name}`,
        );
    }
  }
}
