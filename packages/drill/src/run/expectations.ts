import { PROFILES, type Report } from '../report/schema.ts';
import type { Expectations } from '../scenario/scenario.ts';

type Measured = Pick<Report, 'rto' | 'rpo' | 'predicted' | 'requests'> & {
  /** The public name was led to the standby. */
  namesMoved: boolean;
  /** Of the requests that were due while the fault lasted. */
  failedShare: number;
};

type Verdicts = Report['expectations'];

/** A measurement above its bound by less is the clock's, not the site's. */
const TOLERANCE = 1.05;

export function judge(expect: Expectations, measured: Measured): Verdicts {
  return [
    ...judgeNames(expect, measured),
    ...judgeRecoveries(expect, measured),
    ...judgeShare(expect, measured),
    ...judgeLoss(expect, measured),
  ];
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
    const measured = seen.unaffected
      ? 'saw no outage'
      : seen.seconds === null
        ? 'did not recover while the fault lasted'
        : `recovered after ${seen.seconds.toFixed(1)} s`;
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

function judgeShare({ failedShareMax }: Expectations, { failedShare }: Measured): Verdicts {
  if (failedShareMax === undefined) return [];
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return [
    {
      of: 'scenario',
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
