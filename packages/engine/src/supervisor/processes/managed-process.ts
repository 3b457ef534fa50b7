import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {
  Clock,
  EventBody,
  FromProcess,
  Timer,
  ToProcess,
  ProcessState,
} from '@understudy/contract';
import { signalGroup } from '@understudy/dataplane/process-record';
import type { ProcessGroups } from './process-groups.ts';
import type { ProcessReport } from '../protocol.ts';
import { restartDelayMs } from './restart-delay.ts';

export interface ManagedProcessOptions {
  /** `global`, or a region's name. */
  name: string;
  program: string;
  /** The process's own folder; its log is `process.log` there. */
  directory: string;
  stateDirectory: string;
  /** Wall time: what is waited for here are processes of this machine. */
  clock: Clock;
  groups: Pick<ProcessGroups, 'watch' | 'forget'>;
  /** What the process said happened. */
  onEvent(source: string, awsMs: number, wallMs: number, body: EventBody): void;
  /** It crashed by itself, and is started again. */
  onRestart(source: string, reason: string): void;
  /** What a query came to. */
  onAnswer(message: Extract<FromProcess, { kind: 'answer' | 'failure' | 'unready' }>): void;
  /** Something in its report is not what it was. */
  onChange(): void;
}

const STOP_WALL_MS_MAX = 1_500;

interface Pushed {
  revision: number;
  digest: string;
  text: string;
  base?: number | undefined;
}

/**
 * One data-plane process, leader of a process group: started, given documents, asked, restarted
 * when it crashes by itself. What a fault took stays away until it is started again.
 */
export class ManagedProcess {
  readonly name: string;
  state: ProcessState = 'stopped';
  appliedRevision = 0;
  problems: string[] = [];
  #refused: ProcessReport['refused'];
  #ended: ProcessReport['ended'];
  #suspended = false;
  readonly #options: ManagedProcessOptions;
  #child: ChildProcess | undefined;
  /**
   * A whole document, and the changes to it in their order: what a process needs that starts anew.
   */
  #pushed: readonly Pushed[] = [];
  #wanted = false;
  #crashes = 0;
  #restart: Timer | undefined;

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
    this.#options.onChange();
    if (!suspended) this.#sendDocument(); // what was pushed meanwhile
  }

  report(): Omit<ProcessReport, 'fault'> {
    const { name, pid, state, suspended, appliedRevision, problems } = this;
    const pushed = this.#pushed.at(-1);
    return {
      name,
      pid,
      state,
      suspended,
      appliedRevision,
      problems,
      refused: this.#refused,
      ended: this.#ended,
      pushed: pushed && { revision: pushed.revision, digest: pushed.digest },
    };
  }

  start(): void {
    this.#wanted = true;
    if (this.#child === undefined) this.#spawn();
  }

  /** The process goes by this document from now on, also after a restart. */
  push(pushed: Pushed): void {
    this.#pushed = pushed.base === undefined ? [pushed] : [...this.#pushed, pushed];
    this.#sendDocument([pushed]);
  }

  /** False when it cannot be asked. */
  ask(message: Extract<ToProcess, { kind: 'query' }>): boolean {
    if (this.#child === undefined || this.state !== 'running' || this.suspended) return false;
    this.#send(message);
    return true;
  }

  /**
   * To the whole process group; nothing when it is gone. Wanted or not says whether a death is
   * mended.
   */
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
    const gone = this.gone();
    signalGroup(pid, 'SIGCONT'); // a hung process could not hear the message
    this.#send({ kind: 'stop' });
    const timer = this.#options.clock.after(STOP_WALL_MS_MAX, () => signalGroup(pid, 'SIGKILL'));
    await gone;
    timer.cancel();
  }

  #spawn(): void {
    const { name, program, directory, stateDirectory, groups, onChange } = this.#options;
    const log = openLog(path.join(directory, 'process.log'));
    const child = fork(program, [directory, stateDirectory], {
      detached: true,
      execPath: process.execPath,
      execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2'],
      stdio: ['ignore', log, log, 'ipc'],
      env: childEnvironment(name),
    });
    if (log !== 'ignore') closeSync(log);
    this.#child = child;
    this.state = 'starting';
    this.appliedRevision = 0;
    this.#refused = undefined;
    if (child.pid !== undefined) groups.watch(name, child.pid);
    child.on('message', (message) => this.#receive(message as FromProcess));
    // One that could not be started has no 'exit' of its own; else that follows, or a send met a
    // process already gone.
    child.on('error', (error) => {
      if (child.pid === undefined) this.#exited(child, `could not be started: ${error.message}`);
    });
    child.on('exit', (code, signal) =>
      this.#exited(child, code === null ? `killed by ${signal}` : `exited with code ${code}`),
    );
    onChange();
  }

  #sendDocument(parts = this.#pushed): void {
    if (this.state !== 'running' || this.suspended) return;
    for (const { revision, text, base } of parts)
      this.#send({ kind: 'document', revision, text, base });
  }

  #send(message: ToProcess): void {
    const child = this.#child;
    if (child?.connected === true) child.send(message, () => undefined); // its end is heard of by itself
  }

  #receive(message: FromProcess): void {
    switch (message.kind) {
      case 'ready':
        this.state = 'running';
        this.#sendDocument();
        return this.#options.onChange();
      case 'applied':
        this.appliedRevision = message.revision;
        this.problems = message.problems;
        this.#refused = undefined;
        this.#ended = undefined;
        this.#crashes = 0;
        return this.#options.onChange();
      case 'refused':
        this.#refused = { revision: message.revision, problems: message.problems };
        return this.#options.onChange();
      case 'crash':
        this.#ended = { code: message.code, message: message.message };
        return;
      case 'event':
        return this.#options.onEvent(this.name, message.awsMs, message.wallMs, message.body);
      case 'answer':
      case 'failure':
      case 'unready':
        return this.#options.onAnswer(message);
    }
  }

  #exited(child: ChildProcess, how: string): void {
    if (child !== this.#child) return;
    if (child.pid !== undefined) {
      signalGroup(child.pid, 'SIGKILL'); // whatever it had started
      this.#options.groups.forget(child.pid);
    }
    this.#child = undefined;
    this.state = this.#wanted ? 'restarting' : 'stopped';
    if (this.#wanted) this.#restartLater(how);
    this.#options.onChange();
  }

  #restartLater(how: string): void {
    const { clock, name, directory, onRestart } = this.#options;
    const log = path.join(directory, 'process.log');
    const why = this.#ended === undefined ? '' : `: ${this.#ended.message}`;
    onRestart(name, `${name}: ${how}${why}; see ${log}`);
    this.#restart = clock.after(restartDelayMs(this.#crashes++), () => {
      if (this.#wanted && this.#child === undefined) this.#spawn();
    });
  }
}

/**
 * A full disk, or too many open files, must not end the supervisor: better a process without a log.
 */
function openLog(file: string): number | 'ignore' {
  try {
    return openSync(file, 'a', 0o600);
  } catch {
    return 'ignore';
  }
}

/**
 * No credentials, proxies or Node options of the user's shell leak into what runs uploaded
 * programs.
 */
function childEnvironment(name: string): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'NODE_COMPILE_CACHE'].flatMap((key) =>
    process.env[key] === undefined ? [] : [[key, process.env[key]]],
  );
  return { ...Object.fromEntries(kept), UNDERSTUDY_PROCESS: name };
}
