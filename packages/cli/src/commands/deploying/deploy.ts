import path from 'node:path';
import process from 'node:process';
import { startDeployWorker } from '../../deploy/run-worker.ts';
import { EngineNotes } from '../../engine/running-engines.ts';
import { assertHasRegions } from '../../engine/same-engine.ts';
import { loadSite, stateDirectory } from '../../engine/site-file.ts';
import { prepareStateFolder } from '../../engine/state-folder.ts';
import type { GlobalFlags } from '../../flags.ts';
import { confirm } from '../../render/confirm.ts';
import { interruptibleWatcher } from '../../render/deployment.ts';
import { Progress } from '../../render/progress.ts';
import { table } from '../../render/table.ts';
import { tellWarnings } from '../../render/warnings.ts';

/** Deploys to whatever AWS the environment names, with the very code that `up` deploys with. */
export async function deploy(flags: GlobalFlags & { yes?: true; json?: true }): Promise<void> {
  const site = await loadSite(flags);
  tellWarnings(site);
  assertHasRegions(new EngineNotes().infos(), process.env['AWS_ENDPOINT_URL'], site);
  const directory = stateDirectory(flags);
  prepareStateFolder(directory);
  const progress = new Progress({ enabled: flags.json === undefined });
  const worker = startDeployWorker();
  const watcher = {
    ...interruptibleWatcher(progress, 'deploy'),
    ask: (text: string) => (flags.yes ? Promise.resolve(true) : confirm(text)),
  };
  const result = await worker.run(
    {
      site,
      directory: path.join(directory, 'deployment'),
      environment: {},
      registrar: 'auto',
      ask: true,
      action: 'deploy',
    },
    watcher,
  );
  progress.clear();
  if (flags.json !== undefined) return void process.stdout.write(`${JSON.stringify(result)}\n`);
  const rows = Object.entries(result.outputs).flatMap(([stack, outputs]) =>
    Object.entries(outputs).map(([key, value]) => [stack, key, value]),
  );
  process.stdout.write(
    `${result.changed ? 'deployed' : 'already deployed, nothing changed'}\n${table(rows)}\n`,
  );
}
