import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { UnderstudyError, type ErrorCode } from '@understudy/contract';
import { ENGINE_PROGRAM, type EngineMessage, type EngineOptions } from '@understudy/engine';
import { afterwards, every } from '../clock/wall.ts';
import { endLeft, ORDERLY_WALL_MS_MAX } from './stop.ts';

const START_WALL_MS_MAX = 30_000;
const ORPHAN_CHECK_WALL_MS = 500;

/** An engine that this process started. */
export interface LaunchedEngine {
  /** Resolves when it serves; rejects when it ends before that, or takes too long. */
  readonly ready: Promise<void>;
  /** Resolves with how it ended, whenever it does. */
  readonly ended: Promise<string>;
  /** Lets it run on without us. */
  detach(): void;
  stop(): Promise<void>;
  /** By force, without waiting: its reaper ends the rest. */
  kill(): void;
}

/**
 * Starts an engine. It has a process group of its own: Ctrl-C reaches this process alone, which
 * then stops the engine in order. Unless detached, it ends when this process does, however that
 * happens.
 */
export function launchEngine(options: EngineOptions): LaunchedEngine {
  mkdirSync(options.stateDirectory, { recursive: true, mode: 0o700 });
  const logFile = path.join(options.stateDirectory, 'engine.log');
  const log = openSync(logFile, 'a', 0o600);
  const child = fork(ENGINE_PROGRAM, [JSON.stringify(options)], {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=1'],
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `exited with code ${code}` : `was killed by ${signal}`),
    );
  });
  const isReady = ready(child, ended, logFile);
  isReady.catch(() => undefined); // nobody waits any more, once the command is interrupted
  return {
    ready: isReady,
    ended,
    detach() {
      child.send('detach', () => child.disconnect());
      child.unref();
    },
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      child.kill('SIGTERM');
      if ((await Promise.race([ended, afterwards(ORDERLY_WALL_MS_MAX, undefined)])) === undefined)
        child.kill('SIGKILL');
      await ended;
      await endLeft(options.stateDirectory);
    },
  };
}

async function ready(child: ChildProcess, ended: Promise<string>, logFile: string): Promise<void> {
  const message = await Promise.race([
    new Promise<EngineMessage>((resolve) =>
      child.once('message', (received) => resolve(received as EngineMessage)),
    ),
    ended,
    afterwards(START_WALL_MS_MAX, undefined),
  ]);
  if (typeof message === 'object' && message.kind === 'ready') return;
  if (typeof message === 'object') {
    await ended;
    throw new UnderstudyError(message.error.code as ErrorCode, message.error);
  }
  if (child.pid !== undefined && child.exitCode === null) child.kill('SIGKILL');
  throw new UnderstudyError('EngineDidNotStart', {
    message: `the engine ${message ?? `did not answer within ${START_WALL_MS_MAX / 1000} s`}; its log is ${logFile}`,
  });
}

/**
 * Calls back when the process that started this one is gone, even by SIGKILL: nobody is left to
 * stop us.
 */
export function onOrphaned(callback: () => void): void {
  const parent = process.ppid;
  every(ORPHAN_CHECK_WALL_MS, () => {
    if (process.ppid !== parent) callback();
  });
}
