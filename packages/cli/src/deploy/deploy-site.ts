import process from 'node:process';
import { UnderstudyError } from '@understudy/contract';
import { stackNames, type AssemblyStack } from '@understudy/site';
import { callerAccount } from './account.ts';
import { changedStacks } from './changed-stacks.ts';
import { ensureDeploymentBuckets } from './deployment-buckets.ts';
import type { DeployIo, DeployJob, StackOutputs } from './messages.ts';
import { tellRegistrar } from './registrar.ts';
import { readOutputs } from './stack-outputs.ts';
import { deployStacks } from './stacks/deploy-stacks.ts';
import type { Synthesis } from './synthesis.ts';
import { uploadAssets } from './upload-assets.ts';

/**
 * The engine answers at once, AWS in seconds; asking AWS more often than this would only be
 * throttled.
 */
const POLL_WALL_MS = { local: 50, aws: 2_000 };

/** Deploys a site to whatever AWS the environment names: the engine, or AWS itself. */
export async function deploySite(
  job: DeployJob,
  io: DeployIo,
  synthesis: Synthesis,
): Promise<{ outputs: StackOutputs; changed: boolean }> {
  const { site } = job;
  const account = await callerAccount(site.primary);
  io.report({ kind: 'step', text: 'synthesizing templates' });
  const stacks = await synthesis.stacks(job, account);
  const names = await changedStacks(stacks);
  if (job.ask) await confirm(job, io, account, names);
  if (names.length > 0) await ensureDeploymentBuckets(site, account);
  await deployChanged(
    job,
    io,
    stacks.filter(({ name }) => names.includes(name)),
  );
  const outputs = await readOutputs(stacks);
  io.report({ kind: 'step', text: 'uploading static files' });
  await uploadAssets(site, account);
  return { outputs, changed: names.length > 0 };
}

/**
 * The certificates can only be issued once the registrar knows the zone's name servers; it is told
 * also when no stack changes.
 */
async function deployChanged(
  job: DeployJob,
  io: DeployIo,
  stacks: readonly AssemblyStack[],
): Promise<void> {
  const local = process.env['AWS_ENDPOINT_URL'] !== undefined;
  const context = {
    report: io.report,
    pollWallMs: local ? POLL_WALL_MS.local : POLL_WALL_MS.aws,
  };
  const zone = stackNames(job.site).zone;
  await deployStacks(
    stacks.filter(({ name }) => name === zone),
    context,
  );
  await tellRegistrar(job, io);
  await deployStacks(
    stacks.filter(({ name }) => name !== zone),
    context,
  );
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
