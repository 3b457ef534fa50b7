import type { PredictedRto, Profile } from '../report/schema.ts';
import { phrase, type Sentence } from '../report/words/phrases/phrase.ts';
import { BEHAVIOURS, PATIENCE_SECONDS } from '../traffic/profiles.ts';
import type { EdgeWait } from './edge-wait.ts';
import { detectionBound, detectionTime, type Detection } from './detection.ts';
import { coarser, quantile, sum, uniform, type Distribution } from './time/distribution.ts';

/** A failover, as it is to come about. */
export interface Prediction {
  detection: Detection;
  /** False: the check passes all the same. Absent: it fails. */
  isNoticed?: boolean;
  /** Of the record that fails over. */
  ttlSeconds: number;
  /** When the primary is lost, after the first fault; absent: with it. */
  atSeconds?: number;
  /** At the edge behind the name; undefined: it is not touched, or there is none. */
  edge?: EdgeWait | undefined;
}

/** One in twenty is sooner. */
const LOW_SHARE = 0.05;
/** As fine as anybody looks, and as many cells as a moment's work allows. */
const STEP_SECONDS_MIN = 0.05;
const CELLS = 1_500;
/** Of the distribution that is kept in a report. */
const KEPT_CELLS = 60;

/**
 * What a client of a profile will see when the primary is lost, from the templates alone: the
 * checkers notice, name servers answer with the standby at once, and whoever holds an older answer
 * is led there once that has run out. What is held for so long was looked up at any time before.
 */
export function predictRto(profile: Profile, prediction: Prediction): PredictedRto {
  const { edge } = prediction;
  if (edge !== undefined && isBridged(edge))
    return { ...AT_ONCE, ...because(phrase('predicted.origin-group', { wait: edge.mostSeconds })) };
  const time = timeBack(profile, prediction);
  if (time === undefined) return { ...NEVER, ...because(neverBecause(profile, prediction)) };
  const at = (share: number): number => rounded(quantile(time, share));
  return {
    ...{ lowSeconds: at(LOW_SHARE), typicalSeconds: at(0.5) },
    highSeconds: rounded(boundSeconds(profile, prediction)),
    distribution: {
      ...{ p10Seconds: at(0.1), p50Seconds: at(0.5), p90Seconds: at(0.9) },
      ...kept(time),
    },
    ...because(backBecause(profile, prediction)),
  };
}

/**
 * Whether each request at the edge has its answer from a second origin before its client gives up:
 * "CloudFront routes all incoming requests to the primary origin, even when a previous request
 * failed over".
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
function isBridged({ takesOver, mostSeconds }: EdgeWait): boolean {
  return takesOver && mostSeconds < PATIENCE_SECONDS;
}

/** In all but `share` of cases it takes longer; undefined: it never comes back. */
export function soonestSeconds(
  profile: Profile,
  prediction: Prediction,
  share: number,
): number | undefined {
  if (prediction.edge !== undefined && isBridged(prediction.edge)) return 0;
  const time = timeBack(profile, prediction);
  return time === undefined ? undefined : quantile(time, share);
}

/** From the loss until a client is led to the standby; undefined: it is not. */
function timeBack(profile: Profile, prediction: Prediction): Distribution | undefined {
  const held = heldSeconds(profile, prediction);
  if (held === undefined || prediction.isNoticed === false) return undefined;
  const stepSeconds = Math.max(STEP_SECONDS_MIN, boundSeconds(profile, prediction) / CELLS);
  return held
    .map((seconds) => uniform(seconds, stepSeconds))
    .reduce(sum, detectionTime(prediction.detection, stepSeconds));
}

function boundSeconds(profile: Profile, prediction: Prediction): number {
  return detectionBound(prediction.detection) + total(heldSeconds(profile, prediction) ?? []);
}

function kept(time: Distribution): Distribution & { shares: number[] } {
  const { fromSeconds, stepSeconds, shares } = coarser(time, KEPT_CELLS);
  return {
    ...{ fromSeconds: rounded(fromSeconds), stepSeconds: rounded(stepSeconds) },
    shares: shares.map(rounded),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}

const AT_ONCE = { lowSeconds: 0, typicalSeconds: 0, highSeconds: 0 };
const NEVER = { lowSeconds: null, typicalSeconds: null, highSeconds: null };

function because({ text, say }: Sentence): Pick<PredictedRto, 'because' | 'say'> {
  return { because: text, say };
}

function neverBecause(profile: Profile, { isNoticed }: Prediction): Sentence {
  if (BEHAVIOURS[profile].names === 'for-ever') return phrase('predicted.address-held');
  return BEHAVIOURS[profile].connection === 'new' && isNoticed === false
    ? phrase('predicted.unnoticed')
    : phrase('predicted.session-held');
}

function backBecause(profile: Profile, prediction: Prediction): Sentence {
  const { failureThreshold: threshold, intervalSeconds: interval } = prediction.detection;
  const { failsAfterSeconds: timeout } = prediction.detection;
  if (BEHAVIOURS[profile].connection !== 'new') {
    const [held = 0, patience = 0] = heldSeconds(profile, prediction) ?? [];
    return phrase('predicted.session-given-up', { threshold, interval, timeout, held, patience });
  }
  const held = total(heldSeconds(profile, prediction) ?? []);
  return timeout === 0
    ? phrase('predicted.held', { threshold, interval, held })
    : phrase('predicted.held-after-timeouts', { threshold, interval, timeout, held });
}

/** For how long what is from before is used, at most, one after the other; undefined: for ever. */
function heldSeconds(
  profile: Profile,
  { ttlSeconds, edge }: Pick<Prediction, 'ttlSeconds' | 'edge'>,
): number[] | undefined {
  const { names, connection } = BEHAVIOURS[profile];
  if (names === 'for-ever') return undefined;
  // The edge does not go with a region: a session with it lives on. Only a request that is given up
  // ends it, and there is one under way all the time: it is of any age when the name has moved.
  if (connection !== 'new')
    return edge !== undefined && edge.mostSeconds >= PATIENCE_SECONDS
      ? [ttlSeconds, PATIENCE_SECONDS]
      : undefined;
  // A resolver that is asked all the time holds an answer of any age; the client's own runs out
  // with that one, where it goes by the TTL.
  if (typeof names !== 'object') return [ttlSeconds];
  // Whatever the client holds, the resolver in front of it holds answers as long as their TTL
  // says. It asks that again each `heldSeconds`, and the first time after its answer has run out
  // is as late after that as any.
  return [ttlSeconds, names.heldSeconds];
}

function total(all: readonly number[]): number {
  return all.reduce((most, one) => most + one, 0);
}
