import path from 'node:path';
import process from 'node:process';
import { startDeployWorker } from '../../deploy/run-worker.ts';
import { clientEnvironment } from '../../engine/aws.ts';
import { callEngine } from '../../engine/control.ts';
import { findSession } from '../../engine/session.ts';
import { removeStateFolder } from '../../engine/state-folder.ts';
import { stopEngine } from '../../engine/stop.ts';
import type { GlobalFlags } from '../../flags.ts';
import { confirm } from '../../render/confirm.ts';
import { interruptibleWatcher } from '../../render/deployment.ts';
import { Progress } from '../../render/progress.ts';

/** Deletes the site from the local engine, stops that, and removes its state. */
export async function destroy(flags: GlobalFlags & { yes?: true }): Promise<void> {
  const { directory, info, site } = findSession(flags);
  process.umask(0o077); // also of the deployment, which writes into the state folder
  const progress = new Progress({ enabled: true });
  await callEngine(info, 'POST', 'heal', {}); // what is lost could not be deleted
  const worker = startDeployWorker();
  const watcher = {
    ...interruptibleWatcher(progress, 'destroy'),
    ask: (text: string) => (flags.yes ? Promise.resolve(true) : confirm(text)),
  };
  await worker.run(
    {
      site,
      directory: path.join(directory, 'deployment'),
      environment: clientEnvironment(info, site.primary),
      registrar: 'auto',
      ask: true,
      action: 'destroy',
    },
    watcher,
  );
  progress.clear();
  await stopEngine(directory);
  removeStateFolder(directory);
  process.stdout.write(`deleted; nothing of ${site.domain} is left in ${directory}\n`);
}
