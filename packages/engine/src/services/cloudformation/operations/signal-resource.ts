import type { SignalResourceInput } from '@aws-sdk/client-cloudformation';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { validationError } from '../errors.ts';
import { missingMember, requireStack, type OperationTools } from './context.ts';

const SIGNALLED_STATUSES: readonly string[] = [
  'CREATE_IN_PROGRESS',
  'UPDATE_IN_PROGRESS',
  'UPDATE_ROLLBACK_IN_PROGRESS',
];
const UNIQUE_ID_LENGTH_MAX = 64;

export const signalOperations = {
  SignalResource: operation(signalResource, {
    accepts: ['StackName', 'LogicalResourceId', 'UniqueId', 'Status'],
  }),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SignalResource.html */
function signalResource(
  tools: OperationTools,
  context: RequestContext,
  input: SignalResourceInput,
): void {
  const { LogicalResourceId: logicalId, UniqueId: uniqueId, Status: status } = input;
  if (logicalId === undefined) throw missingMember('logicalResourceId');
  if (uniqueId === undefined) throw missingMember('uniqueId');
  if (status === undefined) throw missingMember('status');
  if (uniqueId === '' || uniqueId.length > UNIQUE_ID_LENGTH_MAX)
    throw validationError(
      `1 validation error detected: Value '${uniqueId}' at 'uniqueId' failed to satisfy constraint: Member must have length between 1 and ${UNIQUE_ID_LENGTH_MAX}, inclusive`,
    );
  if (status !== 'SUCCESS' && status !== 'FAILURE')
    throw validationError(
      `1 validation error detected: Value '${String(status)}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [SUCCESS, FAILURE]`,
    );
  const stack = requireStack(tools, context, input.StackName);
  if (!SIGNALLED_STATUSES.includes(stack.status))
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be signaled.`);
  if (tools.environment.store.resource(stack.id, logicalId) === undefined)
    throw validationError(`Resource ${logicalId} does not exist for stack ${stack.name}`);
  tools.environment.signals.receive(stack.id, logicalId, { uniqueId, status });
}
