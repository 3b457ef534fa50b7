import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { UnderstudyError } from '@understudy/contract';
import type { AssemblyStack } from '@understudy/site';
import { createChangeSet, deleteChangeSet, fitsACall } from '../stacks/change-set.ts';
import { describeStack } from '../stacks/describe-stack.ts';
import { stackStep } from '../stacks/stack-step.ts';
import { compareTemplates } from './compare-templates.ts';
import type { PlannedChange, StackPlan } from './deployment-plan.ts';
import { plannedChanges } from './planned-changes.ts';

/**
 * What a deployment would change of a stack. Nothing is left of the question: a new stack is not
 * asked for, since its change set would make one.
 */
export async function planStack(stack: AssemblyStack, pollWallMs: number): Promise<StackPlan> {
  const { name, region } = stack;
  const client = new CloudFormationClient({ region });
  try {
    const after = await readFile(stack.templateFile, 'utf8');
    const step = stackStep((await describeStack(client, name))?.StackStatus);
    if (step.kind === 'create' || step.kind === 'delete-first') {
      const changes = compareTemplates(undefined, after);
      return { name, region, step: 'create', from: 'templates', changes };
    }
    const exact = step.kind === 'update' ? await byChangeSet(client, stack, pollWallMs) : undefined;
    if (exact !== undefined)
      return { name, region, step: 'update', from: 'change-set', changes: exact };
    const changes = compareTemplates(await deployedTemplate(client, name), after);
    return { name, region, step: 'update', from: 'templates', changes };
  } finally {
    client.destroy();
  }
}

/**
 * Undefined where CloudFormation cannot tell: the template is too long to travel in a call, or
 * refers to what an earlier stack has yet to make.
 */
async function byChangeSet(
  client: CloudFormationClient,
  stack: AssemblyStack,
  pollWallMs: number,
): Promise<PlannedChange[] | undefined> {
  if (!(await fitsACall(stack))) return undefined;
  const name = `understudy-diff-${randomUUID()}`;
  try {
    const found = await createChangeSet(client, { stack, type: 'UPDATE', name, pollWallMs });
    if (found === undefined) return [];
    await deleteChangeSet(client, found.id);
    return plannedChanges(found.changes);
  } catch (error) {
    if (error instanceof UnderstudyError && error.code === 'DeploymentFailed') return undefined;
    throw error;
  }
}

async function deployedTemplate(
  client: CloudFormationClient,
  name: string,
): Promise<string | undefined> {
  const { TemplateBody: body } = await client.send(
    new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' }),
  );
  return body;
}
