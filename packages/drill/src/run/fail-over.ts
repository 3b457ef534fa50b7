import { UnderstudyError } from '@understudy/contract';
import { PACE_SECONDS_MAX, PAGE_PERCENT } from '../measure/pace.ts';
import { GOOD_IN_A_ROW } from '../measure/rto.ts';
import { detectionBound } from '../predict/detection.ts';
import { predictRto } from '../predict/predict-rto.ts';
import { PROFILES, type Profile } from '../report/schema.ts';
import { phrase } from '../report/words/phrases/phrase.ts';
import { alignToAnswer, shareOf } from './align.ts';
import type { DrillRun } from './drill-run.ts';
import { predictionOf } from './prediction-of.ts';

/** AWS seconds. */
const STEADY_SECONDS = 20;
const STEADY_SECONDS_MAX = 180;
/** It is not waited longer for a machine to become quick: the report then says that it is not. */
const WARM_SECONDS_MAX = 100;
/** To find it steady when the moment to break it has come. */
const ATTEMPTS_MAX = 4;
/** Beyond what the model says, before it is taken that something does not come. */
const SLACK_SECONDS = 60;
/** For a region to start, its instances to boot and its replication to catch up. */
const HEAL_SECONDS_MAX = 600;
/**
 * A minute of the metric, the alarm's look at it, and a cooldown of five minutes in the worst case.
 */
const SCALE_SECONDS_MAX = 480;

/** Breaks the primary, waits for the standby to take over, heals the primary, waits for it back. */
export async function failOver(run: DrillRun): Promise<void> {
  const { phases, target, happenings } = run;
  const prediction = predictionOf(target.site, run.scenario);
  await steadyBefore(run);
  await phases.pass({
    ...{ name: 'fault', until: phrase('until.made'), boundSeconds: SLACK_SECONDS },
    isOver: async () => {
      await run.breakIt();
      return true;
    },
  });
  const origin = (): number => run.originMs ?? 0;
  await phases.pass({
    name: 'detection',
    until: phrase('until.detected', { region: target.site.primary }),
    boundSeconds: detectionBound(prediction.detection) + SLACK_SECONDS,
    isOver: () => happenings.turnedMs('unhealthy', origin()) !== undefined,
  });
  const waitedFor = PROFILES.flatMap((profile) => {
    const { highSeconds } = predictRto(profile, prediction);
    return highSeconds === null ? [] : [{ profile, highSeconds }];
  });
  const highest = Math.max(...waitedFor.map(({ highSeconds }) => highSeconds));
  const profiles = waitedFor.map(({ profile }) => profile).join(', ');
  await phases.pass({
    name: 'failover',
    until: phrase('until.recovered', { profiles }),
    boundSeconds: highest + SLACK_SECONDS,
    isOver: () => waitedFor.every((one) => hasRecovered(run, one)),
  });
  await scaled(run);
  await steady(run, 'steady-on-standby');
  await heal(run);
  await phases.pass({
    name: 'failback',
    until: phrase('until.back', { region: target.site.primary }),
    boundSeconds: HEAL_SECONDS_MAX,
    isOver: () => isBack(run),
  });
  await steady(run, 'steady-again');
  await end(run);
}

/** Where the standby is expected to grow, the faults last until it does. */
async function scaled({
  scenario,
  target,
  phases,
  happenings,
  originMs = 0,
}: DrillRun): Promise<void> {
  if (scenario.expect.scalesOut !== true) return;
  const { standby } = target.site;
  await phases.pass({
    ...{ name: 'steady-on-standby', until: phrase('until.scaled', { region: standby }) },
    boundSeconds: SCALE_SECONDS_MAX,
    isOver: () => happenings.launchedIn(standby, originMs, Number.POSITIVE_INFINITY),
  });
}

/** Nothing is written any more, and both sides are compared for good. */
export async function end({ phases, markers, own }: DrillRun): Promise<void> {
  if (markers === undefined && own?.written === undefined) return;
  markers?.stop();
  own?.journeys.stop();
  await phases.pass({
    ...{ name: 'end', until: phrase('until.same-for-good'), boundSeconds: HEAL_SECONDS_MAX },
    isOver: async () =>
      ((await markers?.isDrainedForGood()) ?? true) && ((await own?.written?.isSame()) ?? true),
  });
  await own?.written?.read();
}

export async function heal(run: DrillRun): Promise<void> {
  const { phases, markers } = run;
  await phases.pass({
    ...{ name: 'heal', until: phrase('until.ended'), boundSeconds: SLACK_SECONDS },
    isOver: async () => {
      await run.heal();
      return true;
    },
  });
  if (markers === undefined) return;
  await phases.pass({
    name: 'catch-up',
    until: phrase('until.same'),
    boundSeconds: HEAL_SECONDS_MAX,
    isOver: () => markers.isDrained(),
  });
}

/**
 * A site that is not well before anything is broken would be blamed for it. It is looked at again
 * once the moment to break it has come: of a busy machine, a minute later is another matter.
 * @throws UnderstudyError DrillNotSteady
 */
export async function steadyBefore(run: DrillRun): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    if (!(await steady(run, 'steady'))) break;
    // A primary that was found unhealthy for a moment has led them away, and some hold that long.
    if (awayProfile(run) !== undefined) {
      run.renewVisitors();
      continue;
    }
    await aligned(run);
    if (isSteady(run) && awayProfile(run) === undefined) return;
  }
  throw notSteady(run);
}

/** A client that is led to the standby. */
function awayProfile({ happenings, target }: DrillRun): Profile | undefined {
  return PROFILES.find((profile) => happenings.placeOf(profile) === target.site.standby);
}

function notSteady(run: DrillRun): UnderstudyError {
  const { happenings, target, tally } = run;
  if (happenings.isUnhealthy)
    return new UnderstudyError('DrillNotSteady', {
      message: `${target.site.primary} is unhealthy to Route 53's checkers, before anything was broken`,
    });
  const away = awayProfile(run);
  if (away !== undefined)
    return new UnderstudyError('DrillNotSteady', {
      message: `the name leads ${away} to ${target.site.standby}, before anything was broken`,
    });
  const { total, failed } = tally.counts;
  const [first] = tally.errors().toSorted((left, right) => right.count - left.count);
  const most =
    first === undefined ? '' : `; most of them: ${first.profile} ${first.kind} (${first.layer})`;
  return new UnderstudyError('DrillNotSteady', {
    message: `${failed} of ${total} requests failed before anything was broken${most}`,
  });
}

async function aligned({ target, options, phases }: DrillRun): Promise<void> {
  if (options.isAligned !== true) return;
  await phases.pass({
    ...{ name: 'steady', until: phrase('until.aligned'), boundSeconds: STEADY_SECONDS_MAX },
    isOver: async () => {
      await alignToAnswer(target, shareOf(options.seed), options.signal);
      return true;
    },
  });
}

/**
 * For so long, and good answers at the end; clients of which no recovery is due are passed over.
 */
export async function steady(
  run: DrillRun,
  name: 'steady' | 'steady-on-standby' | 'steady-again',
): Promise<boolean> {
  const { clock } = run.target;
  const fromMs = clock.nowMs();
  return await run.phases.pass({
    ...{ name, until: phrase('until.good', { time: STEADY_SECONDS }) },
    boundSeconds: STEADY_SECONDS_MAX,
    isOver: () =>
      clock.nowMs() - fromMs >= STEADY_SECONDS * 1000 &&
      (name === 'steady'
        ? isSteady(run) && (isWarm(run) || clock.nowMs() - fromMs >= WARM_SECONDS_MAX * 1000)
        : isGood(run, name === 'steady-on-standby' ? ['fresh'] : PROFILES)),
  });
}

function isSteady(run: DrillRun): boolean {
  return !run.happenings.isUnhealthy && isGood(run, PROFILES);
}

/** Whether it serves pages as quickly as is needed: one that has just begun to does not yet. */
function isWarm({ tally, target: { clock } }: DrillRun): boolean {
  const pagesMs = tally.pagesBeforeMs(PAGE_PERCENT, STEADY_SECONDS, clock.nowMs());
  return (pagesMs * clock.speed) / 1000 <= PACE_SECONDS_MAX;
}

function hasRecovered(
  run: DrillRun,
  { profile, highSeconds }: { profile: Profile; highSeconds: number },
): boolean {
  const rto = run.rtoOf(profile);
  if (!rto.unaffected) return rto.recovered;
  if (highSeconds === 0) return true;
  // It may not have met the outage yet, if what it held still worked.
  const { standby } = run.target.site;
  return run.happenings.ledMs(profile, standby, run.originMs ?? 0) !== undefined;
}

/** Its last answers were good. */
function isGood(run: DrillRun, profiles: readonly Profile[]): boolean {
  return profiles.every((profile) => {
    const last = run.tally.fates(profile, 'page').slice(-GOOD_IN_A_ROW);
    return last.length === GOOD_IN_A_ROW && last.every(({ good }) => good);
  });
}

function isBack(run: DrillRun): boolean {
  const { happenings, healedMs = 0 } = run;
  const isAnswered = happenings.answeredMs('primary', healedMs) !== undefined;
  const isLed = (profile: Profile): boolean =>
    happenings.ledMs(profile, 'edge', healedMs) !== undefined;
  return isAnswered && isLed('fresh') && isLed('mobile') && isGood(run, PROFILES);
}
