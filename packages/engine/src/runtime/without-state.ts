import path from 'node:path';
import type { Clock, UnderstudyError } from '@understudy/contract';
import { toClients } from '../endpoint/as-aws-error.ts';
import { RefusingEndpoint } from '../endpoint/refusing-endpoint.ts';
import { StateStore } from '../kernel/state/state-store.ts';
import { probeFolder } from './processes/probe-folder.ts';
import { TABLES } from './tables.ts';

/** How often a control plane that cannot write looks whether it can. */
const LOOK_WALL_MS = 1_000;

/** Where an engine keeps what its control plane knows. */
export function stateFile(stateDirectory: string): string {
  return path.join(stateDirectory, 'control-plane.sqlite');
}

/** Resolves when the state can be written again, `tryWrite` and the folder say both. */
export async function untilWritable(options: {
  stateDirectory: string;
  /** Wall time. */
  clock: Clock;
  /** What writing to the state comes to; undefined when it works. */
  tryWrite(): unknown;
}): Promise<void> {
  const { stateDirectory, clock, tryWrite } = options;
  do await clock.sleep(LOOK_WALL_MS);
  while (tryWrite() !== undefined || !canWriteIn(stateDirectory));
}

function canWriteIn(stateDirectory: string): boolean {
  try {
    probeFolder(stateDirectory);
    return true;
  } catch {
    return false;
  }
}

/**
 * A control plane that cannot even start, where one before it has served: it answers on that one's
 * port, so that clients are told why, until the state can be written. What is damaged does not mend
 * itself.
 */
export async function refuseUntilWritable(options: {
  problem: UnderstudyError;
  stateDirectory: string;
  port: number;
  /** Wall time. */
  clock: Clock;
  serving(): void;
}): Promise<void> {
  const { problem, stateDirectory, port, clock, serving } = options;
  const endpoint = new RefusingEndpoint({ port, problem: toClients(problem) });
  await endpoint.listen();
  serving();
  if (problem.code !== 'StateUnwritable') return new Promise(() => undefined);
  await untilWritable({ stateDirectory, clock, tryWrite: () => tryState(stateDirectory) });
  await endpoint.close();
}

function tryState(stateDirectory: string): unknown {
  try {
    using state = new StateStore(stateFile(stateDirectory), TABLES);
    return state.tryWrite();
  } catch (error) {
    return error;
  }
}
