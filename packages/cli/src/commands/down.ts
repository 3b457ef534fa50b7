import process from 'node:process';
import { UnderstudyError } from '@understudy/contract';
import { stateDirectory } from '../engine/site-file.ts';
import { ORDERLY_WALL_MS_MAX, stopEngine, type Stopped } from '../engine/stop.ts';
import type { GlobalFlags } from '../flags.ts';

const HOW: Readonly<Record<Exclude<Stopped, 'nothing'>, string>> = {
  order: 'stopped',
  force: `stopped by force, since it had not ended ${ORDERLY_WALL_MS_MAX / 1000} s after it was told to`,
  left: 'ended what an engine that died had left running',
};

export async function down(flags: GlobalFlags): Promise<void> {
  const directory = stateDirectory(flags);
  const how = await stopEngine(directory);
  if (how === 'nothing')
    throw new UnderstudyError('EngineNotRunning', { message: `no engine runs on ${directory}` });
  process.stdout.write(`${HOW[how]}; ${directory} keeps what it held\n`);
}
