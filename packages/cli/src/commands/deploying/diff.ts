import path from 'node:path';
import process from 'node:process';
import { startDeployWorker } from '../../deploy/run-worker.ts';
import type { DeploymentPlan } from '../../deploy/plan/deployment-plan.ts';
import { EngineNotes } from '../../engine/running-engines.ts';
import { assertHasRegions } from '../../engine/same-engine.ts';
import { loadSite, stateDirectory } from '../../engine/site-file.ts';
import { prepareStateFolder } from '../../engine/state-folder.ts';
import type { GlobalFlags } from '../../flags.ts';
import { deployWatcher } from '../../render/deployment.ts';
import { renderPlan } from '../../render/plan.ts';
import { Progress } from '../../render/progress.ts';
import { tellWarnings } from '../../render/warnings.ts';

/** What `deploy` would change, of whatever AWS the environment names; it changes nothing. */
export async function diff(flags: GlobalFlags & { json?: true }): Promise<void> {
  const site = await loadSite(flags);
  tellWarnings(site);
  assertHasRegions(new EngineNotes().infos(), process.env['AWS_ENDPOINT_URL'], site);
  const directory = stateDirectory(flags);
  prepareStateFolder(directory);
  const progress = new Progress({ enabled: flags.json === undefined });
  const watcher = deployWatcher(progress);
  let plan: DeploymentPlan | undefined;
  await startDeployWorker().run(
    {
      site,
      directory: path.join(directory, 'deployment'),
      environment: {},
      registrar: 'auto',
      ask: false,
      action: 'diff',
    },
    {
      ...watcher,
      onMessage(message) {
        if (message.kind === 'plan') plan = message.plan;
        else watcher.onMessage(message);
      },
    },
  );
  progress.clear();
  if (plan === undefined) return;
  process.stdout.write(`${flags.json === undefined ? renderPlan(plan) : JSON.stringify(plan)}\n`);
}
