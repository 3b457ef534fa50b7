import process from 'node:process';
import { errorText, stateFileError, UnderstudyError } from '@understudy/contract';
import { killRecorded, outliveLog, SystemClock } from '@understudy/dataplane';
import { engineOptionsSchema } from './runtime/engine-options.ts';
import { startEngine, type RunningEngine } from './runtime/engine.ts';
import { SupervisorLink } from './runtime/processes/supervisor-link.ts';
import { refuseUntilWritable } from './runtime/without-state.ts';

/**
 * The control plane's process, started by the supervisor. Its one argument is `EngineOptions` as
 * JSON.
 */
const options = engineOptionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const wall = new SystemClock({ epochMs: 0, speed: 1 });
let engine: RunningEngine | undefined;

process.title = `understudy control-plane ${options.stateDirectory}`;
process.umask(0o077);
outliveLog();
// The supervisor bounds how long this may take.
const stop = async (): Promise<void> => {
  await engine?.stop();
  process.exit(0);
};
const link = new SupervisorLink({
  clock: wall,
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

/**
 * What the state's file is to blame for has been told to clients, and another control plane goes on
 * from it.
 */
function crash(error: unknown): void {
  if (error instanceof UnderstudyError && error.code === 'StateUnwritable') return;
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
}
process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);

const beginAnew = (): never => process.exit(0);

try {
  engine = await startEngine(options, link, beginAnew);
} catch (error) {
  const known = knownError(error);
  process.stderr.write(
    `${known.fault === 'engine' && error instanceof Error ? (error.stack ?? error.message) : `${known.message}; ${known.hint}`}\n`,
  );
  await link.fail(known.toJSON());
  const { hello } = await link.found();
  if (hello.port !== undefined && known.code.startsWith('StateUn')) {
    const { port } = hello;
    const serving = (): void => link.send({ kind: 'ready', port });
    await refuseUntilWritable({
      problem: known,
      stateDirectory: options.stateDirectory,
      port,
      clock: wall,
      serving,
    });
    beginAnew();
  }
  process.exit(1);
}

function knownError(error: unknown): UnderstudyError {
  if (error instanceof UnderstudyError) return error;
  return (
    stateFileError(error, options.stateDirectory) ??
    new UnderstudyError('Internal', { message: errorText(error), cause: error })
  );
}
