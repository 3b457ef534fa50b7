import type { ChildProcess } from 'node:child_process';

const OUTPUT_CHARACTERS_MAX = 200_000;

/** A command that was started and not waited for, and what it wrote so far. */
export class Foreground {
  /** Resolves with its exit code or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  readonly #child: ChildProcess;
  #written = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    this.ended = new Promise((resolve) =>
      child.once('exit', (code, signal) => resolve(code ?? signal)),
    );
    for (const stream of [child.stdout, child.stderr])
      stream
        ?.setEncoding('utf8')
        .on(
          'data',
          (text: string) => (this.#written = (this.#written + text).slice(-OUTPUT_CHARACTERS_MAX)),
        );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  written(): string {
    return this.#written;
  }

  /** What is waited for while it runs; rejects with what it wrote when it ends meanwhile. */
  async during<T>(wait: Promise<T>): Promise<T> {
    const early = this.ended.then((how): never => {
      throw new Error(`it ended (${String(how)}) and wrote:\n${this.#written}`);
    });
    return await Promise.race([wait, early]);
  }

  /** Presses keys, where it was started at a terminal. */
  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}
