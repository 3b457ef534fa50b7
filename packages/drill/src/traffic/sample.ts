import type { Layer, Profile, Target } from '../report/schema.ts';

/** What became of one request of a client. */
export interface Sample {
  profile: Profile;
  target: Target;
  /**
   * AWS milliseconds: when it was due, and when its outcome was known. It counts from when it was
   * due, not from when it was sent: a client that waits for a slow site is slow itself.
   */
  dueMs: number;
  endMs: number;
  /** Wall milliseconds from when it was due. */
  latencyMs: number;
  /**
   * Wall milliseconds from when it was due until it was sent: the machine's delay, and not the
   * site's.
   */
  lateMs: number;
  outcome: Outcome;
}

export type Outcome =
  | { good: true; status: number; place: string }
  | { good: false; layer: Layer; kind: string; place: string; isAnswered: boolean };
