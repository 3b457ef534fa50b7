import path from 'node:path';
import process from 'node:process';
import type { DeployJob } from '../../deploy/messages.ts';
import type { DeployWatcher } from '../../deploy/run-worker.ts';
import { EngineNotes } from '../../engine/running-engines.ts';
import { assertHasRegions } from '../../engine/same-engine.ts';
import { loadSite, stateDirectory } from '../../engine/site-file.ts';
import { prepareStateFolder } from '../../engine/state-folder.ts';
import type { GlobalFlags } from '../../flags.ts';
import { confirm } from '../../render/confirm.ts';
import { Progress } from '../../render/progress.ts';
import { tellWarnings } from '../../render/warnings.ts';

/** The job for whatever AWS the environment names, which has the site's regions. */
export async function prepareDeployment(
  flags: GlobalFlags & { json?: true },
  { action, ask }: Pick<DeployJob, 'action' | 'ask'>,
): Promise<{ job: DeployJob; progress: Progress }> {
  const site = await loadSite(flags);
  tellWarnings(site);
  assertHasRegions(new EngineNotes().infos(), process.env['AWS_ENDPOINT_URL'], site);
  const state = stateDirectory(flags);
  prepareStateFolder(state);
  const directory = path.join(state, 'deployment');
  return {
    job: { site, directory, environment: {}, registrar: 'auto', ask, action },
    progress: new Progress({ enabled: flags.json === undefined }),
  };
}

/** Asks the user, who may have said yes to everything. */
export function asking(watcher: Omit<DeployWatcher, 'ask'>, yes: true | undefined): DeployWatcher {
  return { ...watcher, ask: (text) => (yes ? Promise.resolve(true) : confirm(text)) };
}
