import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {
  UnderstudyError,
  type Clock,
  type EventBody,
  type FromProcess,
  type Timer,
} from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import type { Reaper } from './reaper.ts';

export interface ManagedProcessOptions {
  /** `global`, or a region's name. */
  name: string;
  program: string;
  /** The process's own folder; its log is `process.log` there. */
  directory: string;
  clock: Clock;
  reaper: Pick<Reaper, 'watch' | 'forget'>;
  onEvent(source: string, awsMs: number, wallMs: number, body: EventBody): void;
}

/** How long a query may take. Wall time: it crosses processes of this machine only. */
const QUERY_WALL_MS_MAX = 10_000;
const QUERIES_WAITING_MAX = 1_000;
/** A process that keeps dying is started again after 0.2, 0.4, 0.8 … seconds, at most. */
const RESTART_DELAY_MS_MAX = 5_000;
const STOP_WALL_MS_MAX = 1_500;

export type ProcessState = 'stopped' | 'starting' | 'running' | 'restarting';

interface Pending {
  resolve(output: unknown): void;
  reject(error: Error): void;
  timer: Timer;
}

/**
 * One data-plane process, leader of a process group: started, given documents, asked, restarted when it crashes by
 * itself. What a fault took stays away until it is started again.
 */
export class ManagedProcess {
  readonly name: string;
  state: ProcessState = 'stopped';
  /** The last revision that is in force there. */
  appliedRevision = 0;
  problems: string[] = [];
  #suspended = false;
  readonly #options: ManagedProcessOptions;
  #child: ChildProcess | undefined;
  #document: { revision: number } | undefined;
  #wanted = false;
  #crashes = 0;
  #restart: Timer | undefined;
  #nextId = 1;
  readonly #pending = new Map<number, Pending>();
  readonly #appliedListeners = new Set<() => void>();

  constructor(options: ManagedProcessOptions) {
    this.name = options.name;
    this.#options = options;
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Stopped by SIGSTOP: alive, and answering nothing. */
  get suspended(): boolean {
    return this.#suspended;
  }

  set suspended(suspended: boolean) {
    this.#suspended = suspended;
    for (const listener of this.#appliedListeners) listener(); // nobody need wait for it now
  }

  start(): void {
    this.#wanted = true;
    if (this.#child === undefined) this.#spawn();
  }

  /** The process goes by this document from now on, also after a restart. */
  push(document: { revision: number }): void {
    this.#document = document;
    if (this.state === 'running') this.#child?.send({ kind: 'document', document });
  }

  /** Calls back when a document is in force, and when the process is lost. */
  onApplied(listener: () => void): () => void {
    this.#appliedListeners.add(listener);
    return () => void this.#appliedListeners.delete(listener);
  }

  query(query: string, input: unknown): Promise<unknown> {
    const child = this.#child;
    if (child === undefined || this.state !== 'running' || this.suspended)
      return Promise.reject(this.#unavailable('it is not running'));
    if (this.#pending.size >= QUERIES_WAITING_MAX)
      return Promise.reject(this.#unavailable('too many queries wait for it'));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const { clock } = this.#options;
      const timer = clock.after(QUERY_WALL_MS_MAX * clock.speed, () => {
        this.#pending.delete(id);
        reject(this.#unavailable(`it did not answer within ${QUERY_WALL_MS_MAX / 1000} s`));
      });
      this.#pending.set(id, { resolve, reject, timer });
      child.send({ kind: 'query', id, query, input });
    });
  }

  /** To the whole process group; nothing when it is gone. Wanted or not says whether a death is mended. */
  signal(name: NodeJS.Signals, options: { wanted: boolean }): void {
    this.#wanted = options.wanted;
    if (!options.wanted) this.#restart?.cancel();
    if (this.#child?.pid !== undefined) signalGroup(this.#child.pid, name);
  }

  /** Resolves when no process of this name runs. */
  async gone(): Promise<void> {
    const child = this.#child;
    if (child !== undefined)
      await new Promise<void>((resolve) => child.once('exit', () => resolve()));
  }

  /** Asks it to end in order, and kills what is left of its group after a bounded time. */
  async stop(): Promise<void> {
    this.#wanted = false;
    this.#restart?.cancel();
    const child = this.#child;
    if (child?.pid === undefined) return;
    const pid = child.pid;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    signalGroup(pid, 'SIGCONT'); // a hung process could not hear the message
    if (child.connected) child.send({ kind: 'stop' });
    const { clock } = this.#options;
    const timer = clock.after(STOP_WALL_MS_MAX * clock.speed, () => signalGroup(pid, 'SIGKILL'));
    await gone;
    timer.cancel();
  }

  #spawn(): void {
    const { name, program, directory, reaper } = this.#options;
    const log = openSync(path.join(directory, 'process.log'), 'a', 0o600);
    const child = fork(program, [directory], {
      detached: true,
      execPath: process.execPath,
      execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2'],
      stdio: ['ignore', log, log, 'ipc'],
      env: childEnvironment(name),
    });
    closeSync(log);
    this.#child = child;
    this.state = 'starting';
    this.appliedRevision = 0;
    if (child.pid !== undefined) reaper.watch(child.pid);
    child.on('message', (message) => this.#receive(message as FromProcess));
    // One that could not be started has no 'exit' of its own; else that follows, or a send met a process already gone.
    child.on('error', (error) => {
      if (child.pid === undefined) this.#exited(child, `could not be started: ${error.message}`);
    });
    child.on('exit', (code, signal) =>
      this.#exited(child, code === null ? `killed by ${signal}` : `exited with code ${code}`),
    );
  }

  #receive(message: FromProcess): void {
    switch (message.kind) {
      case 'ready':
        this.state = 'running';
        if (this.#document !== undefined) this.push(this.#document);
        return;
      case 'applied':
        this.appliedRevision = message.revision;
        this.problems = message.problems;
        this.#crashes = 0;
        for (const listener of this.#appliedListeners) listener();
        return;
      case 'event':
        return this.#options.onEvent(this.name, message.awsMs, message.wallMs, message.body);
      case 'answer':
        return this.#take(message.id)?.resolve(message.output);
      case 'failure':
        return this.#take(message.id)?.reject(
          message.aws === undefined
            ? new Error(message.message)
            : new AwsError({ ...message.aws, message: message.message }),
        );
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.timer.cancel();
    return pending;
  }

  #exited(child: ChildProcess, how: string): void {
    if (child !== this.#child) return;
    if (child.pid !== undefined) {
      signalGroup(child.pid, 'SIGKILL'); // whatever it had started
      this.#options.reaper.forget(child.pid);
    }
    this.#child = undefined;
    this.state = 'stopped';
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(this.#unavailable(how));
    for (const listener of this.#appliedListeners) listener();
    if (this.#wanted) this.#restartLater(how);
  }

  #restartLater(how: string): void {
    const { clock, name } = this.#options;
    const delayMs = Math.min(RESTART_DELAY_MS_MAX, 200 * 2 ** this.#crashes++);
    this.state = 'restarting';
    this.#options.onEvent(name, clock.nowMs(), clock.wallMs(), {
      type: 'region',
      state: 'restarting',
      reason: `${name}: ${how}; see ${path.join(this.#options.directory, 'process.log')}`,
    });
    this.#restart = clock.after(delayMs * clock.speed, () => {
      if (this.#wanted && this.#child === undefined) this.#spawn();
    });
  }

  #unavailable(why: string): UnderstudyError {
    return new UnderstudyError('RegionUnavailable', {
      message: `${this.name} cannot be asked: ${why}`,
    });
  }
}

/** No credentials, proxies or Node options of the user's shell leak into what runs uploaded programs. */
function childEnvironment(name: string): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'NODE_COMPILE_CACHE'].flatMap((key) =>
    process.env[key] === undefined ? [] : [[key, process.env[key]]],
  );
  return { ...Object.fromEntries(kept), UNDERSTUDY_PROCESS: name };
}

export function signalGroup(processGroup: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-processGroup, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
