import path from 'node:path';
import process from 'node:process';
import type { EngineInfo } from '@understudy/engine';
import type { SiteConfig } from '@understudy/site';
import type { DeployWatcher, DeployWorker } from '../deploy/run-worker.ts';
import { monitoring } from '../flags.ts';
import { untilAnswering } from '../probe/until-answering.ts';
import type { Progress } from '../render/progress.ts';
import { clientEnvironment } from './aws.ts';
import { selectorOf, type Session } from './session.ts';

export interface BringUp {
  site: SiteConfig;
  directory: string;
  info: EngineInfo;
  worker: DeployWorker;
  watcher: DeployWatcher;
  progress: Progress;
  registrar: 'auto' | 'manual';
  monitoringMinutes?: number;
  json: boolean;
}

/** Where a deployment to the engine keeps its templates. */
export function deploymentFolder(directory: string): string {
  return path.join(directory, 'deployment');
}

/**
 * Deploys the site to a running engine, waits until it answers, checks every system and prints what
 * it found. Resolves with the engine and the site, for what there is to say further.
 */
export async function bringSiteUp(options: BringUp): Promise<Session> {
  const { site, directory, info, worker, watcher, progress, registrar, json } = options;
  const selector = selectorOf(directory);
  const deployed = worker.run(
    {
      site,
      directory: deploymentFolder(directory),
      environment: clientEnvironment(info, site.primary),
      registrar,
      registrarCommand: `npx understudy registrar set-nameservers${selector}`,
      ...monitoring(options),
      ask: false,
      action: 'deploy',
    },
    watcher,
  );
  // A dozen clients of AWS: loaded while the deployment goes on, not before it can begin.
  const checking = import('./check-site.ts');
  checking.catch(() => undefined); // told below, where the deployment does not fail first
  await deployed;
  progress.update(`waiting for https://${site.domain}`);
  await untilAnswering(info, site.domain);
  progress.done(`https://${site.domain} answers`);
  progress.update('checking every system');
  const session = { directory, info, site, selector };
  const { checkSite } = await checking;
  const report = await checkSite(session, { json });
  progress.clear();
  process.stdout.write(`${report}\n`);
  return session;
}
