import type { DeleteStackInput, StackStatus } from '@aws-sdk/client-cloudformation';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { validationError } from '../errors.ts';
import { disableRollbackOf } from './accept-input.ts';
import { begin, newOperation } from './begin.ts';
import { missingMember, type OperationTools } from './context.ts';

/**
 * While an update or its rollback runs, a stack cannot be deleted; a creation can be interrupted.
 */
const UNDELETABLE: readonly StackStatus[] = [
  'UPDATE_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
];

export const deleteStackOperations = {
  DeleteStack: operation(deleteStack, {
    accepts: [
      'StackName',
      'RetainResources',
      'RoleARN',
      'ClientRequestToken',
      'DeletionMode',
      'DeploymentConfig',
    ],
  }),
};

/** Deleting a stack that does not exist succeeds, as on AWS. */
function deleteStack(
  tools: OperationTools,
  context: RequestContext,
  input: DeleteStackInput,
): Record<string, never> {
  disableRollbackOf({ DeploymentConfig: input.DeploymentConfig });
  const { store } = tools.environment;
  if (input.StackName === undefined || input.StackName === '') throw missingMember('stackName');
  const stack = store.findStack(context.region, input.StackName);
  if (
    stack === undefined ||
    (stack.status.startsWith('DELETE_') && stack.status !== 'DELETE_FAILED')
  )
    return {};
  if (stack.terminationProtection)
    throw validationError(
      `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
    );
  if (UNDELETABLE.includes(stack.status))
    throw validationError(
      `Stack [${stack.name}] cannot be deleted while in status ${stack.status}`,
    );
  const retain = input.RetainResources ?? [];
  if (retain.length > 0 && stack.status !== 'DELETE_FAILED')
    throw validationError(
      'Invalid operation on stack: specify resources to retain only when stack is in the DELETE_FAILED state.',
    );
  stack.operation = {
    ...newOperation(tools, 'DELETE', input.ClientRequestToken),
    retain,
    force: input.DeletionMode === 'FORCE_DELETE_STACK',
  };
  stack.caller = context;
  begin(tools, stack, 'DELETE_IN_PROGRESS', { changeSets: 'end' });
  tools.runner.delete(stack.id);
  return {};
}
