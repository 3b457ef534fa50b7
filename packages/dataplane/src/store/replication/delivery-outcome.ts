import {
  REPLICATION_ATTEMPTS_MAX,
  REPLICATION_BACKOFF_FIRST_MS,
  REPLICATION_BACKOFF_MS_MAX,
} from '../bounds.ts';
import type { PeerAnswer, Place } from '../peers/peers.ts';

/** What comes of one attempt to hand a version over. */
export type Outcome =
  | { kind: 'completed'; note: string }
  /** For good: S3 does not try again by itself. */
  | { kind: 'failed'; reason: string }
  /** This version did not get through: it is tried again, but not for ever, behind the others. */
  | { kind: 'refused'; reason: string }
  /**
   * What stands in its way passes, and is not this version's: it is tried for as long as it takes,
   * behind the others.
   */
  | { kind: 'delayed'; reason: string }
  /** Nothing gets through to that place: its whole lane waits, for as long as it takes. */
  | { kind: 'away'; reason: string };

/**
 * Causes that only the owner can mend.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html
 */
const PERMANENT_CODES = new Set([
  'AccessDenied',
  'NoSuchBucket',
  'InvalidBucketState',
  'InvalidRequest',
]);

export function outcomeOf(answer: PeerAnswer): Outcome {
  if (answer.status === 200) return { kind: 'completed', note: answer.message };
  const reason = `${answer.code}: ${answer.message}`;
  // Its disk is full.
  if (answer.code === 'ServiceUnavailable') return { kind: 'delayed', reason };
  return { kind: PERMANENT_CODES.has(answer.code) ? 'failed' : 'refused', reason };
}

/** Whether a destination's place alone settles it. Undefined: it can be tried. */
export function outcomeOfPlace(place: Place): Outcome | undefined {
  switch (place.kind) {
    case 'region':
      return undefined;
    case 'nowhere':
      return { kind: 'failed', reason: 'NoSuchBucket: the destination bucket does not exist' };
    case 'claimed':
      return { kind: 'away', reason: 'the destination bucket is being created' };
    case 'unknown':
      return { kind: 'away', reason: `S3 in ${place.region} does not answer` };
  }
}

/**
 * What comes of a delivery that broke off without an answer. The place is asked once more
 * (`after`): where it still answers, it is this version that does not get through, and not the
 * place.
 */
export function outcomeOfBreak(reason: string, after: Place): Outcome {
  return { kind: after.kind === 'unknown' ? 'away' : 'refused', reason };
}

/** Whether a version that was refused so often is given up. */
export function isGivenUp(attempts: number): boolean {
  return attempts >= REPLICATION_ATTEMPTS_MAX;
}

/**
 * How long to wait after `attempts` failures in a row; `chance` in [0, 1) spreads it over its upper
 * half.
 */
export function backoffMs(attempts: number, chance: number): number {
  const doubled = REPLICATION_BACKOFF_FIRST_MS * 2 ** Math.min(Math.max(attempts - 1, 0), 30);
  const ceiling = Math.min(doubled, REPLICATION_BACKOFF_MS_MAX);
  return ceiling * (0.5 + chance / 2);
}
