import { PROFILES, type Report, type Rto } from '../report/schema.ts';
import { TOLERANCE } from '../report/tolerance.ts';
import type { Expectations } from '../scenario/scenario.ts';
import { phrase, type Sentence } from '../report/words/phrases/phrase.ts';
import type { Objectives } from '../target.ts';

type Measured = Pick<Report, 'rto' | 'rpo' | 'writes' | 'predicted' | 'requests'> & {
  /** The public name was led to the standby. */
  namesMoved: boolean;
  /** Of the requests that were due while the fault lasted. */
  failedShare: number;
  /** Of the pages of new visitors from the healing on. */
  failbackFailedShare: number;
  /** Of what the site's own client asked while the fault lasted. */
  writesFailedShare: number;
  /** The standby launched instances meanwhile. */
  scaledOut: boolean;
};

type Verdicts = Report['expectations'];

export function judge(expect: Expectations, objectives: Objectives, measured: Measured): Verdicts {
  return [
    ...judgeObjectives(objectives, measured),
    ...judgeNames(expect, measured),
    ...judgeRecoveries(expect, measured),
    ...judgeShare('scenario', expect.failedShareMax, measured),
    ...judgeLoss(expect, measured),
    ...judgeDivergence(expect, measured),
    ...judgeOthers(expect, measured),
  ];
}

function judgeObjectives(objectives: Objectives, measured: Measured): Verdicts {
  return [
    ...judgeRto(objectives, measured),
    ...judgeRpo(objectives, measured),
    ...judgeShare('objective', objectives.errorBudget, measured),
  ];
}

function judgeRto({ rtoSeconds, profiles }: Objectives, { rto }: Measured): Verdicts {
  if (rtoSeconds === undefined) return [];
  return profiles.flatMap((profile) => {
    const seen = rto[profile];
    if (seen === undefined) return [];
    const met = seen.recovered && (seen.seconds ?? 0) <= rtoSeconds;
    const expected = phrase('expect.rto', { profile, bound: rtoSeconds });
    return [verdict('objective', expected, outcomeOf(seen), met)];
  });
}

function verdict(
  of: Verdicts[number]['of'],
  expected: Sentence,
  measured: Sentence,
  met: boolean,
): Verdicts[number] {
  const { text: seen, say: sayMeasured } = measured;
  return { of, ...expected, measured: seen, sayMeasured, met };
}

function judgeRpo({ rpoSeconds }: Objectives, { rpo }: Measured): Verdicts {
  if (rpoSeconds === undefined || rpo?.isMeasured !== true) return [];
  const measured = phrase('seen.rpo', { count: rpo.objects, age: rpo.oldestSeconds });
  const met = rpo.oldestSeconds <= rpoSeconds;
  return [verdict('objective', phrase('expect.rpo', { bound: rpoSeconds }), measured, met)];
}

function outcomeOf({ unaffected, seconds }: Rto): Sentence {
  if (unaffected) return phrase('seen.unaffected');
  return seconds === null
    ? phrase('seen.not-recovered')
    : phrase('seen.recovered', { took: seconds });
}

function judgeNames({ namesMove }: Expectations, { namesMoved }: Measured): Verdicts {
  if (namesMove === undefined) return [];
  const expected = phrase(namesMove ? 'expect.names-move' : 'expect.names-stay');
  const measured = phrase(namesMoved ? 'seen.names-move' : 'seen.names-stay');
  return [verdict('scenario', expected, measured, namesMove === namesMoved)];
}

function judgeRecoveries({ recovers = {} }: Expectations, { rto, predicted }: Measured): Verdicts {
  return PROFILES.flatMap((profile) => {
    const [wanted, seen] = [recovers[profile], rto[profile]];
    if (wanted === undefined || seen === undefined) return [];
    const measured = outcomeOf(seen);
    if (wanted === 'never')
      return [verdict('scenario', phrase('expect.never', { profile }), measured, !seen.recovered)];
    const bound = wanted === 'as predicted' ? predicted.rto[profile]?.highSeconds : wanted;
    const isWithin =
      bound === undefined || bound === null || (seen.seconds ?? 0) <= bound * TOLERANCE;
    const expected =
      typeof bound === 'number'
        ? phrase('expect.recovers-within', { profile, bound: Math.round(bound) })
        : phrase('expect.recovers', { profile });
    return [verdict('scenario', expected, measured, seen.recovered && isWithin)];
  });
}

function judgeShare(
  of: Verdicts[number]['of'],
  failedShareMax: number | undefined,
  { failedShare }: Measured,
): Verdicts {
  if (failedShareMax === undefined) return [];
  const expected = phrase('expect.share', { share: failedShareMax });
  const measured = phrase('seen.share', { share: failedShare });
  return [verdict(of, expected, measured, failedShare <= failedShareMax)];
}

/** Of the drill's own objects, and of the site's data. */
function judgeLoss({ lostForGoodMax }: Expectations, { rpo, writes }: Measured): Verdicts {
  if (lostForGoodMax === undefined || (rpo === null && writes === null)) return [];
  const count = (rpo?.lostForGood ?? 0) + (writes?.lost.count ?? 0);
  const expected = phrase('expect.lost', { count: lostForGoodMax });
  return [verdict('scenario', expected, phrase('seen.lost', { count }), count <= lostForGoodMax)];
}

function judgeDivergence({ divergedMax }: Expectations, { rpo, writes }: Measured): Verdicts {
  if (divergedMax === undefined || rpo === null) return [];
  const count = rpo.diverged + (writes?.diverged ?? 0);
  const expected = phrase('expect.diverged', { count: divergedMax });
  return [verdict('scenario', expected, phrase('seen.diverged', { count }), count <= divergedMax)];
}

function judgeOthers(expect: Expectations, measured: Measured): Verdicts {
  const { scalesOut, failbackFailedShareMax, writesFailedShareMin } = expect;
  const { scaledOut, failbackFailedShare, writesFailedShare } = measured;
  const found: Verdicts = [];
  if (scalesOut !== undefined) {
    const seen = phrase(scaledOut ? 'seen.scales-out' : 'seen.scales-not');
    const expected = phrase(scalesOut ? 'expect.scales-out' : 'expect.scales-not');
    found.push(verdict('scenario', expected, seen, scalesOut === scaledOut));
  }
  if (failbackFailedShareMax !== undefined) {
    const expected = phrase('expect.failback', { share: failbackFailedShareMax });
    const seen = phrase('seen.share', { share: failbackFailedShare });
    found.push(verdict('scenario', expected, seen, failbackFailedShare <= failbackFailedShareMax));
  }
  if (writesFailedShareMin !== undefined) {
    const expected = phrase('expect.writes-fail', { share: writesFailedShareMin });
    const seen = phrase('seen.share', { share: writesFailedShare });
    found.push(verdict('scenario', expected, seen, writesFailedShare >= writesFailedShareMin));
  }
  return found;
}
