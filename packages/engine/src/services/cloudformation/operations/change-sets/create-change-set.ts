import { randomUUID } from 'node:crypto';
import type {
  CreateChangeSetInput,
  CreateChangeSetOutput,
  ExecuteChangeSetInput,
  ExecuteChangeSetOutput,
} from '@aws-sdk/client-cloudformation';
import { fail } from '../../../../kernel/fail.ts';
import { operation } from '../../../../kernel/operations.ts';
import type { RequestContext } from '../../../../kernel/service.ts';
import { invalidChangeSetStatus, stackMissingInBrackets, validationError } from '../../errors.ts';
import { reportStack } from '../../stack/flows/flow.ts';
import type {
  ChangeSetRecord,
  PlannedChange,
  StackDefinition,
  StackRecord,
  ValidationFailure,
} from '../../stack/records.ts';
import { Secrets } from '../../template/secrets.ts';
import { disableRollbackOf } from '../accept-input.ts';
import {
  assertUpdatable,
  begin,
  isRepeated,
  newOperation,
  newStack,
  takeDefinition,
} from '../begin.ts';
import { requireChangeSet } from './change-sets.ts';
import { missingMember, requireStack, type OperationTools } from '../context.ts';
import { DEFINITION_MEMBERS, assertStackName, prepareDefinition } from '../prepare/prepare.ts';
import { planUpdate, startUpdate } from '../update-stack.ts';

// The CDK toolkit matches on the beginning of the first and on the marker in the second.
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
const EARLY_VALIDATION =
  'The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.';

export const createChangeSetOperations = {
  CreateChangeSet: operation(createChangeSet, {
    accepts: [
      ...DEFINITION_MEMBERS,
      'StackName',
      'UsePreviousTemplate',
      'ChangeSetName',
      'ClientToken',
      'Description',
      'ChangeSetType',
      'IncludeNestedStacks',
      'OnStackFailure',
      'DeploymentConfig',
      'DisableValidation',
      'ImportExistingResources',
    ],
  }),
  ExecuteChangeSet: operation(executeChangeSet, {
    accepts: [
      'ChangeSetName',
      'StackName',
      'ClientRequestToken',
      'DisableRollback',
      'RetainExceptOnCreate',
    ],
  }),
};

/** The change set is ready when this returns, so the first DescribeChangeSet finds it settled. */
async function createChangeSet(
  tools: OperationTools,
  context: RequestContext,
  input: CreateChangeSetInput,
): Promise<CreateChangeSetOutput> {
  disableRollbackOf(input);
  const name = input.ChangeSetName;
  if (name === undefined || name === '') throw missingMember('changeSetName');
  const stack = stackFor(tools, context, input);
  const { store } = tools.environment;
  const existing = store.findChangeSet(stack.id, name);
  if (existing !== undefined && existing.clientToken === input.ClientToken)
    return { Id: existing.id, StackId: stack.id };
  if (existing !== undefined)
    fail('AlreadyExistsException', `ChangeSet ${existing.id} already exists`);
  const definition = await prepareDefinition({ tools, context, input, stack, changeSet: true });
  const changeSet = settledChangeSet({ tools, context, input, name, stack, definition });
  store.atOnce(() => {
    if (store.stack(stack.id) === undefined) {
      stack.operation = newOperation(tools, 'CREATE', undefined);
      store.putStack(stack);
      reportStack(tools.environment, stack, 'User Initiated');
    }
    store.putChangeSet(changeSet);
  });
  return { Id: changeSet.id, StackId: stack.id };
}

function executeChangeSet(
  tools: OperationTools,
  context: RequestContext,
  input: ExecuteChangeSetInput,
): ExecuteChangeSetOutput {
  const { store } = tools.environment;
  const { ClientRequestToken: token } = input;
  const repeated =
    input.StackName === undefined ? undefined : store.findStack(context.region, input.StackName);
  if (isRepeated(repeated, 'CREATE', token) || isRepeated(repeated, 'UPDATE', token)) return {};
  const changeSet = requireChangeSet(tools, context, input);
  if (changeSet.executionStatus !== 'AVAILABLE')
    throw invalidChangeSetStatus(
      `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
    );
  if (changeSet.kind === 'CREATE') startCreation(tools, context, changeSet, input);
  else
    startUpdate(tools, context, changeSet.stackId, {
      definition: definitionOf(changeSet),
      disableRollback: input.DisableRollback ?? false,
      retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
      token,
      changeSetId: changeSet.id,
    });
  return {};
}

function stackFor(
  tools: OperationTools,
  context: RequestContext,
  input: CreateChangeSetInput,
): StackRecord {
  const { StackName: nameOrId, ChangeSetType: type = 'UPDATE' } = input;
  if (type === 'IMPORT') throw validationError('Import is not supported by this engine.');
  const existing = tools.environment.store.findStack(context.region, nameOrId ?? '');
  if (type === 'CREATE') {
    assertStackName(nameOrId);
    if (existing === undefined) return newStack(tools, context, nameOrId);
    if (existing.status !== 'REVIEW_IN_PROGRESS')
      throw validationError(
        `Stack [${nameOrId}] already exists and cannot be created again with the changeSet [${input.ChangeSetName ?? ''}].`,
      );
    return existing;
  }
  if (existing === undefined) throw stackMissingInBrackets(nameOrId ?? '');
  assertUpdatable(existing);
  return existing;
}

function settledChangeSet(options: {
  tools: OperationTools;
  context: RequestContext;
  input: CreateChangeSetInput;
  name: string;
  stack: StackRecord;
  definition: StackDefinition;
}): ChangeSetRecord {
  const { tools, context, input, name, stack, definition } = options;
  const plan = planUpdate(tools, stack, definition);
  const failures = input.DisableValidation === true ? [] : plan.failures;
  const creating = stack.status === 'REVIEW_IN_PROGRESS';
  const reason =
    plan.unreadable[0]?.reason ??
    (failures.length > 0 ? EARLY_VALIDATION : !creating && !plan.changed ? NO_CHANGES : undefined);
  return {
    ...definition,
    id: `arn:aws:cloudformation:${context.region}:${context.account}:changeSet/${name}/${randomUUID()}`,
    name,
    stackId: stack.id,
    stackName: stack.name,
    kind: creating ? 'CREATE' : 'UPDATE',
    createdMs: tools.environment.clock.wallMs(),
    status: reason === undefined ? 'CREATE_COMPLETE' : 'FAILED',
    executionStatus: reason === undefined ? 'AVAILABLE' : 'UNAVAILABLE',
    ...(reason === undefined ? {} : { statusReason: reason }),
    ...withoutSecrets(plan.changes, failures, new Secrets(stack.parameters, definition.parameters)),
    operationId: randomUUID(),
    includeNestedStacks: input.IncludeNestedStacks ?? false,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.ClientToken === undefined ? {} : { clientToken: input.ClientToken }),
    ...(input.OnStackFailure === undefined ? {} : { onStackFailure: input.OnStackFailure }),
  };
}

function withoutSecrets(
  changes: readonly PlannedChange[],
  failures: readonly ValidationFailure[],
  secrets: Secrets,
): Pick<ChangeSetRecord, 'changes' | 'failures'> {
  return {
    changes: changes.map((change) => ({
      ...change,
      details: change.details.map((detail) => ({
        ...detail,
        ...(detail.before === undefined ? {} : { before: secrets.maskText(detail.before) }),
        ...(detail.after === undefined ? {} : { after: secrets.maskText(detail.after) }),
      })),
    })),
    failures: failures.map((failure) => ({ ...failure, reason: secrets.maskText(failure.reason) })),
  };
}

function startCreation(
  tools: OperationTools,
  context: RequestContext,
  changeSet: ChangeSetRecord,
  input: ExecuteChangeSetInput,
): void {
  const stack = requireStack(tools, context, changeSet.stackId);
  if (stack.status !== 'REVIEW_IN_PROGRESS')
    throw validationError(
      `Stack:${stack.id} is in ${stack.status} state and can not be created by a change set.`,
    );
  takeDefinition(stack, definitionOf(changeSet));
  stack.changeSetId = changeSet.id;
  stack.disableRollback = input.DisableRollback ?? false;
  stack.onFailure = changeSet.onStackFailure ?? 'ROLLBACK';
  stack.retainExceptOnCreate = input.RetainExceptOnCreate ?? false;
  stack.caller = context;
  stack.operation = newOperation(tools, 'CREATE', input.ClientRequestToken);
  begin(tools, stack, 'CREATE_IN_PROGRESS', { changeSets: 'end' });
  tools.runner.create(stack.id);
}

function definitionOf(changeSet: ChangeSetRecord): StackDefinition {
  const { templateText, parameters, tags, capabilities, notificationArns } = changeSet;
  const { roleArn, rollbackConfiguration } = changeSet;
  return {
    templateText,
    parameters,
    tags,
    capabilities,
    notificationArns,
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(rollbackConfiguration === undefined ? {} : { rollbackConfiguration }),
  };
}
