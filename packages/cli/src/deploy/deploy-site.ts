import path from 'node:path';
import { errorText, UnderstudyError } from '@understudy/contract';
import { stackNames, synthesize } from '@understudy/site';
import { callerAccount } from './account.ts';
import { changedStacks, type AssemblyStack } from './changed-stacks.ts';
import { ensureDeploymentBuckets } from './deployment-buckets.ts';
import type { DeployJob, StackOutputs } from './messages.ts';
import { tellRegistrar } from './registrar.ts';
import { readOutputs } from './stack-outputs.ts';
import { ToolkitHost, type DeployIo } from './toolkit-host.ts';
import { uploadAssets } from './upload-assets.ts';

/**
 * The engine answers at once, AWS in seconds; asking AWS more often than this would only be
 * throttled.
 */
const POLL_WALL_MS = { local: 100, aws: 2_000 };
const STACKS_AT_ONCE = 3;

/** Deploys a site to whatever AWS the environment names: the engine, or AWS itself. */
export async function deploySite(
  job: DeployJob,
  io: DeployIo,
): Promise<{ outputs: StackOutputs; changed: boolean }> {
  const { site } = job;
  const account = await callerAccount(site.primary);
  io.report({ kind: 'step', text: 'synthesizing templates' });
  const outdir = path.join(job.directory, 'cdk.out');
  const assembly = await synthesize(site, { account, outdir });
  const stacks = assembly.stacks.map((stack): AssemblyStack => ({
    name: stack.stackName,
    path: stack.hierarchicalId,
    region: stack.environment.region,
    templateFile: stack.templateFullPath,
  }));
  const changed = await changedStacks(stacks);
  if (job.ask) await confirm(job, io, account, changed);
  if (changed.length > 0) {
    await ensureDeploymentBuckets(site, account);
    const deploy = await deployer(io, outdir, stacks);
    const zoneStack = stackNames(site).zone;
    // The certificates behind it can only be issued once the registrar knows the zone's name
    // servers.
    if (changed.includes(zoneStack)) await deploy([zoneStack]);
    await tellRegistrar(job, io);
    const rest = changed.filter((name) => name !== zoneStack);
    if (rest.length > 0) await deploy(rest);
  } else {
    await tellRegistrar(job, io);
  }
  const outputs = await readOutputs(stacks);
  io.report({ kind: 'step', text: 'uploading static files' });
  await uploadAssets(site, account);
  return { outputs, changed: changed.length > 0 };
}

async function confirm(
  job: DeployJob,
  io: DeployIo,
  account: string,
  changed: string[],
): Promise<void> {
  const { site } = job;
  const where = process.env['AWS_ENDPOINT_URL'] ?? 'AWS';
  const what =
    changed.length === 0
      ? 'no stack changes'
      : `${changed.length} stacks change: ${changed.join(', ')}`;
  const yes = await io.ask(
    `Deploy ${site.domain} to account ${account} at ${where}, regions ${site.primary} and ${site.standby}?\n  ${what}`,
  );
  if (!yes)
    throw new UnderstudyError('DeploymentDeclined', {
      message: 'the deployment was not confirmed',
    });
}

async function deployer(
  io: DeployIo,
  outdir: string,
  stacks: readonly AssemblyStack[],
): Promise<(names: string[]) => Promise<void>> {
  // A second and a half of processor time, which a deployment without changes need not spend.
  const { StackSelectionStrategy, Toolkit } = await import('@aws-cdk/toolkit-lib');
  const host = new ToolkitHost(io);
  const toolkit = new Toolkit({ ioHost: host, emojis: false, color: false });
  const source = await toolkit.fromAssemblyDirectory(outdir);
  const local = process.env['AWS_ENDPOINT_URL'] !== undefined;
  return async (names) => {
    try {
      await toolkit.deploy(source, {
        stacks: {
          strategy: StackSelectionStrategy.PATTERN_MUST_MATCH,
          patterns: stacks.filter(({ name }) => names.includes(name)).map(({ path: id }) => id),
        },
        concurrency: STACKS_AT_ONCE,
        stackEventPollingInterval: local ? POLL_WALL_MS.local : POLL_WALL_MS.aws,
        deploymentMethod: { method: 'change-set' },
      });
    } catch (error) {
      const reasons = [...new Set(host.failures)];
      throw new UnderstudyError('DeploymentFailed', {
        message: reasons.length > 0 ? reasons.join('\n') : errorText(error),
        cause: error,
      });
    }
  };
}
