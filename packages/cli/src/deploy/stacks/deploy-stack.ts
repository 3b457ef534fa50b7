import { randomUUID } from 'node:crypto';
import {
  CloudFormationClient,
  DeleteStackCommand,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { UnderstudyError } from '@understudy/contract';
import type { AssemblyStack } from '@understudy/site';
import { monotonicMs, sleep } from '../../clock/wall.ts';
import type { DeployMessage } from '../messages.ts';
import { createChangeSet, executeChangeSet } from './change-set.ts';
import { describeStack } from './describe-stack.ts';
import {
  failureOf,
  followStack,
  OPERATION_WALL_MS_MAX,
  resourceAtWork,
  tooLong,
} from './follow-stack.ts';
import { lastWords } from './last-words.ts';
import { rollbackTriggers } from './rollback-triggers.ts';
import { StackProgress } from './stack-progress.ts';
import { isSuccess, stackStep } from './stack-step.ts';

export interface DeployStackContext {
  report(message: DeployMessage): void;
  /**
   * The engine answers at once, AWS in seconds; asking AWS more often than this would only be
   * throttled.
   */
  pollWallMs: number;
  /** How long an update is watched for web servers that fall ill; 0: not at all. */
  monitoringMinutes: number;
}

type Followed = Pick<DeployStackContext, 'report' | 'pollWallMs'> & {
  stackId: string;
  token: string;
  changes: readonly object[];
};

/** Longer than a control plane that was killed needs to be back. */
const ATTEMPTS_MAX = 8;

/**
 * Brings one stack to what the assembly has, by a change set; what an earlier deployment left going
 * on is waited for.
 *
 * @throws UnderstudyError DeploymentFailed with the reasons of what failed
 */
export async function deployStack(
  stack: AssemblyStack,
  { report, pollWallMs, monitoringMinutes }: DeployStackContext,
): Promise<void> {
  const client = new CloudFormationClient({ region: stack.region, maxAttempts: ATTEMPTS_MAX });
  const startedMs = monotonicMs();
  try {
    const type = await untilDeployable(client, stack.name, { report, pollWallMs });
    const token = randomUUID();
    const name = `understudy-${token}`;
    const triggers =
      type === 'UPDATE'
        ? await rollbackTriggers(client, stack, { monitoringMinutes, report })
        : undefined;
    const changeSet = await createChangeSet(client, {
      ...{ stack, type, name, pollWallMs },
      ...(triggers && { rollbackConfiguration: triggers }),
    });
    if (changeSet !== undefined) {
      await executeChangeSet(client, changeSet, token);
      await followChangeSet(client, stack, { ...changeSet, token, report, pollWallMs });
    }
    report({
      kind: 'stack-done',
      stackName: stack.name,
      changed: changeSet !== undefined,
      tookMs: monotonicMs() - startedMs,
    });
  } finally {
    client.destroy();
  }
}

async function followChangeSet(
  client: CloudFormationClient,
  { name, region }: AssemblyStack,
  followed: Followed,
): Promise<void> {
  const { stackId, token, pollWallMs, report } = followed;
  const progress = new StackProgress(name, followed.changes.length);
  const events: StackEvent[] = [];
  const status = await followStack(client, {
    stackId,
    token,
    pollWallMs,
    onEvent(event) {
      events.push(event);
      report(progress.after(event));
    },
  });
  if (isSuccess(status)) return;
  const failures = [...new Set(events.flatMap((event) => failureOf(event) ?? []))];
  const reasons = failures.length > 0 ? failures : [`stack ${name} ended in ${status}`];
  report({ kind: 'step', text: `${name} failed: asking its instances why`, stackName: name });
  const words = await lastWords(events, { region, told: failures.join('\n'), pollWallMs });
  throw new UnderstudyError('DeploymentFailed', { message: [...reasons, ...words].join('\n') });
}

/** Waits for what goes on, and deletes what was rolled back to nothing. */
async function untilDeployable(
  client: CloudFormationClient,
  name: string,
  { report, pollWallMs }: Pick<DeployStackContext, 'report' | 'pollWallMs'>,
): Promise<'CREATE' | 'UPDATE'> {
  const deadlineMs = monotonicMs() + OPERATION_WALL_MS_MAX;
  for (;;) {
    const status = (await describeStack(client, name))?.StackStatus;
    const step = stackStep(status);
    if (step.kind === 'wait') await tellWait(client, name, { status, report });
    if (step.kind === 'create') return 'CREATE';
    if (step.kind === 'update') return 'UPDATE';
    if (step.kind === 'refuse')
      throw new UnderstudyError('DeploymentFailed', {
        message: `stack ${name} is in ${status}, in which CloudFormation takes no update`,
        hint: step.hint,
      });
    if (step.kind === 'delete-first')
      await client.send(new DeleteStackCommand({ StackName: name }));
    if (monotonicMs() > deadlineMs) throw tooLong(name);
    await sleep(pollWallMs);
  }
}

/** What an interrupted deployment began goes on without it; here is how far it is. */
async function tellWait(
  client: CloudFormationClient,
  name: string,
  { status, report }: { status: string | undefined } & Pick<DeployStackContext, 'report'>,
): Promise<void> {
  // One that is being deleted was begun by this very command, most often.
  const isLeaving = status === 'DELETE_IN_PROGRESS';
  const resource = isLeaving ? undefined : await resourceAtWork(client, name);
  const what = resource === undefined ? '' : `, at ${resource}`;
  const state = (status ?? '').toLowerCase().replaceAll('_', ' ');
  report({
    kind: 'step',
    stackName: name,
    text: `waiting for ${name}: ${state} from before${what}`,
  });
}
