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
import { runChecks } from '../checks/run.ts';
import { statusReport } from '../checks/report/report.ts';
import { startDeployWorker, type DeployWorker } from '../deploy/run-worker.ts';
import { clientEnvironment } from '../engine/aws.ts';
import { launchEngine, onOrphaned, type LaunchedEngine } from '../engine/launch.ts';
import { saveSite, selectorOf } from '../engine/session.ts';
import { EngineNotes } from '../engine/running-engines.ts';
import { loadSite, stateDirectory } from '../engine/site-file.ts';
import { prepareStateFolder } from '../engine/state-folder.ts';
import type { UpFlags } from '../flags.ts';
import { endBy, onInterrupt, type Interrupt } from '../interrupts.ts';
import { untilAnswering } from '../probe/until-answering.ts';
import { deployWatcher } from '../render/deployment.ts';
import { goOnWithoutOutput } from '../render/outputs.ts';
import { Progress } from '../render/progress.ts';
import { renderStatus } from '../render/status.ts';
import { tellWarnings } from '../render/warnings.ts';
import { renderWelcome } from '../render/welcome.ts';

/** Starts the engine, deploys the site to it, and serves it until it is told to stop. */
export async function up(flags: UpFlags): Promise<void> {
  const site = await loadSite(flags);
  tellWarnings(site);
  const directory = stateDirectory(flags);
  process.umask(0o077); // also of the deployment, which writes into the state folder
  prepareStateFolder(directory);
  const running = findSupervisor(directory);
  if (running !== undefined)
    throw new UnderstudyError('EngineAlreadyRunning', {
      message: `an engine already runs on ${directory}, with process id ${running.pid}`,
    });
  goOnWithoutOutput();
  const progress = new Progress({ enabled: flags.json === undefined });
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
    const bringUp = bringUpOn(engine, { flags, site, directory, worker, progress });
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
  worker: DeployWorker;
  progress: Progress;
}

function deploymentFolder(directory: string): string {
  return path.join(directory, 'deployment');
}

/** Resolves when the site is served and checked. */
async function bringUpOn(engine: LaunchedEngine, serving: Serving): Promise<undefined> {
  const { site, directory, progress } = serving;
  await engine.ready;
  saveSite(directory, site);
  new EngineNotes().add(directory);
  const info = requireInfo(directory);
  progress.done(`engine at ${info.endpoint}, two regions and the global services`);
  await serve(serving, info);
}

async function serve(
  { flags, site, directory, worker, progress }: Serving,
  info: EngineInfo,
): Promise<void> {
  const job = {
    site,
    directory: deploymentFolder(directory),
    environment: clientEnvironment(info, site.primary),
    registrar: flags.registrar,
    registrarCommand: `npx understudy registrar set-nameservers${selectorOf(directory)}`,
    ask: false,
    action: 'deploy',
  } as const;
  await worker.run(job, deployWatcher(progress));
  progress.update(`waiting for https://${site.domain}`);
  await untilAnswering(info, site.domain);
  progress.done(`https://${site.domain} answers`);
  progress.update('checking every system');
  const session = { directory, info, site, selector: selectorOf(directory) };
  const report = await statusReport(session, await runChecks(session));
  progress.clear();
  if (flags.json !== undefined) process.stdout.write(`${JSON.stringify(report)}\n`);
  else process.stdout.write(`${renderStatus(report)}\n${renderWelcome(session)}\n`);
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
