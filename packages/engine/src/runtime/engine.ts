import process from 'node:process';
import type { UnderstudyError } from '@understudy/contract';
import { SystemClock } from '@understudy/dataplane';
import { toClients } from '../endpoint/as-aws-error.ts';
import { VERSION } from '../version.ts';
import type { ControlPlane } from './control-plane.ts';
import { writeEngineInfo } from './engine-file.ts';
import type { EngineOptions } from './engine-options.ts';
import { layFoundation, type Foundation } from './foundation.ts';
import { ACCOUNT } from './identity.ts';
import type { SupervisorLink } from './processes/supervisor-link.ts';
import { untilWritable } from './without-state.ts';

export interface RunningEngine {
  stop(): Promise<void>;
}

/**
 * Starts everything, in order; what was started is stopped again when a later step fails.
 * @param beginAnew ends this process, so that another one takes up what the state says
 */
export async function startEngine(
  options: EngineOptions,
  link: SupervisorLink,
  beginAnew: () => void,
): Promise<RunningEngine> {
  await using started = new AsyncDisposableStack();
  const foundation = await layFoundation(options, link, started);
  // Imported now and not before: it takes most of a second, in which the processes start.
  const { startControlPlane } = await import('./control-plane.ts');
  const control = await startControlPlane(foundation, started);
  announce(foundation, control);
  link.send({ kind: 'ready', port: control.port });
  void foundation.state.unwritable.then((problem) =>
    outwait(problem, { foundation, control, beginAnew }),
  );
  const running = started.move();
  return { stop: () => running.disposeAsync() };
}

/**
 * What is in memory may be of work that has not happened: another control plane goes on, by what is
 * on disk.
 */
async function outwait(
  problem: UnderstudyError,
  parts: { foundation: Foundation; control: ControlPlane; beginAnew: () => void },
): Promise<void> {
  const { foundation, control, beginAnew } = parts;
  const { clock, events, state, options } = foundation;
  const tell = (level: 'error' | 'info', message: string): void => {
    process.stderr.write(`${message}\n`);
    events.record('control', clock.nowMs(), clock.wallMs(), { type: 'log', level, message });
  };
  const told = toClients(problem);
  tell('error', `${told.message}; ${told.hint}`);
  // What does not end in time is ended by what follows, as by any kill.
  control.standStill(told).catch(() => undefined);
  await untilWritable({
    stateDirectory: options.stateDirectory,
    clock: new SystemClock({ epochMs: 0, speed: 1 }),
    tryWrite: () => state.tryWrite(),
  });
  tell('info', `${options.stateDirectory} can be written again; the control plane begins anew`);
  beginAnew();
}

/** From here on clients find the engine. */
function announce({ options, block, identity, hello }: Foundation, control: ControlPlane): void {
  writeEngineInfo(options.stateDirectory, {
    ...hello.supervisor,
    version: VERSION,
    endpoint: `http://127.0.0.1:${control.port}`,
    token: identity.token,
    account: ACCOUNT,
    accessKeyId: identity.administrator.accessKeyId,
    secretAccessKey: identity.administrator.secretAccessKey,
    regions: options.regions,
    speed: options.speed,
    caFile: control.caFile,
    dns: control.dns,
    privilegedPortOffset: block.ports.privilegedPortOffset,
  });
}
