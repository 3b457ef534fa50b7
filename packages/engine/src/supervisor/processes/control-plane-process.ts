import { fork, type ChildProcess } from 'node:child_process';
import process from 'node:process';
import type { Clock, Timer } from '@understudy/contract';
import { signalGroup } from '@understudy/dataplane/process-record';
import { CONTROL_PLANE } from '../names.ts';
import type { ProcessGroups } from './process-groups.ts';
import type { FromSupervisor, ToSupervisor } from '../protocol.ts';
import { restartDelayMs } from './restart-delay.ts';

export interface ControlPlaneOptions {
  program: string;
  /** `EngineOptions` as JSON. */
  argument: string;
  /** Wall time. */
  clock: Clock;
  groups: Pick<ProcessGroups, 'watch' | 'forget'>;
  /** Its first words to each control plane. */
  hello(incarnation: number): FromSupervisor;
  onMessage(message: ToSupervisor): void;
  /** It ended before it had served anybody: nothing is left to be saved. */
  onFirstFailure(how: string): void;
  /** It ended by itself, and is started again. */
  onRestart(reason: string): void;
}

/** An orderly end; what it does not finish is taken up by the next one, as after any crash. */
const STOP_WALL_MS_MAX = 1_000;
/** One that takes so long to start hangs, and is started again. */
const START_WALL_MS_MAX = 30_000;
/**
 * One that leaves so much unread hangs, and is started again, before its backlog fills the memory.
 */
const BACKLOG_MESSAGES_MAX = 20_000;

/** Within it, whoever asked for the control plane's own end is answered by it. */
const ANSWER_WALL_MS = 100;

/** Keeps the control plane running: it alone may die by itself and nothing else notices. */
export class ControlPlaneProcess {
  readonly #options: ControlPlaneOptions;
  #child: ChildProcess | undefined;
  #incarnation = 0;
  #crashes = 0;
  #served = false;
  #stopping = false;
  #unread = 0;
  #starting: Timer | undefined;

  constructor(options: ControlPlaneOptions) {
    this.#options = options;
  }

  start(): void {
    const { program, argument, groups, clock, hello } = this.#options;
    const child = fork(program, [argument], {
      detached: true,
      execPath: process.execPath,
      // A small young generation makes up for the supervisor's memory, and costs no measurable
      // time.
      execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    this.#unread = 0;
    if (child.pid !== undefined) groups.watch(CONTROL_PLANE, child.pid);
    child.on('message', (message) => this.#receive(message as ToSupervisor));
    child.on('error', (error) => {
      if (child.pid === undefined) this.#exited(child, `could not be started: ${error.message}`);
    });
    child.on('exit', (code, signal) => this.#exited(child, endOf(code, signal)));
    if (this.#served) this.#starting = clock.after(START_WALL_MS_MAX, () => this.#kill());
    this.send(hello(++this.#incarnation));
  }

  send(message: FromSupervisor): void {
    const child = this.#child;
    if (child?.connected !== true) return;
    if (++this.#unread > BACKLOG_MESSAGES_MAX) return this.#kill();
    child.send(message, () => (this.#unread -= 1));
  }

  /** Resolves when it has ended, in order or after a bounded time by force. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.send({ kind: 'stop' });
    const timer = this.#options.clock.after(STOP_WALL_MS_MAX, () => this.#kill());
    await gone;
    timer.cancel();
  }

  /** SIGKILL, after which another one begins; or SIGSTOP, and SIGCONT after that time. */
  break(mode: 'crash' | 'hang', forWallMs: number | undefined): void {
    const { clock } = this.#options;
    const { pid } = this.#child ?? {};
    if (pid === undefined) return;
    const signal = (name: NodeJS.Signals): void => {
      if (this.#child?.pid === pid) signalGroup(pid, name);
    };
    clock.after(ANSWER_WALL_MS, () => signal(mode === 'crash' ? 'SIGKILL' : 'SIGSTOP'));
    if (mode === 'hang' && forWallMs !== undefined)
      clock.after(ANSWER_WALL_MS + forWallMs, () => signal('SIGCONT'));
  }

  #kill(): void {
    if (this.#child?.pid !== undefined) signalGroup(this.#child.pid, 'SIGKILL');
  }

  #receive(message: ToSupervisor): void {
    if (message.kind === 'ready') {
      this.#served = true;
      this.#crashes = 0;
      this.#starting?.cancel();
    }
    this.#options.onMessage(message);
  }

  #exited(child: ChildProcess, how: string): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    this.#starting?.cancel();
    const { groups, clock, onFirstFailure, onRestart } = this.#options;
    if (child.pid !== undefined) {
      signalGroup(child.pid, 'SIGKILL');
      groups.forget(child.pid);
    }
    if (this.#stopping) return;
    if (!this.#served) return onFirstFailure(how);
    onRestart(`the control plane ${how}; its log is engine.log in the state folder`);
    clock.after(restartDelayMs(this.#crashes++), () => {
      if (!this.#stopping) this.start();
    });
  }
}

/** It ends by itself without an error only where it has said why. */
function endOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (code === 0) return 'has ended to begin anew';
  return code === null ? `killed by ${signal}` : `exited with code ${code}`;
}
