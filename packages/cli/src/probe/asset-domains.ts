import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { stackNames } from '@understudy/site';
import { clientSettings } from '../engine/aws.ts';
import type { Session } from '../engine/session.ts';

/**
 * The domain names of the static files' distributions, the primary's first; none before the first
 * deployment.
 */
export async function assetDomains({ info, site }: Session): Promise<string[]> {
  const names = stackNames(site);
  const places = [
    [names.primary, site.primary],
    [names.standby, site.standby],
  ] as const;
  const found = await Promise.all(
    places.map(([stack, region]) =>
      stackOutput(clientSettings(info, region), stack, 'AssetsDomain'),
    ),
  );
  return found.filter((domain) => domain !== undefined);
}

async function stackOutput(
  settings: ReturnType<typeof clientSettings>,
  stack: string,
  key: string,
): Promise<string | undefined> {
  const client = new CloudFormationClient(settings);
  try {
    const { Stacks: [found] = [] } = await client.send(
      new DescribeStacksCommand({ StackName: stack }),
    );
    return found?.Outputs?.find((output) => output.OutputKey === key)?.OutputValue;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}
