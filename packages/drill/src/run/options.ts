import type { PhaseName, Profile } from '../report/schema.ts';

export interface DrillOptions {
  seed: number;
  /**
   * Whether the first fault waits for the moment in the life of the resolver's answer that the seed
   * stands for: drills of one seed can then be compared.
   */
  isAligned?: boolean;
  /** Requests in a second of AWS time, of each profile. */
  pagesPerSecond: number;
  /** What is told while it runs, a few times a second. */
  tell(progress: Progress): void;
  /** Gives the drill up: what was broken is healed all the same. */
  signal: AbortSignal;
}

/** What a drill says of itself while it runs. */
export interface Progress {
  phase: PhaseName;
  /** AWS seconds from the first fault; negative before. */
  atSeconds: number;
  /** Of the last second of AWS time, by profile: good answers, failures, where they came from. */
  last: Partial<Record<Profile, { good: number; failed: number; place: string }>>;
  /** Failures of each second of AWS time, the last ones. */
  failures: number[];
  lastEvent: string;
}
