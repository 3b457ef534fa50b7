import { randomUUID } from 'node:crypto';
import type { StackStatus } from '@aws-sdk/client-cloudformation';
import type { RequestContext } from '../../../kernel/service.ts';
import { validationError } from '../errors.ts';
import { reportStack } from '../stack/flows/flow.ts';
import type { StackDefinition, StackOperation, StackRecord } from '../stack/records.ts';
import { parseTemplate } from '../template/parse/parse.ts';
import type { OperationTools } from './context.ts';

/** A stack that does not exist yet; it is not stored. */
export function newStack(
  tools: OperationTools,
  context: RequestContext,
  name: string,
): StackRecord {
  return {
    id: `arn:aws:cloudformation:${context.region}:${context.account}:stack/${name}/${randomUUID()}`,
    name,
    region: context.region,
    account: context.account,
    status: 'REVIEW_IN_PROGRESS',
    createdMs: tools.environment.clock.wallMs(),
    templateText: '',
    parameters: [],
    tags: [],
    capabilities: [],
    notificationArns: [],
    outputs: [],
    imports: [],
    terminationProtection: false,
    disableRollback: false,
    onFailure: 'ROLLBACK',
    retainExceptOnCreate: false,
    caller: context,
  };
}

export function newOperation(
  tools: OperationTools,
  kind: StackOperation['kind'],
  clientRequestToken: string | undefined,
): StackOperation {
  return {
    id: randomUUID(),
    kind,
    startedMs: tools.environment.clock.wallMs(),
    ...(clientRequestToken === undefined ? {} : { clientRequestToken }),
  };
}

/**
 * True when a request repeats the one that began the stack's last operation, which is then not
 * begun again.
 */
export function isRepeated(
  stack: StackRecord | undefined,
  kind: StackOperation['kind'],
  clientRequestToken: string | undefined,
): boolean {
  return (
    clientRequestToken !== undefined &&
    stack?.operation?.kind === kind &&
    stack.operation.clientRequestToken === clientRequestToken
  );
}

/** Gives the stack what it is to become, and what it goes back to when that fails. */
export function takeDefinition(stack: StackRecord, definition: StackDefinition): void {
  if (stack.status !== 'REVIEW_IN_PROGRESS' && stack.status !== 'CREATE_FAILED')
    stack.stable ??= stableState(stack);
  delete stack.roleArn;
  delete stack.rollbackConfiguration;
  Object.assign(stack, definition);
  delete stack.description;
  const { description } = parseTemplate(definition.templateText);
  if (description !== undefined) stack.description = description;
}

/**
 * Stores the stack with the status in which an operation begins, with the event that AWS gives it.
 * `changeSets: 'end'` removes the stack's change sets with that: what they were made against no
 * longer holds.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html
 */
export function begin(
  tools: OperationTools,
  stack: StackRecord,
  status: StackStatus,
  options: { changeSets?: 'stay' | 'end' } = {},
): void {
  stack.status = status;
  stack.statusReason = 'User Initiated';
  if (status !== 'CREATE_IN_PROGRESS') stack.updatedMs = tools.environment.clock.wallMs();
  const { store } = tools.environment;
  store.atOnce(() => {
    store.putStack(stack);
    reportStack(tools.environment, stack, stack.statusReason);
    if (options.changeSets !== 'end') return;
    for (const changeSet of store.changeSets(stack.id)) store.deleteChangeSet(changeSet);
  });
}

const UPDATABLE: readonly StackStatus[] = [
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
];

export function assertUpdatable(stack: StackRecord): void {
  if (!UPDATABLE.includes(stack.status))
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}

function stableState(stack: StackRecord): NonNullable<StackRecord['stable']> {
  const { templateText, parameters, tags, capabilities, notificationArns, outputs, imports } =
    stack;
  const { rollbackConfiguration } = stack;
  return {
    templateText,
    parameters,
    tags,
    capabilities,
    notificationArns,
    outputs,
    imports,
    ...(stack.roleArn === undefined ? {} : { roleArn: stack.roleArn }),
    ...(rollbackConfiguration === undefined ? {} : { rollbackConfiguration }),
  };
}
