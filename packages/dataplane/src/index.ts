import { fileURLToPath } from 'node:url';

/** Programs that the engine starts, each in a process of its own; arguments: the process's folder. */
export const PROCESS_FILES = {
  global: fileURLToPath(new URL('./process/global.ts', import.meta.url)),
  region: fileURLToPath(new URL('./process/region.ts', import.meta.url)),
  blackhole: fileURLToPath(new URL('./process/blackhole.ts', import.meta.url)),
} as const;

export { SystemClock } from './clock/system-clock.ts';
export { SystemRandom } from './clock/system-random.ts';
export { parseProcfile, webCommand } from './fleet/procfile.ts';
