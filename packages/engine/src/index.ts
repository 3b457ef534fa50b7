import { fileURLToPath } from 'node:url';

/** The program to start an engine with. Its one argument is `EngineOptions` as JSON. */
export const ENGINE_PROGRAM = fileURLToPath(new URL('./supervisor/main.ts', import.meta.url));

export { readEngineInfo, type EngineInfo } from './runtime/engine-file.ts';
export { ACCOUNT as ENGINE_ACCOUNT } from './runtime/identity.ts';
export type { EngineMessage, EngineOptions } from './runtime/engine-options.ts';
export { webCommand } from '@understudy/dataplane';
export { probeFolder } from './runtime/processes/probe-folder.ts';
export { VERSION } from './version.ts';
export { damagedFiles, findSupervisor, supervisorTitle } from './supervisor/find-supervisor.ts';
export { foreignName, isStateFile } from './supervisor/state/state-files.ts';
export { damaged, readStateJson } from './supervisor/state/state-json.ts';
export { removeTraces } from './supervisor/state/state-lock.ts';
export {
  identityOf,
  isAlive,
  killOthersRecorded,
  recordedProcesses,
  signalGroup,
  type ProcessIdentity,
} from '@understudy/dataplane';
export { CONTROL_PLANE } from './supervisor/names.ts';
