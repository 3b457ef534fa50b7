import { PROFILES, type Report, type Rto } from '../report/schema.ts';
import type { Expectations } from '../scenario/scenario.ts';
import type { Objectives } from '../target.ts';

type Measured = Pick<Report, 'rto' | 'rpo' | 'predicted' | 'requests'> & {
  /** The public name was led to the standby. */
  namesMoved: boolean;
  /** Of the requests that were due while the fault lasted. */
  failedShare: number;
};

type Verdicts = Report['expectations'];

/** A measurement above its bound by less is the clock's, not the site's. */
const TOLERANCE = 1.05;

export function judge(expect: Expectations, objectives: Objectives, measured: Measured): Verdicts {
  return [
    ...judgeObjectives(objectives, measured),
    ...judgeNames(expect, measured),
    ...judgeRecoveries(expect, measured),
    ...judgeShare('scenario', expect.failedShareMax, measured),
    ...judgeLoss(expect, measured),
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
    return [
      {
        of: 'objective',
        text: `${profile} is without the site for ${rtoSeconds} s at most`,
        measured: outcomeOf(seen),
        met: seen.recovered && (seen.seconds ?? 0) <= rtoSeconds,
      },
    ];
  });
}

function judgeRpo({ rpoSeconds }: Objectives, { rpo }: Measured): Verdicts {
  if (rpoSeconds === undefined || rpo?.isMeasured !== true) return [];
  return [
    {
      of: 'objective',
      text: `what the standby lacks is ${rpoSeconds} s old at most`,
      measured: `${rpo.objects} objects, the oldest ${rpo.oldestSeconds.toFixed(1)} s old`,
      met: rpo.oldestSeconds <= rpoSeconds,
    },
  ];
}

function outcomeOf({ unaffected, seconds }: Rto): string {
  if (unaffected) return 'saw no outage';
  return seconds === null
    ? 'did not recover while the fault lasted'
    : `recovered after ${seconds.toFixed(1)} s`;
}

function judgeNames({ namesMove }: Expectations, { namesMoved }: Measured): Verdicts {
  if (namesMove === undefined) return [];
  const say = (moves: boolean): string => (moves ? 'is led to the standby' : 'stays where it is');
  return [
    {
      ...{ of: 'scenario', text: `the name ${say(namesMove)}`, measured: `it ${say(namesMoved)}` },
      met: namesMove === namesMoved,
    },
  ];
}

function judgeRecoveries({ recovers = {} }: Expectations, { rto, predicted }: Measured): Verdicts {
  return PROFILES.flatMap((profile) => {
    const [wanted, seen] = [recovers[profile], rto[profile]];
    if (wanted === undefined || seen === undefined) return [];
    const measured = outcomeOf(seen);
    if (wanted === 'never')
      return [
        { of: 'scenario', text: `${profile} does not recover`, measured, met: !seen.recovered },
      ];
    const bound = wanted === 'as predicted' ? predicted.rto[profile]?.highSeconds : wanted;
    const isWithin =
      bound === undefined || bound === null || (seen.seconds ?? 0) <= bound * TOLERANCE;
    const within = typeof bound === 'number' ? ` within ${bound.toFixed(0)} s` : '';
    return [
      {
        ...{ of: 'scenario', text: `${profile} recovers${within}`, measured },
        met: seen.recovered && isWithin,
      },
    ];
  });
}

function judgeShare(
  of: Verdicts[number]['of'],
  failedShareMax: number | undefined,
  { failedShare }: Measured,
): Verdicts {
  if (failedShareMax === undefined) return [];
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return [
    {
      of,
      text: `at most ${percent(failedShareMax)} of the requests fail while the fault lasts`,
      measured: `${percent(failedShare)} failed`,
      met: failedShare <= failedShareMax,
    },
  ];
}

function judgeLoss({ lostForGoodMax }: Expectations, { rpo }: Measured): Verdicts {
  if (lostForGoodMax === undefined || rpo === null) return [];
  return [
    {
      of: 'scenario',
      text: `at most ${lostForGoodMax} acknowledged objects are lost for good`,
      measured: `${rpo.lostForGood} are`,
      met: rpo.lostForGood <= lostForGoodMax,
    },
  ];
}
