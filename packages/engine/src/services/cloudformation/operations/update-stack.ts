import type {
  CancelUpdateStackInput,
  ContinueUpdateRollbackInput,
  ContinueUpdateRollbackOutput,
  RollbackStackInput,
  RollbackStackOutput,
  UpdateStackInput,
  UpdateStackOutput,
  UpdateTerminationProtectionInput,
  UpdateTerminationProtectionOutput,
} from '@aws-sdk/client-cloudformation';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { validationError } from '../errors.ts';
import { Deployment } from '../stack/deployment.ts';
import { planChanges, type Plan } from '../stack/plan.ts';
import type { StackDefinition, StackRecord } from '../stack/records.ts';
import { sameValue } from '../template/values.ts';
import { disableRollbackOf } from './accept-input.ts';
import { assertUpdatable, begin, isRepeated, newOperation, takeDefinition } from './begin.ts';
import { requireStack, type OperationTools } from './context.ts';
import { DEFINITION_MEMBERS, prepareDefinition } from './prepare/prepare.ts';

export const updateStackOperations = {
  UpdateStack: operation(updateStack, {
    accepts: [
      ...DEFINITION_MEMBERS,
      'StackName',
      'UsePreviousTemplate',
      'DisableRollback',
      'ClientRequestToken',
      'RetainExceptOnCreate',
      'DeploymentConfig',
      'DisableValidation',
    ],
  }),
  CancelUpdateStack: operation(cancelUpdateStack),
  ContinueUpdateRollback: operation(continueUpdateRollback, {
    accepts: ['StackName', 'RoleARN', 'ResourcesToSkip', 'ClientRequestToken'],
  }),
  RollbackStack: operation(rollbackStack, {
    accepts: [
      'StackName',
      'RoleARN',
      'ClientRequestToken',
      'RetainExceptOnCreate',
      'DeploymentConfig',
    ],
  }),
  UpdateTerminationProtection: operation(updateTerminationProtection),
};

async function updateStack(
  tools: OperationTools,
  context: RequestContext,
  input: UpdateStackInput,
): Promise<UpdateStackOutput> {
  const disableRollback = disableRollbackOf(input);
  const stack = requireStack(tools, context, input.StackName);
  if (isRepeated(stack, 'UPDATE', input.ClientRequestToken)) return { StackId: stack.id };
  assertUpdatable(stack);
  const definition = await prepareDefinition({ tools, context, input, stack, changeSet: false });
  const plan = planUpdate(tools, stack, definition);
  if (!plan.changed) throw validationError('No updates are to be performed.');
  startUpdate(tools, context, stack.id, {
    definition,
    disableRollback,
    retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
    token: input.ClientRequestToken,
  });
  return { StackId: stack.id };
}

/**
 * Begins an update that was prepared before; the stack may have changed since, and is looked at
 * again.
 */
export function startUpdate(
  tools: OperationTools,
  context: RequestContext,
  stackId: string,
  options: {
    definition: StackDefinition;
    disableRollback: boolean;
    retainExceptOnCreate: boolean;
    token: string | undefined;
    changeSetId?: string;
  },
): void {
  const stack = requireStack(tools, context, stackId);
  assertUpdatable(stack);
  takeDefinition(stack, options.definition);
  stack.disableRollback = options.disableRollback;
  stack.retainExceptOnCreate = options.retainExceptOnCreate;
  stack.caller = context;
  if (options.changeSetId !== undefined) stack.changeSetId = options.changeSetId;
  stack.operation = newOperation(tools, 'UPDATE', options.token);
  const changeSets = options.changeSetId === undefined ? 'stay' : 'end';
  begin(tools, stack, 'UPDATE_IN_PROGRESS', { changeSets });
  tools.runner.update(stack.id);
}

/** What an update would change; also refuses a changed resource type, as AWS does at once. */
export function planUpdate(
  tools: OperationTools,
  stack: StackRecord,
  definition: StackDefinition,
): Plan & { changed: boolean } {
  const { environment } = tools;
  const deployment = new Deployment(environment, stack, { definition, lenient: true });
  const records = environment.store.resources(stack.id);
  const retyped = records.filter((record) => {
    const type = deployment.template.resources[record.logicalId]?.type;
    return record.current !== undefined && type !== undefined && type !== record.type;
  });
  if (retyped.length > 0)
    throw validationError(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${retyped.map((record) => record.logicalId).join(', ')}]`,
    );
  const plan = planChanges(environment, deployment, records);
  const failed = stack.status.endsWith('_FAILED');
  const changed =
    plan.changes.length > 0 ||
    plan.failures.length > 0 ||
    plan.unreadable.length > 0 ||
    failed ||
    !sameValue(plan.outputs, stack.outputs) ||
    !sameValue(definition.tags, stack.tags) ||
    !sameValue(definition.rollbackConfiguration, stack.rollbackConfiguration);
  return { ...plan, changed };
}

function cancelUpdateStack(
  tools: OperationTools,
  context: RequestContext,
  input: CancelUpdateStackInput,
): void {
  const stack = requireStack(tools, context, input.StackName);
  if (stack.status !== 'UPDATE_IN_PROGRESS')
    throw validationError('CancelUpdateStack cannot be called from current stack status');
  tools.runner.giveUp(stack.id, 'User Initiated');
}

function continueUpdateRollback(
  tools: OperationTools,
  context: RequestContext,
  input: ContinueUpdateRollbackInput,
): ContinueUpdateRollbackOutput {
  const stack = requireStack(tools, context, input.StackName);
  if (stack.status !== 'UPDATE_ROLLBACK_FAILED')
    throw validationError(
      `Stack [${stack.id}] is in ${stack.status} state and its rollback cannot be continued.`,
    );
  stack.operation = newOperation(tools, 'CONTINUE_ROLLBACK', input.ClientRequestToken);
  begin(tools, stack, 'UPDATE_ROLLBACK_IN_PROGRESS');
  tools.runner.continueRollback(stack.id, input.ResourcesToSkip ?? []);
  return {};
}

/** Rolls back what an operation without rollback left as it failed. */
function rollbackStack(
  tools: OperationTools,
  context: RequestContext,
  input: RollbackStackInput,
): RollbackStackOutput {
  const stack = requireStack(tools, context, input.StackName);
  if (stack.status !== 'CREATE_FAILED' && stack.status !== 'UPDATE_FAILED')
    throw validationError(
      `Stack:${stack.id} is in ${stack.status} state and can not be rolled back.`,
    );
  stack.operation = newOperation(tools, 'ROLLBACK', input.ClientRequestToken);
  stack.retainExceptOnCreate = input.RetainExceptOnCreate ?? stack.retainExceptOnCreate;
  if (stack.stable === undefined) {
    begin(tools, stack, 'ROLLBACK_IN_PROGRESS');
    tools.runner.rollBackCreation(stack.id);
  } else {
    begin(tools, stack, 'UPDATE_ROLLBACK_IN_PROGRESS');
    tools.runner.continueRollback(stack.id, []);
  }
  return { StackId: stack.id };
}

function updateTerminationProtection(
  tools: OperationTools,
  context: RequestContext,
  input: UpdateTerminationProtectionInput,
): UpdateTerminationProtectionOutput {
  const stack = requireStack(tools, context, input.StackName);
  stack.terminationProtection = input.EnableTerminationProtection ?? false;
  tools.environment.store.putStack(stack);
  return { StackId: stack.id };
}
