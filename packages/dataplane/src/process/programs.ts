import { fileURLToPath } from 'node:url';

/**
 * Programs that the supervisor starts, each in a process of its own; arguments: the process's
 * folder, and the state's.
 */
export const PROCESS_FILES = {
  global: fileURLToPath(new URL('./global.ts', import.meta.url)),
  region: fileURLToPath(new URL('./region.ts', import.meta.url)),
  blackhole: fileURLToPath(new URL('./blackhole.ts', import.meta.url)),
} as const;
