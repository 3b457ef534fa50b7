import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Clock } from '@understudy/contract';
import type { ProgramState } from '../../faults/instance-faults.ts';

/**
 * How long output may trickle in after the program has ended, from processes that it left behind.
 */
const OUTPUT_END_WALL_MS = 250;
const GUARD = fileURLToPath(new URL('./instance-guard.sh', import.meta.url));

export interface InstanceProcessOptions {
  clock: Clock;
  command: string;
  directory: string;
  environment: Record<string, string>;
  /** Takes stdout and stderr; false: wait until `onDrain` of it calls. */
  output: { write(chunk: Buffer): boolean; onDrain(callback: () => void): void };
}

/**
 * An instance's program under its guard (see instance-guard.sh): in the process group of the
 * region's process, and never outliving it.
 */
export class InstanceProcess {
  /** Of the program itself; undefined when the system would not start it. */
  readonly processId: number | undefined;
  /** How it ended, e.g. `exit code 1`; resolves when its output has been taken too. */
  readonly exited: Promise<string>;
  readonly #lifeline: Writable | undefined;
  #isHeld = false;

  constructor(options: InstanceProcessOptions) {
    // The name of systemd's own variable: on EC2 the program is a unit and has it too. It marks all
    // its processes.
    const invocationId = randomUUID().replaceAll('-', '');
    const child = spawn('/bin/sh', [GUARD, String(process.pid), invocationId, options.command], {
      cwd: options.directory,
      env: options.environment,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: false,
    });
    this.processId = child.pid;
    this.#lifeline = (child.stdio[3] ?? undefined) as Writable | undefined;
    // The guard reads until 'ended' and goes; that it is gone before is the program's end too.
    this.#lifeline?.on('error', () => this.#lifeline?.destroy());
    for (const stream of [child.stdout, child.stderr]) if (stream) pour(stream, options.output);
    // At once, not when the output ends: what the program left behind may hold it open.
    child.once('exit', () => this.#lifeline?.end('ended\n'));
    this.exited = ended(child, options.clock);
  }

  /** SIGTERM to all processes of the instance, as systemd stops a unit (KillMode=control-group). */
  terminate(): void {
    this.#order('terminate');
  }

  kill(): void {
    this.#order('kill');
  }

  /** What a fault wants of it. Said again, it stops what something else has let go on. */
  follow(state: ProgramState): void {
    if (state === 'killed') this.kill();
    else this.#hold(state === 'stopped');
  }

  /** Stops all processes of the instance where they are (SIGSTOP), or lets them go on. */
  #hold(isHeld: boolean): void {
    if (!isHeld && !this.#isHeld) return;
    this.#isHeld = isHeld;
    this.#order(isHeld ? 'stop' : 'continue');
  }

  #order(order: string): void {
    if (this.#lifeline?.writable) this.#lifeline.write(`${order}\n`);
  }
}

function ended(child: ChildProcess, clock: Clock): Promise<string> {
  return new Promise((resolve) => {
    let how = 'ended';
    child.once('error', (error) => resolve(`the process was not started: ${error.message}`));
    child.once('exit', (code, signal) => {
      how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      clock.after(OUTPUT_END_WALL_MS * clock.speed, () => resolve(how));
    });
    child.once('close', () => resolve(how));
  });
}

function pour(stream: Readable, output: InstanceProcessOptions['output']): void {
  stream.on('data', (chunk: Buffer) => {
    if (output.write(chunk)) return;
    stream.pause();
    output.onDrain(() => stream.resume());
  });
}
