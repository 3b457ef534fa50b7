import process from 'node:process';
import { noteDeployed } from '../../engine/session.ts';
import { stateDirectory } from '../../engine/site-file.ts';
import { startDeployWorker } from '../../deploy/run-worker.ts';
import { monitoring, type GlobalFlags, type MonitoringFlags } from '../../flags.ts';
import { interruptibleWatcher } from '../../render/deployment.ts';
import { table } from '../../render/table.ts';
import { asking, prepareDeployment } from './prepare-deployment.ts';

/** Deploys to whatever AWS the environment names, with the very code that `up` deploys with. */
export async function deploy(
  flags: GlobalFlags & MonitoringFlags & { yes?: true; json?: true },
): Promise<void> {
  const { job, progress } = await prepareDeployment(flags, { action: 'deploy', ask: true });
  const worker = startDeployWorker();
  const watcher = asking(interruptibleWatcher(progress, 'deploy'), flags.yes);
  const result = await worker.run({ ...job, ...monitoring(flags) }, watcher);
  noteDeployed(stateDirectory(flags), job.site, process.env['AWS_ENDPOINT_URL']);
  progress.clear();
  if (flags.json !== undefined) return void process.stdout.write(`${JSON.stringify(result)}\n`);
  const rows = Object.entries(result.outputs).flatMap(([stack, outputs]) =>
    Object.entries(outputs).map(([key, value]) => [stack, key, value]),
  );
  process.stdout.write(
    `${result.changed ? 'deployed' : 'already deployed, nothing changed'}\n${table(rows)}\n`,
  );
}
