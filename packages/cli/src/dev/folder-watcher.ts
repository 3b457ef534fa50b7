import { watch, type FSWatcher } from 'node:fs';
import { errorText } from '@understudy/contract';
import { every, sleep } from '../clock/wall.ts';
import { changesBetween, takeSnapshot, type FileChanges, type Snapshot } from './snapshot.ts';

/** Editors write a file in several steps, and several files at once. */
const SETTLE_WALL_MS = 60;
/** Where the system tells nothing: over a network, or where it watches no more. */
const LOOK_WALL_MS = 1_000;

/** Tells what changes below a folder: by the system's word, and by looking now and then. */
export class FolderWatcher {
  readonly #folder: string;
  readonly #onChanges: (changes: FileChanges) => Promise<void>;
  readonly #onProblem: (error: unknown) => void;
  readonly #leaveOut: () => readonly string[];
  readonly #watchers = new Map<string, FSWatcher>();
  #snapshot: Snapshot;
  #problem: string | undefined;
  #isBusy = false;
  #isDue = false;

  /**
   * `onChanges` is never called while it is at work; what changes then comes in one piece.
   * `onProblem` is told, once, that the folder cannot be looked through; watching goes on.
   */
  constructor(
    folder: string,
    told: {
      onChanges: (changes: FileChanges) => Promise<void>;
      onProblem: (error: unknown) => void;
    },
    leaveOut: () => readonly string[] = () => [],
  ) {
    this.#folder = folder;
    this.#onChanges = told.onChanges;
    this.#onProblem = told.onProblem;
    this.#leaveOut = leaveOut;
    this.#snapshot = takeSnapshot(folder, leaveOut());
    this.#follow();
    every(LOOK_WALL_MS, () => this.#wake());
  }

  #wake(): void {
    this.#isDue = true;
    if (this.#isBusy) return;
    this.#isBusy = true;
    void this.#work()
      .then(() => (this.#problem = undefined))
      .catch((error: unknown) => this.#tell(error))
      .finally(() => (this.#isBusy = false));
  }

  /** Each look finds the same again. */
  #tell(error: unknown): void {
    const problem = errorText(error);
    if (problem !== this.#problem) this.#onProblem(error);
    this.#problem = problem;
  }

  async #work(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false;
      let next = takeSnapshot(this.#folder, this.#leaveOut());
      if (isNothing(changesBetween(this.#snapshot, next))) continue;
      await sleep(SETTLE_WALL_MS);
      next = takeSnapshot(this.#folder, this.#leaveOut());
      const changes = changesBetween(this.#snapshot, next);
      this.#snapshot = next;
      this.#follow();
      if (!isNothing(changes)) await this.#onChanges(changes);
    }
  }

  /** One watcher a folder, without those that are left out: packages have thousands. */
  #follow(): void {
    const folders = new Set(this.#snapshot.folders);
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  /** The system may have no more watches to give: looking now and then is enough. */
  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#wake());
      watcher.on('error', () => this.#watchers.delete(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      return;
    }
  }
}

function isNothing({ changed, removed }: FileChanges): boolean {
  return changed.length + removed.length === 0;
}
