import process from 'node:process';
import { UnderstudyError } from '@understudy/contract/errors';
import { stateFileError } from '@understudy/contract/file-problem';
import { outliveLog } from '@understudy/dataplane/outlive-log';
import { killOthersRecorded } from '@understudy/dataplane/process-record';
import type { EngineMessage, EngineOptions } from '../runtime/engine-options.ts';
import { reportOf } from './error-report.ts';
import { supervisorTitle } from './find-supervisor.ts';
import { endLeft } from './state/left.ts';
import { makePrivate } from './state/private-folder.ts';
import { lockStateDirectory } from './state/state-lock.ts';
import { Supervisor } from './supervisor.ts';

/**
 * The supervisor's process. Its one argument is `EngineOptions` as JSON, which the control plane
 * checks.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as EngineOptions;
const { stateDirectory } = options;
let lock: Disposable | undefined;
let supervisor: Supervisor | undefined;
let stopping = false;

/**
 * Bounds an orderly stop, within the three seconds that are promised: what is left then ends by
 * force.
 */
const STOP_MS_MAX = 2_000;

async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  AbortSignal.timeout(STOP_MS_MAX).addEventListener('abort', () => {
    killOthersRecorded(stateDirectory);
    end(exitCode);
  });
  await supervisor?.stop();
  end(exitCode);
}

function end(exitCode: number): never {
  lock?.[Symbol.dispose]();
  process.exit(exitCode);
}

function tell(message: EngineMessage): void {
  if (process.connected) process.send?.(message);
}

process.title = supervisorTitle(stateDirectory);
process.umask(0o077);
outliveLog();
process.on('SIGTERM', () => void stop(0));
process.on('SIGINT', () => void stop(0));
process.on('SIGHUP', () => void stop(0));
// Whoever started it in the foreground is gone. A detached start closes the channel only after
// taking this back.
process.on('disconnect', () => void stop(0));
process.on('message', (message) => {
  if (message === 'detach') process.removeAllListeners('disconnect');
});
if (!process.connected) end(0); // it was gone before anybody listened

try {
  makePrivate(stateDirectory);
  lock = lockStateDirectory(stateDirectory);
  await endLeft(stateDirectory);
  supervisor = new Supervisor(options);
  await supervisor.start();
  tell({ kind: 'ready' });
} catch (error) {
  if (!(error instanceof UnderstudyError)) process.stderr.write(`${String(error)}\n`);
  tell({ kind: 'failed', error: reportOf(stateFileError(error, stateDirectory) ?? error) });
  await stop(1);
}
