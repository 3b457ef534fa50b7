import { createHash } from 'node:crypto';
import { judge } from './expectations.ts';
import { predictRto } from '../predict/predict-rto.ts';
import { PROFILES, REPORT_VERSION, type Profile, type Report, type Rto } from '../report/schema.ts';
import { writesOf } from '../journeys/written.ts';
import { findingsOf } from '../measure/findings.ts';
import { capacityRestoredAt, firstAddedAfter, type CapacityStep } from '../measure/capacity.ts';
import { judgePace, LATE_PERCENT, PAGE_PERCENT, verdictOf } from '../measure/pace.ts';
import { latencyRestoredAt } from '../measure/latency-restored-at.ts';
import { warmOf } from '../measure/warm.ts';
import { PATIENCE_SECONDS } from '../traffic/profiles.ts';
import type { DrillRun } from './drill-run.ts';
import { predictionOf } from './prediction-of.ts';
import { standbyOf } from './standby-of.ts';

/** Everything that a drill has seen, as a report. */
export function reportOf(run: DrillRun): Report {
  const { scenario, target, options, tally, happenings } = run;
  const { site, clock } = target;
  const originMs = run.originMs ?? clock.nowMs();
  const healedMs = run.healedMs ?? clock.nowMs();
  const prediction = predictionOf(site, scenario);
  const predicted = {
    rto: scenario.failsOver ? perProfile((profile) => predictRto(profile, prediction)) : {},
    standby: standbyOf({ site, seconds: tally.seconds(), scenario }, prediction),
    edge:
      scenario.failsOver && prediction.edge !== undefined
        ? { ...prediction.edge, patienceSeconds: PATIENCE_SECONDS }
        : null,
  };
  const capacity = (region: string): CapacityStep[] => happenings.capacity(region, originMs);
  const steps = capacity(site.standby);
  const rto = perProfile((profile) =>
    rtoIn(run, profile, { steps, needed: predicted.standby?.needed ?? 0 }),
  );
  const rpo = run.markers?.rpo(run.lostMs ?? originMs, healedMs) ?? null;
  const writes = run.own === undefined ? null : writesOf(run.own, originMs);
  const requests = tally.counts;
  const measured = {
    ...{ rto, rpo, writes, predicted, requests },
    ...sharesOf(run, originMs, healedMs),
  };
  const expectations = [...judge(scenario.expect, site.objectives, measured), ...paceIn(run)];
  return {
    version: REPORT_VERSION,
    scenario: {
      ...{ name: scenario.name, title: scenario.title, description: scenario.description },
      sources: [...(scenario.sources ?? [])],
    },
    design: site.design,
    site: { domain: site.domain, primary: site.primary, standby: site.standby },
    ...{ speed: clock.speed, seed: options.seed, versions: site.versions },
    startedAt: new Date(wallOf(run, originMs)).toISOString(),
    wallSeconds: (clock.wallMs() - run.startedWallMs) / 1000,
    verdict: verdictOf(expectations),
    expectations,
    phases: run.phases.report(originMs),
    faults: run.faults.report(originMs),
    ...{ rto, rpo, writes, predicted, requests },
    errors: tally.errors(),
    latencies: tally.latencies(),
    seconds: tally.seconds(),
    dnsAnswers: happenings.dnsAnswers(originMs),
    capacity: [site.primary, site.standby].flatMap((region) =>
      capacity(region).map((step) => ({ ...step, region })),
    ),
    replicationQueue: run.markers?.queue(originMs) ?? [],
    events: happenings.events(originMs),
    findings: findingsOf({ ...measured, site, prediction, addedSeconds: addedIn(run, steps) }),
    templates: site.templates.map(({ stack, region, sha256 }) => ({ stack, region, sha256 })),
    configSha256: createHash('sha256').update(JSON.stringify(site.config)).digest('hex'),
    config: site.config,
  };
}

/** What happened while the fault lasted, from `originMs` to `healedMs`, and after it. */
function sharesOf({ happenings, tally, target }: DrillRun, originMs: number, healedMs: number) {
  const healedSeconds = (healedMs - originMs) / 1000;
  return {
    scaledOut: happenings.launchedIn(target.site.standby, originMs, healedMs),
    failbackFailedShare: tally.failedShare(
      healedSeconds,
      Number.POSITIVE_INFINITY,
      ({ profile, target: asked }) => profile === 'fresh' && asked === 'page',
    ),
    writesFailedShare: tally.failedShare(0, healedSeconds, (second) => second.target === 'write'),
    namesMoved: happenings.answeredMs('standby', originMs) !== undefined,
    failedShare: tally.failedShare(0, healedSeconds),
  };
}

/** The last seconds before the first fault: the steady phase. */
const PACE_SECONDS = 20;

function paceIn({ tally, happenings, healedMs, target }: DrillRun): Report['expectations'] {
  const awsSeconds = (wallMs: number): number => (wallMs * target.clock.speed) / 1000;
  return judgePace({
    lateSeconds: awsSeconds(tally.lateMs(LATE_PERCENT)),
    pageSeconds: awsSeconds(tally.pagesBeforeMs(PAGE_PERCENT, PACE_SECONDS)),
    checksTimedOut: healedMs === undefined ? 0 : happenings.timedOut(healedMs),
  });
}

/** Of the standby's instances, from when visitors were led there; null: none before the healing. */
function addedIn(run: DrillRun, steps: readonly CapacityStep[]): number | null {
  const { happenings, target, originMs = 0, healedMs } = run;
  const led = run.secondsOf(happenings.ledMs('fresh', target.site.standby, originMs));
  const healed = run.secondsOf(healedMs) ?? Number.POSITIVE_INFINITY;
  const meanwhile = steps.filter(({ atSeconds }) => atSeconds < healed);
  return led === null ? null : firstAddedAfter(meanwhile, led);
}

interface Servers {
  steps: readonly CapacityStep[];
  needed: number;
}

function rtoIn(run: DrillRun, profile: Profile, { steps, needed }: Servers): Rto {
  const measured = run.rtoOf(profile);
  const pages = run.tally
    .seconds()
    .filter((one) => one.profile === profile && one.target === 'page');
  const untilSeconds = run.secondsOf(run.healedMs) ?? Number.POSITIVE_INFINITY;
  const warm = warmOf({
    ...measured,
    latencyAt: (fromSeconds) => latencyRestoredAt(pages, { fromSeconds, untilSeconds }),
    capacityAt: (fromSeconds) => capacityRestoredAt(steps, { fromSeconds, untilSeconds, needed }),
  });
  return { ...measured, warm, because: because(measured) };
}

function because({ unaffected, recovered, split }: ReturnType<DrillRun['rtoOf']>): string {
  if (unaffected) return 'no request of it failed while the fault lasted';
  if (!recovered || split === null) return 'it had no good answers in a row while the fault lasted';
  const parts = [
    [split.detect, 'until the checkers had noticed'],
    [split.decide, 'until the name was answered with the standby'],
    [split.propagate, 'until this client was led there'],
    [split.serve, 'until its first good answer'],
    [split.warm, 'until good answers came in a row'],
  ] as const;
  return parts
    .filter(([seconds]) => seconds >= SAID_SECONDS_MIN)
    .map(([seconds, what]) => `${seconds.toFixed(1)} s ${what}`)
    .join(', ');
}

/** What took less is not worth a word. */
const SAID_SECONDS_MIN = 0.05;

function wallOf({ target: { clock } }: DrillRun, awsMs: number): number {
  return clock.wallMs() - clock.toWallMs(clock.nowMs() - awsMs);
}

function perProfile<T>(make: (profile: Profile) => T): Partial<Record<Profile, T>> {
  return Object.fromEntries(PROFILES.map((profile) => [profile, make(profile)]));
}
