import type { GlobalQueries, RegionQueries, UnderstudyEvent } from '@understudy/contract';

/**
 * The running processes, as services see them. Services keep records; after changing one they call
 * `changed`, and the runtime compiles documents from all records and pushes them.
 */
export interface DataPlane {
  /** Records changed: compile and push soon. Many calls in a row make one push. */
  changed(): void;
  /**
   * Resolves when every process that lives has all changes made so far in force. A lost region is
   * not waited for.
   */
  settled(): Promise<void>;
  /**
   * Rejects with UnderstudyError `RegionUnavailable` when the region is lost or does not answer in
   * time.
   */
  queryRegion<Q extends keyof RegionQueries>(
    region: string,
    query: Q,
    input: RegionQueries[Q]['input'],
  ): Promise<RegionQueries[Q]['output']>;
  queryGlobal<Q extends keyof GlobalQueries>(
    query: Q,
    input: GlobalQueries[Q]['input'],
  ): Promise<GlobalQueries[Q]['output']>;
  /** Calls back for every event from now on; the returned function ends it. */
  onEvent(listener: (event: UnderstudyEvent) => void): () => void;
}
