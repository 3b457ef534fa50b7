import { AutoScalingClient, DescribeScalingActivitiesCommand } from '@aws-sdk/client-auto-scaling';
import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { EC2Client, GetConsoleOutputCommand } from '@aws-sdk/client-ec2';
import { errorText } from '@understudy/contract';
import { sleep } from '../../clock/wall.ts';
import { launchedBetween, suspects } from './suspects.ts';

/** They were all made of the same image: what one says, the others say. */
const INSTANCES_MAX = 2;
const LINES_MAX = 20;
/** "Posted shortly after an instance transition state (start, stop, reboot, or terminate)." */
const ATTEMPTS_MAX = 30;

interface Asked {
  region: string;
  /** What is told already; who is named there is not asked. */
  told: string;
  pollWallMs: number;
}

/**
 * What the instances of a version that was taken back printed last, as EC2 keeps it for an hour
 * after their end; no lines where no instance was launched. What cannot be read is told by why:
 * the failure itself matters more.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html
 */
export async function lastWords(events: readonly StackEvent[], asked: Asked): Promise<string[]> {
  try {
    const { instances, group, from, to } = suspects(events);
    const ids =
      instances.length > 0 || group === undefined
        ? instances
        : launchedBetween(await activities(asked.region, group), from, to);
    const unheard = ids.filter((id) => !asked.told.includes(id)).slice(0, INSTANCES_MAX);
    const words = await Promise.all(unheard.map((id) => wordsOf(id, asked)));
    return words.flat();
  } catch (error) {
    return [`what its instances printed last cannot be read: ${errorText(error)}`];
  }
}

async function activities(region: string, group: string) {
  const client = new AutoScalingClient({ region });
  try {
    const { Activities: found = [] } = await client.send(
      new DescribeScalingActivitiesCommand({ AutoScalingGroupName: group }),
    );
    return found;
  } catch (error) {
    // Of a group that was made, and is gone again.
    if (error instanceof Error && error.name === 'ValidationError') return [];
    throw error;
  } finally {
    client.destroy();
  }
}

async function wordsOf(instance: string, { region, pollWallMs }: Asked): Promise<string[]> {
  const client = new EC2Client({ region });
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const { Output: encoded = '' } = await client.send(
        new GetConsoleOutputCommand({ InstanceId: instance }),
      );
      const text = Buffer.from(encoded, 'base64').toString().trimEnd();
      if (text !== '')
        return [
          `Last output of instance ${instance} in ${region}:`,
          ...text
            .split(/\r?\n/)
            .slice(-LINES_MAX)
            .map((line) => `  ${line}`),
        ];
      await sleep(pollWallMs);
    }
    return [`Instance ${instance} in ${region} wrote no output.`];
  } finally {
    client.destroy();
  }
}
