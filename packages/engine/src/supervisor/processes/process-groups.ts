import process from 'node:process';
import { errorText } from '@understudy/contract/errors';
import {
  identityOf,
  writeRecord,
  type RecordedProcess,
} from '@understudy/dataplane/process-record';
import { SUPERVISOR } from '../names.ts';
import { Reaper } from './reaper.ts';

/**
 * Process groups that must not outlive the supervisor: known to the reaper, and on record in the
 * state folder.
 */
export class ProcessGroups {
  readonly #stateDirectory: string;
  readonly #reaper: Reaper;
  readonly #recorded: RecordedProcess[] = [];
  #scheduled = false;
  #standingDown = false;

  constructor(stateDirectory: string) {
    this.#stateDirectory = stateDirectory;
    this.#reaper = new Reaper(stateDirectory);
    const own = identityOf(process.pid);
    if (own !== undefined) this.#recorded.push({ name: SUPERVISOR, ...own });
  }

  watch(name: string, processGroup: number): void {
    this.#reaper.watch(processGroup);
    const identity = identityOf(processGroup);
    if (identity === undefined) return; // it has ended already
    this.#recorded.push({ name, ...identity });
    this.#record();
  }

  forget(processGroup: number): void {
    this.#reaper.forget(processGroup);
    const index = this.#recorded.findIndex(({ pid }) => pid === processGroup);
    if (index === -1) return;
    this.#recorded.splice(index, 1);
    this.#record();
  }

  /** For an orderly stop, when nothing is left to kill. */
  standDown(): void {
    this.#standingDown = true;
    this.#reaper.standDown();
  }

  /** Those that start together are written down together. */
  #record(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (this.#standingDown) return;
      try {
        writeRecord(this.#stateDirectory, this.#recorded);
      } catch (error) {
        // A full disk must not end the engine: the reaper still knows them all.
        process.stderr.write(`the record of processes cannot be written: ${errorText(error)}\n`);
      }
    });
  }
}
