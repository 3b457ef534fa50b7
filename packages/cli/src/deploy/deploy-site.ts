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
import { replicateBack, withReplication } from './stacks/replicate-back.ts';
import type { Synthesis } from './synthesis.ts';
import { planAssets } from './assets/plan-assets.ts';
import { uploadAssets } from './assets/upload-assets.ts';
import { changesAnything, type DeploymentPlan } from './plan/deployment-plan.ts';
import { findObstacles } from './plan/find-obstacles.ts';
import { leftBehind, saveDeployed } from './plan/left-behind.ts';
import { makePlan } from './plan/make-plan.ts';

/**
 * The engine answers at once, AWS in seconds; asking AWS more often than this would only be
 * throttled.
 */
const POLL_WALL_MS = { local: 50, aws: 2_000 };

/**
 * What falls ill after a minute is ill to its load balancer half a minute later, and to an alarm of
 * whole minutes after another two or three. On a local engine nobody is served worse meanwhile, and
 * its user waits for the next change.
 */
const MONITORING_MINUTES = { local: 0, aws: 5 };

interface Deployment {
  account: string;
  stacks: AssemblyStack[];
  changed: AssemblyStack[];
}

/** Deploys a site to whatever AWS the environment names: the engine, or AWS itself. */
export async function deploySite(
  job: DeployJob,
  io: DeployIo,
  synthesis: Synthesis,
): Promise<{ outputs: StackOutputs; changed: boolean }> {
  const { site } = job;
  const deployment = await prepare(job, io, synthesis);
  const { account, stacks, changed } = deployment;
  const [obstacle] = await findObstacles(site, changed);
  if (obstacle !== undefined) throw new UnderstudyError('ChangeImpossible', obstacle);
  if (job.ask) await confirm(job, io, deployment);
  if (changed.length > 0) await ensureDeploymentBuckets(site, account);
  await deployChanged(job, io, changed);
  await replicateBack(stacks, site, {
    ...{ report: io.report, pollWallMs: pollWallMs(), monitoringMinutes: 0 },
  });
  const outputs = await readOutputs(stacks);
  io.report({ kind: 'step', text: 'uploading static files' });
  const assets = await planAssets(site, account);
  await uploadAssets(site, account, assets);
  for (const { name, region } of await leftBehind(job.directory, account, site))
    io.report({
      kind: 'note',
      text: `stack ${name} in ${region} is left of what was deployed before`,
    });
  saveDeployed(job.directory, account, site);
  const moved = assets.upload.length + assets.remove.length;
  return { outputs, changed: changed.length + moved > 0 };
}

/** Tells what a deployment would do. */
export async function diffSite(
  job: DeployJob,
  io: DeployIo,
  synthesis: Synthesis,
): Promise<{ outputs: StackOutputs; changed: boolean }> {
  const plan = await planOf(job, await prepare(job, io, synthesis));
  io.report({ kind: 'plan', plan });
  return { outputs: {}, changed: changesAnything(plan) };
}

async function prepare(job: DeployJob, io: DeployIo, synthesis: Synthesis): Promise<Deployment> {
  const account = await callerAccount(job.site.primary);
  io.report({ kind: 'step', text: 'synthesizing templates' });
  const stacks = await withReplication(await synthesis.stacks(job, account), job.site);
  const names = await changedStacks(stacks);
  return { account, stacks, changed: stacks.filter(({ name }) => names.includes(name)) };
}

function pollWallMs(): number {
  return POLL_WALL_MS[where()];
}

function where(): 'local' | 'aws' {
  return process.env['AWS_ENDPOINT_URL'] === undefined ? 'aws' : 'local';
}

function monitoringMinutes(job: DeployJob): number {
  return job.monitoringMinutes ?? MONITORING_MINUTES[where()];
}

function planOf(job: DeployJob, { account, changed }: Deployment): Promise<DeploymentPlan> {
  return makePlan(job, account, {
    ...{ changed, pollWallMs: pollWallMs(), monitoringMinutes: monitoringMinutes(job) },
  });
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
  const context = {
    ...{ report: io.report, pollWallMs: pollWallMs(), monitoringMinutes: monitoringMinutes(job) },
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

async function confirm(job: DeployJob, io: DeployIo, deployment: Deployment): Promise<void> {
  const { site } = job;
  io.report({ kind: 'step', text: 'asking what changes' });
  const plan = await planOf(job, deployment);
  io.report({ kind: 'plan', plan });
  const where = plan.endpoint ?? 'AWS';
  const yes = await io.ask(
    `Deploy ${site.domain} to account ${plan.account} at ${where}, regions ${site.primary} and ${site.standby}?`,
  );
  if (!yes)
    throw new UnderstudyError('DeploymentDeclined', {
      message: 'the deployment was not confirmed',
    });
}
