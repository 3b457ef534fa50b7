import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { REPLICATE_BACK, stackNames, type AssemblyStack, type SiteConfig } from '@understudy/site';
import { deployStack, type DeployStackContext } from './deploy-stack.ts';
import { describeStack } from './describe-stack.ts';
import { isSuccess } from './stack-step.ts';

/**
 * The stacks with what the standby's is to be told: to replicate back if the primary's bucket is
 * there by now, since S3 takes no rule that leads nowhere.
 */
export async function withReplication(
  stacks: readonly AssemblyStack[],
  site: SiteConfig,
): Promise<AssemblyStack[]> {
  const names = stackNames(site);
  const primary = stacks.find(({ name }) => name === names.primary);
  const isThere = primary !== undefined && isSuccess((await described(primary))?.StackStatus ?? '');
  return stacks.map((stack) =>
    stack.name === names.standby
      ? { ...stack, parameters: { [REPLICATE_BACK]: String(isThere) } }
      : stack,
  );
}

/**
 * Once both buckets are there, the standby's replicates back: an update of its stack after a first
 * deployment, and no call but one after others.
 */
export async function replicateBack(
  stacks: readonly AssemblyStack[],
  site: SiteConfig,
  context: DeployStackContext,
): Promise<void> {
  const standby = stacks.find(({ name }) => name === stackNames(site).standby);
  if (standby === undefined) return;
  const { Parameters: parameters = [] } = (await described(standby)) ?? {};
  const isTold = parameters.some(
    ({ ParameterKey: key, ParameterValue: value }) => key === REPLICATE_BACK && value === 'true',
  );
  if (!isTold) await deployStack({ ...standby, parameters: { [REPLICATE_BACK]: 'true' } }, context);
}

async function described({ name, region }: AssemblyStack): ReturnType<typeof describeStack> {
  const client = new CloudFormationClient({ region });
  try {
    return await describeStack(client, name);
  } finally {
    client.destroy();
  }
}
