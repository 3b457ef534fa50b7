import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '@understudy/wire';
import type { FleetLimits } from '../limits.ts';
import { OutputLog } from './output-log.ts';

/**
 * The output of all instances, also of those that are gone: the last `goneInstancesMax` of them.
 */
export class OutputArchive {
  readonly #directory: string;
  readonly #limits: FleetLimits;
  readonly #onProblem: (problem: string) => void;
  readonly #logs = new Map<string, OutputLog>();
  readonly #gone: string[] = [];

  constructor(directory: string, limits: FleetLimits, onProblem: (problem: string) => void) {
    this.#directory = join(directory, 'instances');
    this.#limits = limits;
    this.#onProblem = onProblem;
    // Files of a process before this one: their instances are forgotten, so nobody would ever
    // remove them.
    mkdirSync(this.#directory, { recursive: true });
    this.#prune();
  }

  open(instanceId: string): OutputLog {
    const log = new OutputLog(join(this.#directory, `${instanceId}.log`), this.#limits, (problem) =>
      this.#onProblem(`instance ${instanceId}: ${problem}`),
    );
    this.#logs.set(instanceId, log);
    return log;
  }

  /** Adds a line of the fleet's own, for what the program cannot say any more. */
  note(instanceId: string, text: string): void {
    this.#logs.get(instanceId)?.note(`[understudy] ${text}`);
  }

  lines(instanceId: string): string[] {
    return this.#logOf(instanceId).lines();
  }

  progress(instanceId: string): { written: number; isEnded: boolean } {
    return this.#logOf(instanceId).progress();
  }

  /** The instance has ended; its output is kept until enough others have. */
  end(instanceId: string): void {
    this.#logs.get(instanceId)?.close();
    this.#gone.push(instanceId);
    while (this.#gone.length > this.#limits.goneInstancesMax) {
      const oldest = this.#gone.shift() ?? '';
      this.#logs.get(oldest)?.removeFiles();
      this.#logs.delete(oldest);
    }
  }

  #logOf(instanceId: string): OutputLog {
    const log = this.#logs.get(instanceId);
    if (log !== undefined) return log;
    throw new AwsError({
      code: 'InvalidInstanceID.NotFound',
      message: `The instance ID '${instanceId}' does not exist`,
    });
  }

  /** Of the processes before this one, the newest files stay: they may tell why it ended. */
  #prune(): void {
    const files = readdirSync(this.#directory).map((name) => join(this.#directory, name));
    const ages = new Map(files.map((file) => [file, statSync(file).mtimeMs]));
    const newestFirst = files.toSorted(
      (one, other) => (ages.get(other) ?? 0) - (ages.get(one) ?? 0),
    );
    for (const file of newestFirst.slice(this.#limits.goneInstancesMax)) rmSync(file);
  }
}
