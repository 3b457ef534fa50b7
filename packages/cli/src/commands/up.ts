import path from 'node:path';
import process from 'node:process';
import { UnderstudyError } from '@understudy/contract';
import {
  ENGINE_ACCOUNT,
  findSupervisor,
  readEngineInfo,
  type EngineInfo,
} from '@understudy/engine';
import { siteRegions, type SiteConfig } from '@understudy/site';
import { startDeployWorker, type DeployWorker } from '../deploy/run-worker.ts';
import { bringSiteUp, deploymentFolder, type BringUp } from '../engine/bring-site-up.ts';
import { launchEngine, onOrphaned, type LaunchedEngine } from '../engine/launch.ts';
import { assertTakes } from '../engine/same-engine.ts';
import { findSession, saveSite } from '../engine/session.ts';
import { EngineNotes } from '../engine/running-engines.ts';
import { loadSite, stateDirectory } from '../engine/site-file.ts';
import { prepareStateFolder } from '../engine/state-folder.ts';
import type { UpFlags } from '../flags.ts';
import { endBy, onInterrupt, type Interrupt } from '../interrupts.ts';
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
  const site = await loadSite(flags);
  tellWarnings(site);
  const directory = stateDirectory(flags);
  process.umask(0o077); // also of the deployment, which writes into the state folder
  prepareStateFolder(directory);
  goOnWithoutOutput();
  const progress = new Progress({ enabled: flags.json === undefined });
  if (findSupervisor(directory) !== undefined)
    return await bringChangesUp({ flags, site, progress, directory });
  let engine: LaunchedEngine | undefined;
  const stopped = untilToldToStop(progress, () => engine?.kill());
  const worker = startDeployWorker();
  worker.prepare({ site, directory: deploymentFolder(directory) }, ENGINE_ACCOUNT);
  try {
    progress.update('starting the engine');
    engine = launchEngine({
      stateDirectory: directory,
      port: flags.port,
      speed: flags.speed,
      regions: siteRegions(site),
      domains: [site.domain],
      anyKey: flags.anyKey ?? false,
      resolverRegion: flags.resolverRegion ?? site.primary,
      realism: 'instant',
    });
    const bringUp = bringUpOn(engine, worker, { flags, site, directory, progress });
    const signal = await Promise.race([bringUp, stopped, failWhenEnded(engine)]);
    bringUp.catch(() => undefined);
    if (signal !== undefined) {
      await shutDown(worker, engine);
      endBy(signal); // what was asked for is not there; and what still waits for it need not end by itself
    }
    if (flags.detach !== undefined) return engine.detach();
    // From here on, to be told to stop is how it ends.
    await Promise.race([stopped, failWhenEnded(engine)]);
    await shutDown(worker, engine);
  } catch (error) {
    progress.clear();
    await shutDown(worker, engine);
    throw error;
  }
}

interface Serving {
  flags: UpFlags;
  site: SiteConfig;
  directory: string;
  progress: Progress;
}

/** Resolves when the site is served and checked. */
async function bringUpOn(
  engine: LaunchedEngine,
  worker: DeployWorker,
  { flags, site, directory, progress }: Serving,
): Promise<undefined> {
  await engine.ready;
  saveSite(directory, site);
  new EngineNotes().add(directory);
  const info = requireInfo(directory);
  progress.done(`engine at ${info.endpoint}, two regions and the global services`);
  const watcher = deployWatcher(progress);
  const session = await bringSiteUp({
    ...common(flags),
    ...{ site, directory, info, worker, watcher, progress },
  });
  if (flags.json === undefined) process.stdout.write(`${renderWelcome(session)}\n`);
}

/** An engine runs already: what has changed of the site is deployed to it, and it goes on. */
async function bringChangesUp({ flags, site, progress, directory }: Serving): Promise<void> {
  const { info, site: before } = findSession(flags);
  assertTakes(info, { before, site });
  progress.done(`an engine runs already at ${info.endpoint}: what has changed is deployed to it`);
  const worker = startDeployWorker(); // ends with this process, however that ends
  const watcher = interruptibleWatcher(progress, 'up');
  await bringSiteUp({
    ...common(flags),
    ...{ site, directory, info, worker, watcher, progress },
  });
  saveSite(directory, site);
}

function common(flags: UpFlags): Pick<BringUp, 'registrar' | 'json'> {
  return { registrar: flags.registrar, json: flags.json !== undefined };
}

function requireInfo(directory: string): EngineInfo {
  const info = readEngineInfo(directory);
  if (info === undefined)
    throw new UnderstudyError('EngineDidNotStart', {
      message: `the engine left no ${path.join(directory, 'engine.json')}`,
    });
  return info;
}

function untilToldToStop(progress: Progress, atOnce: () => void): Promise<Interrupt> {
  return new Promise((resolve) => {
    const inOrder = (signal: Interrupt): void => {
      progress.end();
      process.stderr.write('stopping; Ctrl-C again to stop at once\n');
      resolve(signal);
    };
    onInterrupt(inOrder, atOnce);
    onOrphaned(() => resolve('SIGHUP'));
  });
}

async function failWhenEnded(engine: LaunchedEngine): Promise<never> {
  await engine.ready;
  throw new UnderstudyError('EngineDidNotStart', {
    message: `the engine ${await engine.ended}`,
    hint: 'read engine.log in the state folder',
  });
}

async function shutDown(worker: DeployWorker, engine: LaunchedEngine | undefined): Promise<void> {
  worker.kill();
  await engine?.stop();
}
