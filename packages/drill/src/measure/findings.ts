import type { Prediction } from '../predict/predict-rto.ts';
import { predictRto, soonestSeconds } from '../predict/predict-rto.ts';
import { PROFILES, type Finding, type Profile, type Report } from '../report/schema.ts';
import { TOLERANCE } from '../report/tolerance.ts';
import type { Phrases } from '../report/words/phrases/en.ts';
import { phrase, type Sentence } from '../report/words/phrases/phrase.ts';
import type { DrilledSite } from '../target.ts';

export interface Found extends Pick<Report, 'rto' | 'rpo' | 'writes' | 'predicted'> {
  site: Pick<DrilledSite, 'design' | 'healthCheck'>;
  prediction: Prediction;
  namesMoved: boolean;
  /** From when visitors were led to the standby until more of its instances served; null: none. */
  addedSeconds: number | null;
  /** Of the requests that were due while the fault lasted. */
  failedShare: number;
}

const FAST_INTERVAL_SECONDS = 10;
const FAST_THRESHOLD = 2;
const UNNOTICED_SHARE_MIN = 0.05;
/** What is sooner has another reason than chance. */
const SOONEST_SHARE = 0.001;

/** What of a drill's figures is worth acting on, the gravest first. */
export function findingsOf(found: Found): Finding[] {
  const ofFailover = found.namesMoved
    ? [
        ...stuck(found),
        ...outside(found),
        ...scaledLate(found),
        ...short(found),
        ...slowChecks(found),
      ]
    : unnoticed(found);
  return [...soldTwice(found), ...ofFailover, ...groupTooLate(found), ...lost(found)];
}

/** Many fail, and nothing leads them away: what is checked is not what visitors ask for. */
function unnoticed({ failedShare }: Found): Finding[] {
  if (failedShare < UNNOTICED_SHARE_MIN) return [];
  return [
    {
      ...{ id: 'unnoticed', severity: 'critical', savesSeconds: null },
      ...phrase('finding.unnoticed', { share: failedShare }),
      ...setting(phrase('finding.unnoticed.setting')),
    },
  ];
}

function stuck({ rto, site }: Found): Finding[] {
  const never = PROFILES.filter((profile) => rto[profile]?.recovered === false);
  return never.map((profile) => ({
    id: `never-recovered-${profile}`,
    severity: 'critical',
    ...phrase(WHY[profile] ?? 'finding.stuck', { profile }),
    ...(site.design === 'viewer' && profile === 'browser'
      ? setting(phrase('finding.stuck-session.setting'))
      : { setting: '' }),
    savesSeconds: null,
  }));
}

const WHY: Partial<Record<Profile, keyof Phrases>> = {
  browser: 'finding.stuck-session',
  'jvm-forever': 'finding.stuck-address',
};

function setting({ text, say }: Sentence): Pick<Finding, 'setting' | 'saySetting'> {
  return { setting: text, saySetting: say };
}

/** The model and the measurement differ: one of them is wrong. */
function outside({ rto, predicted, prediction }: Found): Finding[] {
  return PROFILES.flatMap((profile): Finding[] => {
    const [seen, bound] = [rto[profile]?.seconds, predicted.rto[profile]?.highSeconds];
    const least = bound == null ? undefined : soonestSeconds(profile, prediction, SOONEST_SHARE);
    // From the loss on: an outage may begin after it.
    const back = (rto[profile]?.toSeconds ?? Infinity) - (prediction.atSeconds ?? 0);
    if (least !== undefined && back * TOLERANCE < least)
      return [
        {
          ...{ id: `sooner-than-predicted-${profile}`, severity: 'info', setting: '' },
          ...phrase('finding.much-sooner', { profile, took: back, bound: least }),
          savesSeconds: null,
        },
      ];
    if (typeof seen !== 'number' || bound === undefined) return [];
    if (bound !== null && seen <= bound * TOLERANCE) return [];
    return [
      {
        ...{ id: `outside-prediction-${profile}`, severity: 'warning', setting: '' },
        ...(bound === null
          ? phrase('finding.against-never', { profile, took: seen })
          : phrase('finding.outside', { profile, took: seen, bound })),
        savesSeconds: null,
      },
    ];
  });
}

function scaledLate({ predicted: { standby }, addedSeconds: took }: Found): Finding[] {
  const bound = standby?.firstAddedSeconds;
  if (took === null || bound == null || took <= bound * TOLERANCE) return [];
  return [
    {
      ...{ id: 'outside-prediction-standby', severity: 'warning', setting: '' },
      ...phrase('finding.scaled-late', { took, bound }),
      savesSeconds: null,
    },
  ];
}

/** Its second origin would have had the answer. */
function groupTooLate({ predicted: { edge } }: Found): Finding[] {
  if (edge?.takesOver !== true || edge.mostSeconds < edge.patienceSeconds) return [];
  const { attempts, mostSeconds: wait, patienceSeconds: patience } = edge;
  return [
    {
      ...{ id: 'origin-group-too-late', severity: 'warning', savesSeconds: null },
      ...phrase('finding.group-too-late', { wait, patience }),
      setting: `ConnectionAttempts: ${attempts} × ConnectionTimeout, OriginReadTimeout`,
    },
  ];
}

/** The load is more than the standby takes with what it runs. */
function short({ predicted: { standby } }: Found): Finding[] {
  if (standby?.firstAddedSeconds == null || standby.needed === null) return [];
  const { instances, needed, requestsPerMinute, takes, firstAddedSeconds, instancesMax } = standby;
  const requests = requestsPerMinute + standby.surgePerMinute;
  return [
    {
      ...{ id: 'standby-short', severity: 'warning', savesSeconds: firstAddedSeconds },
      ...phrase('finding.short', {
        ...{ instances, requests, takes: takes ?? 0, added: firstAddedSeconds },
      }),
      setting: `web.capacity.min: ${instances} → ${needed}${needed > instancesMax ? `, web.capacity.max: ${instancesMax} → ${needed}` : ''}`,
    },
  ];
}

function slowChecks({ site, prediction, rto }: Found): Finding[] {
  const { intervalSeconds, failureThreshold } = site.healthCheck;
  if (PROFILES.every((profile) => rto[profile]?.seconds === null)) return [];
  const better = {
    intervalSeconds: Math.min(intervalSeconds, FAST_INTERVAL_SECONDS),
    failureThreshold: Math.min(failureThreshold, FAST_THRESHOLD),
  };
  const now = predictRto('fresh', prediction).typicalSeconds ?? 0;
  const then = predictRto('fresh', {
    ...prediction,
    detection: { ...prediction.detection, ...better },
  }).typicalSeconds;
  const savesSeconds = now - (then ?? now);
  if (savesSeconds < 1) return [];
  const changes = (['intervalSeconds', 'failureThreshold'] as const)
    .filter((name) => better[name] !== site.healthCheck[name])
    .map((name) => `healthCheck.${name}: ${site.healthCheck[name]} → ${better[name]}`);
  return [
    {
      ...{ id: 'slow-checks', severity: 'info', setting: changes.join(', '), savesSeconds },
      ...phrase('finding.slow-checks', { threshold: failureThreshold, interval: intervalSeconds }),
    },
  ];
}

function lost({ rpo }: Found): Finding[] {
  if (rpo === null || rpo.objects === 0) return [];
  const { objects, oldestSeconds, lostForGood } = rpo;
  return [
    {
      id: 'objects-behind',
      severity: lostForGood > 0 ? 'critical' : 'warning',
      ...phrase('finding.behind', { count: objects, age: oldestSeconds, lost: lostForGood }),
      ...{ setting: '', savesSeconds: null },
    },
  ];
}

/** Two regions that take writes, and do not hear of each other for a while. */
function soldTwice({ writes }: Found): Finding[] {
  const count = writes?.soldTwice.count ?? 0;
  if (count === 0) return [];
  return [
    {
      ...{ id: 'sold-twice', severity: 'critical', setting: '', savesSeconds: null },
      ...phrase('finding.sold-twice', { count }),
    },
  ];
}
