import { fork, type ChildProcess } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { UnderstudyError, type ErrorCode } from '@understudy/contract';
import type { DeployJob, DeployMessage, DeployReply, StackOutputs } from './messages.ts';
import type { SynthesisInput } from './synthesis.ts';

export interface DeployWatcher {
  onMessage(message: DeployMessage): void;
  /** Called for questions; resolves with the user's answer. */
  ask(text: string): Promise<boolean>;
}

export interface DeployWorker {
  /** Makes the templates already, for the account that the job will most likely be of. */
  prepare(input: SynthesisInput, account: string): void;
  run(job: DeployJob, watcher: DeployWatcher): Promise<{ outputs: StackOutputs; changed: boolean }>;
  kill(): void;
}

export function startDeployWorker(): DeployWorker {
  const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // The library's own template validation takes a second a synthesis; the engine validates what
    // it is given anyway.
    env: { CDK_VALIDATION: 'false', ...process.env },
  });
  let errors = '';
  child.stderr
    ?.setEncoding('utf8')
    .on('data', (text: string) => (errors = (errors + text).slice(-4_000)));
  return {
    prepare: ({ site, directory }, account) =>
      send(child, { kind: 'prepare', site, directory, account }),
    run: (job, watcher) => carryOut(child, job, watcher, () => errors),
    kill: () => void child.kill('SIGKILL'),
  };
}

function send(child: ChildProcess, message: DeployReply): void {
  if (child.connected) child.send(message);
}

function carryOut(
  child: ChildProcess,
  job: DeployJob,
  watcher: DeployWatcher,
  errors: () => string,
): Promise<{ outputs: StackOutputs; changed: boolean }> {
  return new Promise((resolve, reject) => {
    child.on('message', (received) => {
      const message = received as DeployMessage;
      if (message.kind === 'done') resolve({ outputs: message.outputs, changed: message.changed });
      else if (message.kind === 'failed')
        reject(new UnderstudyError(message.error.code as ErrorCode, message.error));
      else if (message.kind === 'question')
        void watcher
          .ask(message.text)
          .then((yes) => send(child, { kind: 'answer', id: message.id, yes }));
      else watcher.onMessage(message);
    });
    child.on('exit', (code, signal) => reject(endedEarly(code, signal, errors().trim())));
    send(child, { kind: 'job', job });
  });
}

/** By a signal it ends only when somebody, or a system that is short of memory, ends it. */
function endedEarly(
  code: number | null,
  signal: NodeJS.Signals | null,
  errors: string,
): UnderstudyError {
  if (signal !== null)
    return new UnderstudyError('DeploymentFailed', {
      message: `the deployment's process was ended by ${signal}`,
      hint: 'run the command again; if the memory is short, free some first',
    });
  return new UnderstudyError('Internal', {
    message: `the deployment's process ended early (code ${code}): ${errors}`,
  });
}
