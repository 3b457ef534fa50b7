import process from 'node:process';
import { errorText, UnderstudyError } from '@understudy/contract';
import { engineOptionsSchema, type EngineMessage } from './runtime/engine-options.ts';
import { startEngine, type RunningEngine } from './runtime/engine.ts';

/** The engine's process. Its one argument is `EngineOptions` as JSON. */
let engine: RunningEngine | undefined;
let stopping = false;

/** Bounds an orderly stop; the reaper kills what is left, within the three seconds that are promised. */
const STOP_MS_MAX = 2_000;

async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  AbortSignal.timeout(STOP_MS_MAX).addEventListener('abort', () => process.exit(exitCode));
  await engine?.stop();
  process.exit(exitCode);
}

function tell(message: EngineMessage): void {
  if (process.connected) process.send?.(message);
}

process.on('SIGTERM', () => void stop(0));
process.on('SIGINT', () => void stop(0));
process.on('SIGHUP', () => void stop(0));
// Whoever started it in the foreground is gone. A detached start closes the channel only after taking this back.
process.on('disconnect', () => void stop(0));
process.on('message', (message) => {
  if (message === 'detach') process.removeAllListeners('disconnect');
});

try {
  engine = await startEngine(engineOptionsSchema.parse(JSON.parse(process.argv[2] ?? '{}')));
  tell({ kind: 'ready' });
} catch (error) {
  const known =
    error instanceof UnderstudyError
      ? error
      : new UnderstudyError('Internal', { message: errorText(error), cause: error });
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  tell({ kind: 'failed', error: known.toJSON() });
  await stop(1);
}
