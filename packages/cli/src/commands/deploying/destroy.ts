import path from 'node:path';
import process from 'node:process';
import type { SiteConfig } from '@understudy/site';
import { startDeployWorker } from '../../deploy/run-worker.ts';
import { clientEnvironment } from '../../engine/aws.ts';
import { callEngine } from '../../engine/control.ts';
import { findSession, forgetSite } from '../../engine/session.ts';
import { loadSite, stateDirectory } from '../../engine/site-file.ts';
import { removeStateFolder } from '../../engine/state-folder.ts';
import { stacksOf } from '../../engine/stacks-of.ts';
import { stopEngine } from '../../engine/stop.ts';
import type { GlobalFlags } from '../../flags.ts';
import { interruptibleWatcher } from '../../render/deployment.ts';
import { Progress } from '../../render/progress.ts';
import { asking } from './prepare-deployment.ts';

interface DestroyFlags extends GlobalFlags {
  yes?: true;
  aws?: true;
}

/** Of a local engine, unless AWS is named: a site that visitors use is not deleted by a slip. */
export async function destroy(flags: DestroyFlags): Promise<void> {
  await (flags.aws === undefined ? destroyLocal(flags) : destroyDeployed(flags));
}

/**
 * Deletes the site from the local engine, stops that, and removes its state; one that has stacks of
 * others goes on with them.
 */
async function destroyLocal(flags: DestroyFlags): Promise<void> {
  const { directory, info, site } = findSession(flags);
  process.umask(0o077);
  await callEngine(info, 'POST', 'heal', {}); // what is lost could not be deleted
  const environment = clientEnvironment(info, site.primary);
  await deleteStacks(flags, site, directory, environment);
  const others = await stacksOf(info);
  if (others.length > 0) {
    forgetSite(directory);
    process.stdout.write(
      `deleted the stacks of ${site.domain}; the engine goes on, since it has others: ${others.join(', ')}\n` +
        `  'understudy down' stops it\n`,
    );
    return;
  }
  await stopEngine(directory);
  removeStateFolder(directory);
  process.stdout.write(`deleted; nothing of ${site.domain} is left in ${directory}\n`);
}

/** Deletes what `deploy` made, from whatever AWS the environment names. */
async function destroyDeployed(flags: DestroyFlags): Promise<void> {
  const site = await loadSite(flags);
  const changed = await deleteStacks(flags, site, stateDirectory(flags), {});
  process.stdout.write(
    changed ? `deleted the stacks of ${site.domain}\n` : `${site.domain} has no stack there\n`,
  );
}

async function deleteStacks(
  flags: DestroyFlags,
  site: SiteConfig,
  directory: string,
  environment: Record<string, string>,
): Promise<boolean> {
  const progress = new Progress({ enabled: true });
  const worker = startDeployWorker();
  const watcher = asking(
    interruptibleWatcher(progress, flags.aws === undefined ? 'destroy' : 'destroy --aws'),
    flags.yes,
  );
  const { changed } = await worker.run(
    {
      site,
      directory: path.join(directory, 'deployment'),
      environment,
      registrar: 'auto',
      ask: true,
      action: 'destroy',
    },
    watcher,
  );
  progress.clear();
  return changed;
}
