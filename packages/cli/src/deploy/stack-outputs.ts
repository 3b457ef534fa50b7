import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { AssemblyStack } from './changed-stacks.ts';
import type { StackOutputs } from './messages.ts';

export async function readOutputs(
  stacks: readonly Pick<AssemblyStack, 'name' | 'region'>[],
): Promise<StackOutputs> {
  const entries = await Promise.all(
    stacks.map(async (stack) => [stack.name, await outputsOf(stack)] as const),
  );
  return Object.fromEntries(entries);
}

async function outputsOf(
  stack: Pick<AssemblyStack, 'name' | 'region'>,
): Promise<Record<string, string>> {
  const client = new CloudFormationClient({ region: stack.region });
  try {
    const { Stacks: [found] = [] } = await client.send(
      new DescribeStacksCommand({ StackName: stack.name }),
    );
    return Object.fromEntries(
      (found?.Outputs ?? []).map((output) => [output.OutputKey ?? '', output.OutputValue ?? '']),
    );
  } finally {
    client.destroy();
  }
}
