import { readFile } from 'node:fs/promises';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { AssemblyStack } from '@understudy/site';
import { describeStack } from './stacks/describe-stack.ts';
import { isSuccess } from './stacks/stack-step.ts';

type Compared = Pick<AssemblyStack, 'name' | 'region' | 'templateFile'>;

/**
 * The stacks that are not deployed exactly as the assembly has them. The one parameter that
 * they have is seen to after (stacks/replicate-back.ts), so that the same text means the same
 * stack; a change set would have to be made,
 * waited for and deleted to tell as much.
 */
export async function changedStacks(stacks: readonly Compared[]): Promise<string[]> {
  const changed = await Promise.all(
    stacks.map(async (stack) => ((await isDeployed(stack)) ? [] : [stack.name])),
  );
  return changed.flat();
}

async function isDeployed(stack: Compared): Promise<boolean> {
  const client = new CloudFormationClient({ region: stack.region });
  try {
    const found = await describeStack(client, stack.name);
    if (!isSuccess(found?.StackStatus ?? '')) return false;
    const { TemplateBody: deployed } = await client.send(
      new GetTemplateCommand({ StackName: stack.name, TemplateStage: 'Original' }),
    );
    return (
      deployed !== undefined &&
      canonical(deployed) === canonical(await readFile(stack.templateFile, 'utf8'))
    );
  } finally {
    client.destroy();
  }
}

function canonical(template: string): string {
  try {
    return JSON.stringify(JSON.parse(template));
  } catch {
    return template;
  }
}
