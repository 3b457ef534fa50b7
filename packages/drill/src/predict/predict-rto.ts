import type { PredictedRto, Profile } from '../report/schema.ts';
import { phrase, type Sentence } from '../report/words/phrases/phrase.ts';
import { BEHAVIOURS } from '../traffic/profiles.ts';
import { detectionAt, detectionBound, type Detection } from './detection.ts';

export interface Prediction {
  detection: Detection;
  /** Of the record that fails over. */
  ttlSeconds: number;
}

/** One in twenty is sooner. */
const LOW_SHARE = 0.05;
const MIDDLE_SHARE = 0.5;

/**
 * What a client of a profile will see when the primary is lost, from the templates alone: the
 * checkers notice, name servers answer with the standby at once, and whoever holds an older answer
 * is led there once that has run out. What is held for so long was looked up at any time before.
 */
export function predictRto(profile: Profile, { detection, ttlSeconds }: Prediction): PredictedRto {
  const held = heldSeconds(profile, ttlSeconds);
  if (held === undefined) return { ...NEVER, ...because(neverBecause(profile)) };
  const { failureThreshold: threshold, intervalSeconds: interval } = detection;
  return {
    // A connection that is refused fails at once.
    lowSeconds: detectionAt({ ...detection, failsAfterSeconds: 0 }, LOW_SHARE),
    typicalSeconds: detectionAt(detection, MIDDLE_SHARE) + held / 2,
    highSeconds: detectionBound(detection) + held,
    ...because(phrase('predicted.held', { threshold, interval, held })),
  };
}

const NEVER = { lowSeconds: null, typicalSeconds: null, highSeconds: null };

function because({ text, say }: Sentence): Pick<PredictedRto, 'because' | 'say'> {
  return { because: text, say };
}

function neverBecause(profile: Profile): Sentence {
  return BEHAVIOURS[profile].names === 'for-ever'
    ? phrase('predicted.address-held')
    : phrase('predicted.session-held');
}

/** For how long an answer from before is used, at most; undefined: for ever. */
function heldSeconds(profile: Profile, ttlSeconds: number): number | undefined {
  const { names, connection } = BEHAVIOURS[profile];
  // The edge does not go with a region: a session with it lives on.
  if (names === 'for-ever' || connection !== 'new') return undefined;
  // Whatever the client holds, the resolver in front of it holds answers as long as their TTL says.
  return typeof names === 'object' ? ttlSeconds + names.heldSeconds : ttlSeconds;
}
