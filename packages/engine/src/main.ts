import process from 'node:process';
import { errorText, UnderstudyError } from '@understudy/contract';
import { killRecorded, SystemClock } from '@understudy/dataplane';
import { engineOptionsSchema } from './runtime/engine-options.ts';
import { startEngine, type RunningEngine } from './runtime/engine.ts';
import { SupervisorLink } from './runtime/supervisor-link.ts';

/** The control plane's process, started by the supervisor. Its one argument is `EngineOptions` as JSON. */
const options = engineOptionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
let engine: RunningEngine | undefined;

process.title = `understudy control-plane ${options.stateDirectory}`;
process.umask(0o077);
// The supervisor bounds how long this may take.
const stop = async (): Promise<void> => {
  await engine?.stop();
  process.exit(0);
};
const link = new SupervisorLink({
  clock: new SystemClock({ epochMs: 0, speed: 1 }),
  send: (message, sent = () => undefined) => {
    if (process.connected) process.send?.(message, undefined, {}, sent);
    else sent();
  },
  onStop: () => void stop(),
});
process.on('message', (message) => link.receive(message as Parameters<typeof link.receive>[0]));
// The supervisor is gone, and nobody else may be there to end what it held.
const lastOneOut = (): never => {
  killRecorded(options.stateDirectory);
  process.exit(1);
};
process.on('disconnect', lastOneOut);
if (!process.connected) lastOneOut();
// The terminal's Ctrl-C is for the command line, which has the supervisor stop everything in order.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);

try {
  engine = await startEngine(options, link);
} catch (error) {
  const known =
    error instanceof UnderstudyError
      ? error
      : new UnderstudyError('Internal', { message: errorText(error), cause: error });
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  await link.fail(known.toJSON());
  process.exit(1);
}
