import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { UnderstudyError } from '@understudy/contract';
import type { AssemblyStack } from './changed-stacks.ts';
import type { StackOutputs } from './messages.ts';

/** Attempts after throttling included. */
const READ_WALL_MS_MAX = 15_000;

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
    const { Stacks: [found] = [] } = await client.send(
      new DescribeStacksCommand({ StackName: stack.name }),
      { abortSignal: AbortSignal.timeout(READ_WALL_MS_MAX) },
    );
    return Object.fromEntries(
      (found?.Outputs ?? []).map((output) => [output.OutputKey ?? '', output.OutputValue ?? '']),
    );
  } catch (error) {
    if (isAbsent(error)) return {};
    if ((error as Error).name !== 'AbortError') throw error;
    throw new UnderstudyError('AwsCallFailed', {
      message: `no answer to DescribeStacks of ${stack.name} in ${stack.region} came within ${READ_WALL_MS_MAX / 1000} s`,
      cause: error,
    });
  } finally {
    client.destroy();
  }
}

/**
 * "If the stack doesn't exist, a ValidationError is returned": so is whatever else is wrong with a
 * call.
 */
function isAbsent(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'ValidationError' &&
    error.message.endsWith('does not exist')
  );
}
