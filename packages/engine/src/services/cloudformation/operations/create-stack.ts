import type { CreateStackInput, CreateStackOutput } from '@aws-sdk/client-cloudformation';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { stackExists } from '../errors.ts';
import { disableRollbackOf, onFailureOf } from './accept-input.ts';
import { begin, isRepeated, newOperation, newStack, takeDefinition } from './begin.ts';
import type { OperationTools } from './context.ts';
import { DEFINITION_MEMBERS, assertStackName, prepareDefinition } from './prepare/prepare.ts';

export const createStackOperations = {
  CreateStack: operation(createStack, {
    accepts: [
      ...DEFINITION_MEMBERS,
      'StackName',
      'DisableRollback',
      'TimeoutInMinutes',
      'OnFailure',
      'ClientRequestToken',
      'EnableTerminationProtection',
      'RetainExceptOnCreate',
      'DeploymentConfig',
      'DisableValidation',
    ],
  }),
};

async function createStack(
  tools: OperationTools,
  context: RequestContext,
  input: CreateStackInput,
): Promise<CreateStackOutput> {
  const disableRollback = disableRollbackOf(input);
  const { StackName: name, ClientRequestToken: token } = input;
  assertStackName(name);
  const { store } = tools.environment;
  const existing = store.findStack(context.region, name);
  if (existing !== undefined && isRepeated(existing, 'CREATE', token))
    return { StackId: existing.id };
  if (existing !== undefined) throw stackExists(name);
  const stack = newStack(tools, context, name);
  const definition = await prepareDefinition({ tools, context, input, stack, changeSet: false });
  takeDefinition(stack, definition);
  stack.onFailure = onFailureOf(input);
  stack.disableRollback = disableRollback;
  stack.terminationProtection = input.EnableTerminationProtection ?? false;
  stack.retainExceptOnCreate = input.RetainExceptOnCreate ?? false;
  if (input.TimeoutInMinutes !== undefined) stack.timeoutInMinutes = input.TimeoutInMinutes;
  stack.operation = newOperation(tools, 'CREATE', token);
  // Between the first look and here templates and parameters were read; another request may have
  // come first.
  if (store.findStack(context.region, name) !== undefined) throw stackExists(name);
  begin(tools, stack, 'CREATE_IN_PROGRESS');
  tools.runner.create(stack.id);
  return { StackId: stack.id };
}
