import process from 'node:process';
import { UnderstudyError } from '@understudy/contract';
import { findSupervisor } from '@understudy/engine';
import { GLOBAL_REGION } from '@understudy/site';
import { engineOptions, serveEngine } from '../engine/serve-engine.ts';
import { selectorOf, startedEngine } from '../engine/session.ts';
import { stateDirectory } from '../engine/site-file.ts';
import { prepareStateFolder } from '../engine/state-folder.ts';
import type { EngineFlags } from '../flags.ts';
import { colors } from '../render/colors.ts';
import { goOnWithoutOutput } from '../render/outputs.ts';
import { Progress } from '../render/progress.ts';

/** Starts an engine with nothing on it: a local AWS for whatever speaks AWS. */
export async function engine(flags: EngineFlags): Promise<void> {
  const directory = stateDirectory(flags);
  process.umask(0o077);
  const isNew = prepareStateFolder(directory);
  goOnWithoutOutput();
  const running = findSupervisor(directory);
  if (running !== undefined)
    throw new UnderstudyError('EngineAlreadyRunning', {
      message: `an engine already runs on ${directory}, with process id ${running.pid}`,
    });
  const progress = new Progress({ enabled: flags.json === undefined });
  const regions = [...new Set([...flags.region, GLOBAL_REGION])];
  await serveEngine(engineOptions(flags, directory, { regions, domains: flags.domain }), {
    ...{ progress, isNew },
    detach: flags.detach !== undefined,
    use: () => Promise.resolve(tell(directory, flags, progress)),
    giveUp: () => undefined,
  });
}

function tell(directory: string, flags: EngineFlags, progress: Progress): void {
  const { endpoint, regions, dns } = startedEngine(directory);
  progress.clear();
  if (flags.json !== undefined) {
    process.stdout.write(`${JSON.stringify({ endpoint, regions, dns })}\n`);
    return;
  }
  const exports = `eval "$(npx understudy env${selectorOf(directory)})"`;
  process.stdout.write(
    `AWS endpoint ${colors.bold(endpoint)}  DNS ${dns.address}:${dns.port}  regions ${regions.join(', ')}\n` +
      `  any AWS client speaks to it after  ${colors.bold(exports)}\n`,
  );
}
