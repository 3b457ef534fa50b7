import process from 'node:process';
import { ENGINE_ACCOUNT, findSupervisor } from '@understudy/engine';
import { siteRegions, type SiteConfig } from '@understudy/site';
import { startDeployWorker, type DeployWorker } from '../deploy/run-worker.ts';
import { bringSiteUp, deploymentFolder, type BringUp } from '../engine/bring-site-up.ts';
import { assertTakes } from '../engine/same-engine.ts';
import { engineOptions, serveEngine } from '../engine/serve-engine.ts';
import { findEngine, readSite, saveSite, startedEngine } from '../engine/session.ts';
import { loadSite, stateDirectory } from '../engine/site-file.ts';
import { prepareStateFolder } from '../engine/state-folder.ts';
import { monitoring, type UpFlags } from '../flags.ts';
import { deployWatcher, interruptibleWatcher } from '../render/deployment.ts';
import { goOnWithoutOutput } from '../render/outputs.ts';
import { Progress } from '../render/progress.ts';
import { tellWarnings } from '../render/warnings.ts';
import { renderWelcome } from '../render/welcome.ts';

/**
 * Starts the engine, deploys the site to it, and serves it until it is told to stop; or deploys to
 * the engine that runs already.
 */
export async function up(flags: UpFlags): Promise<void> {
  process.umask(0o077);
  // It loads what it works with while the configuration is read and the engine begins to start.
  const worker = startDeployWorker();
  try {
    await upWith(worker, flags);
  } catch (error) {
    worker.kill();
    throw error;
  }
}

async function upWith(worker: DeployWorker, flags: UpFlags): Promise<void> {
  const site = await loadSite(flags);
  tellWarnings(site);
  const directory = stateDirectory(flags);
  const isNew = prepareStateFolder(directory);
  goOnWithoutOutput();
  const progress = new Progress({ enabled: flags.json === undefined });
  if (findSupervisor(directory) !== undefined)
    return await bringChangesUp(worker, { flags, site, progress, directory });
  worker.prepare({ site, directory: deploymentFolder(directory) }, ENGINE_ACCOUNT);
  await serveEngine(
    engineOptions(flags, directory, { regions: siteRegions(site), domains: [site.domain] }),
    {
      ...{ progress, isNew },
      detach: flags.detach !== undefined,
      use: () => bringUp(worker, { flags, site, directory, progress }),
      giveUp: () => worker.kill(),
    },
  );
}

interface Bringing {
  flags: UpFlags;
  site: SiteConfig;
  directory: string;
  progress: Progress;
}

/** Resolves when the site is served and checked. */
async function bringUp(
  worker: DeployWorker,
  { flags, site, directory, progress }: Bringing,
): Promise<void> {
  saveSite(directory, site);
  const info = startedEngine(directory);
  progress.done(`engine at ${info.endpoint}, two regions and the global services`);
  const watcher = deployWatcher(progress);
  const session = await bringSiteUp({
    ...common(flags),
    ...{ site, directory, info, worker, watcher, progress },
  });
  const welcome = { config: flags.config, isDetached: flags.detach !== undefined };
  if (flags.json === undefined) process.stdout.write(`${renderWelcome(session, welcome)}\n`);
}

/** An engine runs already: what has changed of the site is deployed to it, and it goes on. */
async function bringChangesUp(
  worker: DeployWorker,
  { flags, site, progress, directory }: Bringing,
): Promise<void> {
  const { info } = findEngine(flags);
  assertTakes(info, { before: readSite(directory), site });
  progress.done(`an engine runs already at ${info.endpoint}: what has changed is deployed to it`);
  const watcher = interruptibleWatcher(progress, 'up');
  await bringSiteUp({
    ...common(flags),
    ...{ site, directory, info, worker, watcher, progress },
  });
  saveSite(directory, site);
}

function common(flags: UpFlags): Pick<BringUp, 'registrar' | 'json' | 'monitoringMinutes'> {
  const { registrar, json } = flags;
  return { registrar, json: json !== undefined, ...monitoring(flags) };
}
