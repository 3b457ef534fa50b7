import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { EngineInfo } from '@understudy/engine';
import { clientSettings } from './aws.ts';

/** The stacks that an engine has still, of whatever site or app, as `NAME in REGION`. */
export async function stacksOf(info: EngineInfo): Promise<string[]> {
  const found = await Promise.all(
    info.regions.map(async (region) => {
      const client = new CloudFormationClient(clientSettings(info, region));
      try {
        const { Stacks: stacks = [] } = await client.send(new DescribeStacksCommand({}));
        return stacks.map(({ StackName: name }) => `${name} in ${region}`);
      } finally {
        client.destroy();
      }
    }),
  );
  return found.flat();
}
