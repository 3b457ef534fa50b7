import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Kills process groups when this process dies, even by SIGKILL. A shell script does the waiting: it
 * costs a megabyte, and works wherever there is a POSIX shell.
 */
export class Reaper {
  readonly #groups = new Set<number>();
  readonly #stateDirectory: string;
  #shell: ChildProcess | undefined;
  #standingDown = false;

  /** @param stateDirectory for whoever lists processes */
  constructor(stateDirectory: string) {
    this.#stateDirectory = stateDirectory;
    this.#start();
  }

  watch(processGroup: number): void {
    this.#groups.add(processGroup);
    this.#tell(`watch ${processGroup}`);
  }

  forget(processGroup: number): void {
    this.#groups.delete(processGroup);
    this.#tell(`forget ${processGroup}`);
  }

  /** For an orderly stop, when nothing is left to kill. */
  standDown(): void {
    this.#standingDown = true;
    this.#tell('stand-down');
    this.#shell?.stdin?.end();
  }

  #start(): void {
    const script = fileURLToPath(new URL('./reaper.sh', import.meta.url));
    // Detached: in a process group of its own, out of reach of the terminal's Ctrl-C.
    // What it watches already stands in its arguments: it is known however soon this process dies.
    const shell = spawn('sh', [script, this.#stateDirectory, ...[...this.#groups].map(String)], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    shell.stdin.on('error', () => undefined); // its death is handled below
    // None can be had: the record of processes is left, by which whoever survives does its work.
    shell.on('error', () => undefined);
    shell.on('exit', () => {
      if (!this.#standingDown) this.#start();
    });
    shell.unref();
    this.#shell = shell;
  }

  #tell(line: string): void {
    this.#shell?.stdin?.write(`${line}\n`);
  }
}
