import {
  PROFILES,
  REPORT_VERSION,
  type Profile,
  type Report,
  type Rto,
  type Second,
} from './schema.ts';

/** A text that would do harm in a page, in XML, in a table of Markdown and in a terminal. */
export const HOSTILE = `</script><img src=x onerror="alert(1)">'&amp;|\`]]>\u0000\u001b[31m\u2028`;

const SECONDS = 60;
const OUTAGE = { fromSeconds: 1, toSeconds: 39.5 };

/** A region is lost for 40 s: all come back but the browser. */
export function sampleReport(change: Partial<Report> = {}): Report {
  return {
    version: REPORT_VERSION,
    scenario: {
      ...{ name: 'region-loss', title: 'The primary region is lost' },
      ...{ description: 'All of it stops at once.', sources: ['https://example.com/post-mortem'] },
    },
    ...{ design: 'viewer', speed: 20, seed: 7, startedAt: '2026-11-28T12:11:36.853Z' },
    site: { domain: 'site.example', primary: 'eu-west-1', standby: 'eu-central-1' },
    ...{ versions: { understudy: '0.1.0' }, wallSeconds: 12.5, verdict: 'missed' },
    expectations: [
      { of: 'scenario', text: 'the name is led away', measured: 'it is', met: true },
      { of: 'objective', text: 'fresh recovers within 30 s', measured: '38.5 s', met: false },
    ],
    phases: [
      { name: 'steady', fromSeconds: -20, toSeconds: 0, reached: true, until: 'good answers' },
      { name: 'fault', fromSeconds: 0, toSeconds: 40, reached: false, until: 'it is seen' },
    ],
    faults: [{ atSeconds: 0, untilSeconds: 40, text: 'region eu-west-1: crash' }],
    rto: Object.fromEntries(PROFILES.map((profile) => [profile, rtoOf(profile)])),
    writes: sampleWrites(),
    rpo: {
      ...{ isMeasured: true, acknowledged: 20, objects: 3, bytes: 300, oldestSeconds: 2.5 },
      ...{ drainedSeconds: 12, lostForGood: 0, diverged: 0 },
    },
    predicted: {
      edge: {
        ...{ attempts: 3, leastSeconds: 0, mostSeconds: 0, takesOver: false },
        patienceSeconds: 30,
      },
      standby: {
        ...{ instances: 1, instancesMax: 4, requestsPerMinute: 500, surgePerMinute: 400 },
        ...{ takes: 600, needed: 2, bootSeconds: 70, isBootMeasured: true },
        ...{ firstAddedSeconds: 200, allAddedSeconds: 200 },
      },
      rto: {
        fresh: {
          ...{ lowSeconds: 31, typicalSeconds: 58.3, highSeconds: 90, because: 'three checks' },
          distribution: DISTRIBUTION,
        },
        'resolver-overcaches': {
          ...{ lowSeconds: 52, typicalSeconds: 118, highSeconds: 210, because: 'three checks' },
        },
        browser: { ...NEVER, because: 'its session stays open' },
      },
    },
    requests: { total: 300, failed: 77, lost: 0 },
    errors: [
      {
        ...{ profile: 'fresh', target: 'page', layer: 'edge', kind: '502', count: 38 },
        ...{ firstSeconds: 1, lastSeconds: 39 },
      },
    ],
    latencies: PROFILES.map((profile) => ({
      ...{ profile, target: 'page', count: 60, p50Ms: 12, p90Ms: 30.5, p99Ms: 99, maxMs: 120 },
    })),
    seconds: PROFILES.flatMap((profile) =>
      Array.from({ length: SECONDS }, (_, index) => secondOf(profile, index)),
    ),
    dnsAnswers: [
      { atSeconds: -20, profile: 'fresh', addresses: ['127.0.0.1'], leadsTo: 'edge' },
      { atSeconds: 36, profile: 'fresh', addresses: ['127.0.0.2'], leadsTo: 'eu-central-1' },
    ],
    capacity: [
      { atSeconds: -90, region: 'eu-central-1', serving: 1, wanted: 1 },
      { atSeconds: 30, region: 'eu-central-1', serving: 1, wanted: 2 },
      { atSeconds: 39, region: 'eu-central-1', serving: 2, wanted: 2 },
    ],
    replicationQueue: [
      { atSeconds: 0, objects: 3 },
      { atSeconds: 40, objects: 0 },
    ],
    events: [
      { atSeconds: 0, source: 'control', type: 'fault', text: 'fault-1 began' },
      { atSeconds: 26, source: 'global', type: 'health-check', text: 'it is unhealthy' },
    ],
    findings: [
      {
        ...{ id: 'slow-checks', severity: 'info', savesSeconds: 10, text: 'Checks are slow' },
        setting: 'healthCheck.failureThreshold: 3 → 2',
      },
    ],
    templates: [{ stack: 'site-edge', region: 'us-east-1', sha256: 'ab'.repeat(32) }],
    ...{ configSha256: 'cd'.repeat(32), config: { domain: 'site.example' } },
    ...change,
  };
}

/** The sample with each of its free texts hostile. */
export function hostileReport(): Report {
  const sample = sampleReport();
  return {
    ...sample,
    scenario: { name: 'own', title: HOSTILE, description: HOSTILE, sources: [HOSTILE] },
    ...{ design: HOSTILE, site: { domain: HOSTILE, primary: HOSTILE, standby: HOSTILE } },
    ...{ versions: { [HOSTILE]: HOSTILE }, startedAt: HOSTILE, config: { [HOSTILE]: HOSTILE } },
    expectations: [{ of: 'scenario', text: HOSTILE, measured: HOSTILE, met: false }],
    phases: sample.phases.map((phase) => ({ ...phase, until: HOSTILE })),
    faults: [{ atSeconds: 0, untilSeconds: null, text: HOSTILE }],
    errors: sample.errors.map((error) => ({ ...error, kind: HOSTILE })),
    dnsAnswers: sample.dnsAnswers.map((answer) => ({ ...answer, leadsTo: HOSTILE })),
    seconds: sample.seconds.map((second) => ({ ...second, byPlace: { [HOSTILE]: 1 } })),
    events: sample.events.map((event) => ({ ...event, source: HOSTILE, text: HOSTILE })),
    findings: sample.findings.map((finding) => ({ ...finding, text: HOSTILE, setting: HOSTILE })),
    writes: hostileWrites(),
  };
}

/** From 24 s on it rises to what is even for a minute. */
const DISTRIBUTION = {
  ...{ p10Seconds: 34.2, p50Seconds: 58.3, p90Seconds: 82.3, fromSeconds: 24, stepSeconds: 3 },
  shares: [0.008, 0.035, ...new Array<number>(18).fill(0.05), 0.042, 0.015],
};

const NEVER = { lowSeconds: null, typicalSeconds: null, highSeconds: null };

function rtoOf(profile: Profile): Rto {
  if (profile === 'browser')
    return {
      ...{ seconds: null, recovered: false, unaffected: false, split: null },
      ...{ fromSeconds: 1, toSeconds: null, warm: null, because: 'no answer' },
    };
  return {
    ...{ seconds: 38.5, recovered: true, unaffected: false, ...OUTAGE },
    split: { detect: 25, decide: 0.5, propagate: 10, serve: 2, warm: 1 },
    warm: { latencySeconds: 2.5, capacitySeconds: 14, seconds: 14 },
    because: 'the checkers had to notice',
  };
}

function secondOf(profile: Profile, index: number): Second {
  const atSeconds = index - 20;
  const isOut = atSeconds >= OUTAGE.fromSeconds && atSeconds < OUTAGE.toSeconds;
  return {
    ...{ atSeconds, profile, target: 'page', good: isOut ? 0 : 1, failed: isOut ? 1 : 0 },
    byPlace: isOut ? {} : { edge: 1 },
    byLayer: isOut ? { edge: 1 } : {},
    ...{ p50Ms: 12, p99Ms: 40 },
  };
}

/** Two visitors have one seat, and one reservation is gone. */
function sampleWrites(): Report['writes'] {
  const sale = (id: string, place: string, atSeconds: number) => ({ id, place, atSeconds });
  return {
    ...{ client: 'buy a ticket', acknowledged: 40, isCompared: true, diverged: 0 },
    visits: { begun: 60, completed: 42, failed: 18 },
    failures: [{ reason: 'network: ECONNREFUSED', count: 18 }],
    lost: { count: 1, named: [{ key: 'reservations/a1.json', ...sale('r-9', 'edge', -0.5) }] },
    doubled: { count: 0, named: [] },
    soldTwice: {
      count: 1,
      named: [
        {
          key: 'reservations/b2.json',
          sales: [sale('r-1', 'edge', -2), sale('r-2', 'eu-central-1', 44)],
          ...{ keptAtPrimary: 'r-2', keptAtStandby: 'r-2' },
        },
      ],
    },
  };
}

function hostileWrites(): Report['writes'] {
  const sale = { id: HOSTILE, place: HOSTILE, atSeconds: 0 };
  return {
    ...{ client: HOSTILE, acknowledged: 2, isCompared: true, diverged: 1 },
    visits: { begun: 3, completed: 2, failed: 1 },
    failures: [{ reason: HOSTILE, count: 1 }],
    lost: { count: 1, named: [{ key: HOSTILE, ...sale }] },
    doubled: { count: 1, named: [{ id: HOSTILE, keys: [HOSTILE] }] },
    soldTwice: {
      count: 1,
      named: [{ key: HOSTILE, sales: [sale], keptAtPrimary: HOSTILE, keptAtStandby: null }],
    },
  };
}
