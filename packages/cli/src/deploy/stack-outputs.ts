import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { AssemblyStack } from '@understudy/site';
import type { StackOutputs } from './messages.ts';
import { describeStack } from './stacks/describe-stack.ts';

/** By the stacks' names; of one that is not deployed there are none. */
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
    const found = await describeStack(client, stack.name);
    return Object.fromEntries(
      (found?.Outputs ?? []).map((output) => [output.OutputKey ?? '', output.OutputValue ?? '']),
    );
  } finally {
    client.destroy();
  }
}
