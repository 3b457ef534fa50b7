import {
  type Change,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  ExecuteChangeSetCommand,
  type CloudFormationClient,
  type DescribeChangeSetOutput,
  type RollbackConfiguration,
} from '@aws-sdk/client-cloudformation';
import { UnderstudyError } from '@understudy/contract';
import type { AssemblyStack } from '@understudy/site';
import { readFile } from 'node:fs/promises';
import { monotonicMs, sleep } from '../../clock/wall.ts';

/**
 * Longer templates must lie in a bucket. "Length Constraints: … Maximum length of 51200."
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
 */
export const TEMPLATE_BODY_BYTES_MAX = 51_200;
const SETTLED_WALL_MS_MAX = 10 * 60_000;

/**
 * The two reasons with which CloudFormation ends a change set that would change nothing; the same
 * two the CDK knows it by.
 */
const NO_CHANGES =
  /^(The submitted information didn't contain changes\.|No updates are to be performed)/;

export interface ChangeSet {
  id: string;
  stackId: string;
  /** Of the whole set, all pages of it. */
  changes: Change[];
}

export interface ChangeSetRequest {
  stack: AssemblyStack;
  type: 'CREATE' | 'UPDATE';
  /** `[a-zA-Z][-a-zA-Z0-9]*`, at most 128 characters. */
  name: string;
  /** What its execution is watched by; as before where it is left out. */
  rollbackConfiguration?: RollbackConfiguration;
  pollWallMs: number;
}

/**
 * Makes a change set and waits until it can be executed; undefined, and none is left, when it would
 * change nothing.
 *
 * @throws UnderstudyError DeploymentFailed with CloudFormation's reason
 */
export async function createChangeSet(
  client: CloudFormationClient,
  { stack, type, name, rollbackConfiguration, pollWallMs }: ChangeSetRequest,
): Promise<ChangeSet | undefined> {
  const { Id: id = name, StackId: stackId = stack.name } = await client.send(
    new CreateChangeSetCommand({
      StackName: stack.name,
      ChangeSetName: name,
      ChangeSetType: type,
      ...(await templateOf(stack)),
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
      Parameters: Object.entries(stack.parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Tags: Object.entries(stack.tags).map(([Key, Value]) => ({ Key, Value })),
      ...(rollbackConfiguration && { RollbackConfiguration: rollbackConfiguration }),
    }),
  );
  const settled = await untilSettled(client, id, pollWallMs);
  if (settled.Status === 'CREATE_COMPLETE')
    return { id, stackId, changes: await allChanges(client, id, settled) };
  const reason = settled.StatusReason ?? `the change set is ${settled.Status ?? 'in no status'}`;
  const problems = reason.includes('AWS::EarlyValidation') ? await failedChecks(client, id) : [];
  await deleteChangeSet(client, id);
  if (NO_CHANGES.test(reason)) return undefined;
  throw new UnderstudyError('DeploymentFailed', {
    message: [`${stack.name}: ${reason}`, ...problems].join('\n'),
  });
}

/** All events of what it begins carry `token`. */
export async function executeChangeSet(
  client: CloudFormationClient,
  changeSet: ChangeSet,
  token: string,
): Promise<void> {
  await client.send(
    new ExecuteChangeSetCommand({ ChangeSetName: changeSet.id, ClientRequestToken: token }),
  );
}

export async function deleteChangeSet(client: CloudFormationClient, id: string): Promise<void> {
  await client.send(new DeleteChangeSetCommand({ ChangeSetName: id }));
}

/** Whether its template need not lie in a bucket. */
export async function fitsACall(stack: AssemblyStack): Promise<boolean> {
  return 'TemplateBody' in (await templateOf(stack));
}

async function templateOf(
  stack: AssemblyStack,
): Promise<{ TemplateBody: string } | { TemplateURL: string | undefined }> {
  const text = await readFile(stack.templateFile, 'utf8');
  return Buffer.byteLength(text) <= TEMPLATE_BODY_BYTES_MAX
    ? { TemplateBody: text }
    : { TemplateURL: stack.templateUrl };
}

async function untilSettled(
  client: CloudFormationClient,
  id: string,
  pollWallMs: number,
): Promise<DescribeChangeSetOutput> {
  const deadlineMs = monotonicMs() + SETTLED_WALL_MS_MAX;
  for (;;) {
    const answer = await client.send(new DescribeChangeSetCommand({ ChangeSetName: id }));
    const goesOn = answer.Status?.endsWith('_PENDING') || answer.Status?.endsWith('_IN_PROGRESS');
    if (!goesOn) return answer;
    if (monotonicMs() > deadlineMs)
      throw new UnderstudyError('DeploymentFailed', {
        message: `change set ${id} is still ${answer.Status} after ${SETTLED_WALL_MS_MAX / 60_000} minutes`,
      });
    await sleep(pollWallMs);
  }
}

async function allChanges(
  client: CloudFormationClient,
  id: string,
  first: DescribeChangeSetOutput,
): Promise<Change[]> {
  const changes = [...(first.Changes ?? [])];
  let next = first.NextToken;
  while (next !== undefined) {
    const more = await client.send(
      new DescribeChangeSetCommand({ ChangeSetName: id, NextToken: next }),
    );
    changes.push(...(more.Changes ?? []));
    next = more.NextToken;
  }
  return changes;
}

/**
 * The reason of a change set that was refused before it was tried only says where to ask further.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
 */
async function failedChecks(client: CloudFormationClient, id: string): Promise<string[]> {
  const { OperationEvents: events = [] } = await client.send(
    new DescribeEventsCommand({ ChangeSetName: id, Filters: { FailedEvents: true } }),
  );
  return events.flatMap(
    ({ LogicalResourceId: resource, ValidationStatusReason: reason, ...where }) =>
      reason === undefined ? [] : [`  ${resource ?? ''} ${where.ValidationPath ?? ''}: ${reason}`],
  );
}
