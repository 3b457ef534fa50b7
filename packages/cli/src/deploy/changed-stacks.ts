import { readFile } from 'node:fs/promises';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';

export interface AssemblyStack {
  name: string;
  /** In the construct tree: what the toolkit selects by. */
  path: string;
  region: string;
  templateFile: string;
}

/**
 * The stacks that are not deployed exactly as the assembly has them. Templates here have no
 * parameters, so that the same text means the same stack; finding nothing to do in this way takes a
 * tenth of the toolkit's time.
 */
export async function changedStacks(stacks: readonly AssemblyStack[]): Promise<string[]> {
  const changed = await Promise.all(
    stacks.map(async (stack) => ((await isDeployed(stack)) ? [] : [stack.name])),
  );
  return changed.flat();
}

async function isDeployed(stack: AssemblyStack): Promise<boolean> {
  const client = new CloudFormationClient({ region: stack.region });
  try {
    const { Stacks: [found] = [] } = await client.send(
      new DescribeStacksCommand({ StackName: stack.name }),
    );
    if (found?.StackStatus !== 'CREATE_COMPLETE' && found?.StackStatus !== 'UPDATE_COMPLETE')
      return false;
    const { TemplateBody: deployed } = await client.send(
      new GetTemplateCommand({ StackName: stack.name, TemplateStage: 'Original' }),
    );
    return (
      deployed !== undefined &&
      canonical(deployed) === canonical(await readFile(stack.templateFile, 'utf8'))
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') return false; // does not exist
    throw error;
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
