import process from 'node:process';
import { startDeployWorker } from '../../deploy/run-worker.ts';
import type { DeploymentPlan } from '../../deploy/plan/deployment-plan.ts';
import type { GlobalFlags } from '../../flags.ts';
import { deployWatcher } from '../../render/deployment.ts';
import { renderPlan } from '../../render/plan.ts';
import { prepareDeployment } from './prepare-deployment.ts';

/** What `deploy` would change, of whatever AWS the environment names; it changes nothing. */
export async function diff(flags: GlobalFlags & { json?: true }): Promise<void> {
  const { job, progress } = await prepareDeployment(flags, { action: 'diff', ask: false });
  const watcher = deployWatcher(progress);
  let plan: DeploymentPlan | undefined;
  await startDeployWorker().run(job, {
    ...watcher,
    onMessage(message) {
      if (message.kind === 'plan') plan = message.plan;
      else watcher.onMessage(message);
    },
  });
  progress.clear();
  if (plan === undefined) return;
  process.stdout.write(`${flags.json === undefined ? renderPlan(plan) : JSON.stringify(plan)}\n`);
}
