import {
  DescribeStacksCommand,
  type CloudFormationClient,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { UnderstudyError } from '@understudy/contract';

/** Attempts after throttling included. */
const READ_WALL_MS_MAX = 15_000;

/**
 * By name, or by ARN where a deleted one is meant; undefined when there is none.
 *
 * @throws UnderstudyError AwsCallFailed when no answer comes in time
 */
export async function describeStack(
  client: CloudFormationClient,
  name: string,
): Promise<Stack | undefined> {
  try {
    const { Stacks: [found] = [] } = await client.send(
      new DescribeStacksCommand({ StackName: name }),
      { abortSignal: AbortSignal.timeout(READ_WALL_MS_MAX) },
    );
    return found;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    if ((error as Error).name !== 'AbortError') throw error;
    throw new UnderstudyError('AwsCallFailed', {
      message: `no answer to DescribeStacks of ${name} in ${await client.config.region()} came within ${READ_WALL_MS_MAX / 1000} s`,
      cause: error,
    });
  }
}

/**
 * "If the stack doesn't exist, a ValidationError is returned": so is whatever else is wrong with a
 * call.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
function isAbsent(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'ValidationError' &&
    error.message.endsWith('does not exist')
  );
}
