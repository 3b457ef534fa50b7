import { VERSION } from '../version.ts';
import type { ControlPlane } from './control-plane.ts';
import { writeEngineInfo } from './engine-file.ts';
import type { EngineOptions } from './engine-options.ts';
import { layFoundation, type Foundation } from './foundation.ts';
import { ACCOUNT } from './identity.ts';
import type { SupervisorLink } from './supervisor-link.ts';

export interface RunningEngine {
  stop(): Promise<void>;
}

/** Starts everything, in order; what was started is stopped again when a later step fails. */
export async function startEngine(
  options: EngineOptions,
  link: SupervisorLink,
): Promise<RunningEngine> {
  await using started = new AsyncDisposableStack();
  const foundation = await layFoundation(options, link, started);
  // Imported now and not before: it takes most of a second, in which the processes start.
  const { startControlPlane } = await import('./control-plane.ts');
  const control = await startControlPlane(foundation, started);
  announce(foundation, control);
  link.send({ kind: 'ready', port: control.port });
  const running = started.move();
  return { stop: () => running.disposeAsync() };
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
