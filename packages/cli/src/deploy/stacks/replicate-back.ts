import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  DATA_BUCKET,
  REPLICATE_BACK,
  REPLICATE_DATA_BACK,
  stackNames,
  type AssemblyStack,
  type SiteConfig,
} from '@understudy/site';
import { deployStack, type DeployStackContext } from './deploy-stack.ts';
import { describeStack } from './describe-stack.ts';
import { isSuccess } from './stack-step.ts';

type ReplicatedSite = Pick<SiteConfig, 'name' | 'primary' | 'standby' | 'data'>;

/**
 * The stacks with what the standby's is to be told: to replicate back if the primary's bucket is
 * there by now, since S3 takes no rule that leads nowhere. A site may get its buckets of data later
 * than those of static files.
 */
export async function withReplication(
  stacks: readonly AssemblyStack[],
  site: ReplicatedSite,
): Promise<AssemblyStack[]> {
  const names = stackNames(site);
  const primary = stacks.find(({ name }) => name === names.primary);
  const found = primary === undefined ? undefined : await described(primary);
  const { Outputs: outputs = [] } = found ?? {};
  const parameters = {
    [REPLICATE_BACK]: String(isSuccess(found?.StackStatus ?? '')),
    ...(site.data.bucket && {
      [REPLICATE_DATA_BACK]: String(outputs.some(({ OutputKey: key }) => key === DATA_BUCKET)),
    }),
  };
  return stacks.map((stack) => (stack.name === names.standby ? { ...stack, parameters } : stack));
}

/**
 * Once both buckets are there, the standby's replicates back: an update of its stack after a first
 * deployment, and no call but one after others.
 */
export async function replicateBack(
  stacks: readonly AssemblyStack[],
  site: ReplicatedSite,
  context: DeployStackContext,
): Promise<void> {
  const standby = stacks.find(({ name }) => name === stackNames(site).standby);
  if (standby === undefined) return;
  const { Parameters: told = [] } = (await described(standby)) ?? {};
  const names = [REPLICATE_BACK, ...(site.data.bucket ? [REPLICATE_DATA_BACK] : [])];
  const isTold = names.every((name) =>
    told.some(({ ParameterKey: key, ParameterValue: value }) => key === name && value === 'true'),
  );
  const parameters = Object.fromEntries(names.map((name) => [name, 'true']));
  if (!isTold) await deployStack({ ...standby, parameters }, context);
}

async function described({ name, region }: AssemblyStack): ReturnType<typeof describeStack> {
  const client = new CloudFormationClient({ region });
  try {
    return await describeStack(client, name);
  } finally {
    client.destroy();
  }
}
