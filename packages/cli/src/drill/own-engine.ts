import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ENGINE_ACCOUNT } from '@understudy/engine';
import { siteRegions, type SiteConfig } from '@understudy/site';
import type { DeployJob } from '../deploy/messages.ts';
import { startDeployWorker } from '../deploy/run-worker.ts';
import { clientEnvironment } from '../engine/aws.ts';
import { deploymentFolder } from '../engine/bring-site-up.ts';
import { launchEngine } from '../engine/launch.ts';
import { engineOptions } from '../engine/serve-engine.ts';
import { saveSite, startedEngine, type Session } from '../engine/session.ts';
import { untilAnswering } from '../probe/until-answering.ts';
import { deployWatcher } from '../render/deployment.ts';
import type { Progress } from '../render/progress.ts';

export interface OwnEngineOptions {
  site: SiteConfig;
  speed: number;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * An engine with the site for one drill, beside whatever else runs, and nothing left of it
 * afterwards.
 */
export async function withOwnEngine<T>(
  { site, speed, progress, signal }: OwnEngineOptions,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'understudy-drill-'));
  const worker = startDeployWorker();
  worker.prepare({ site, directory: deploymentFolder(directory) }, ENGINE_ACCOUNT);
  const flags = { config: '', speed, port: 0 };
  const regions = { regions: siteRegions(site), domains: [site.domain] };
  progress.update('starting an engine for the drill');
  const engine = launchEngine(engineOptions(flags, directory, regions));
  try {
    await engine.ready;
    saveSite(directory, site);
    const info = startedEngine(directory);
    progress.done(`engine at ${info.endpoint}, at speed ${speed}`);
    const job: DeployJob = {
      ...{ site, directory: deploymentFolder(directory), registrarCommand: '', ask: false },
      ...{ environment: clientEnvironment(info, site.primary) },
      registrar: 'auto',
      action: 'deploy',
    };
    const deployed = worker.run(job, deployWatcher(progress));
    await Promise.race([deployed, rejectedBy(signal)]);
    progress.update(`waiting for https://${site.domain}`);
    await untilAnswering(info, site.domain);
    progress.done(`https://${site.domain} answers`);
    return await use({ directory, info, site, selector: '' });
  } finally {
    worker.kill();
    await engine.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
