/** Questions that no viewer waits for, at one edge location. */
const TASKS_MAX = 100;

interface Task {
  stopping: AbortController;
  done: Promise<void>;
}

/** Work behind the viewers' backs: one task a key, so many in all, and none outlives the edge. */
export class Background {
  readonly #tasks = new Map<string, Task>();
  #isClosed = false;

  /**
   * Whether the work is under way, now or already; not if there is too much of it.
   *
   * @param work ends soon when it is told to; it does not throw
   */
  start(key: string, work: (signal: AbortSignal) => Promise<void>): boolean {
    if (this.#tasks.has(key)) return true;
    if (this.#isClosed || this.#tasks.size >= TASKS_MAX) return false;
    const stopping = new AbortController();
    const done = work(stopping.signal).finally(() => this.#tasks.delete(key));
    this.#tasks.set(key, { stopping, done });
    return true;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const tasks = [...this.#tasks.values()];
    for (const { stopping } of tasks) stopping.abort();
    await Promise.all(tasks.map(({ done }) => done));
  }
}
