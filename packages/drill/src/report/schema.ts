import { z } from 'zod';
import { rtoSchema } from './rto-schema.ts';
import { predictedCapacitySchema } from './predicted-capacity-schema.ts';
import { predictedEdgeSchema } from './predicted-edge-schema.ts';
import { writesSchema } from './writes-schema.ts';

export type { Rto, Split } from './rto-schema.ts';

/**
 * A drill's report, `report.json`: what was done, what clients saw, and why each second was spent.
 * Times are seconds of AWS time, counted from the first fault (before it: negative); latencies are
 * milliseconds of the wall, since an answer's work takes as long as it does at every speed.
 *
 * Members are only ever added to a version; one that goes, or means something else, makes another.
 */
export const REPORT_VERSION = 3;

/** Kinds of clients. See `traffic/profiles.ts` for what each does. */
export const PROFILES = [
  'fresh',
  'browser',
  'mobile',
  'resolver-overcaches',
  'jvm-forever',
] as const;
export type Profile = (typeof PROFILES)[number];

/**
 * What is asked for, told apart since each breaks and recovers in its own way: pages, static files,
 * and what the site's own client asks.
 */
export const TARGETS = ['page', 'static', 'write'] as const;
export type Target = (typeof TARGETS)[number];

/** Who made an error. */
export const LAYERS = ['dns', 'network', 'tls', 'edge', 'load-balancer', 'app'] as const;
export type Layer = (typeof LAYERS)[number];

export const PHASES = [
  'steady',
  'fault',
  'detection',
  'failover',
  'steady-on-standby',
  'heal',
  'catch-up',
  'failback',
  'steady-again',
  'end',
] as const;
export type PhaseName = (typeof PHASES)[number];

export const VERDICTS = ['passed', 'missed', 'inconclusive'] as const;
export type Verdict = (typeof VERDICTS)[number];

const seconds = z.number();

/**
 * A sentence beside its English text, for other languages: its key in Understudy's dictionary, and
 * its values. Absent: it is somebody else's, or of a report that is older.
 */
const say = z
  .object({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) })
  .exactOptional();

export const rpoSchema = z.object({
  /**
   * False: the standby could not be asked at the moment of loss; then `objects` and the next two
   * are 0.
   */
  isMeasured: z.boolean(),
  /**
   * Marker objects that the primary had acknowledged before it was lost: before the first fault
   * that takes all of it, or else before the first fault.
   */
  acknowledged: z.number().int(),
  /** Of those, what the standby lacked at the moment of loss. */
  objects: z.number().int(),
  bytes: z.number().int(),
  /** How long before the loss the oldest of them was acknowledged. */
  oldestSeconds: seconds,
  /** How long after the healing all was on both sides; null: not while watched. */
  drainedSeconds: seconds.nullable(),
  /** Acknowledged, and in neither bucket at the end. */
  lostForGood: z.number().int(),
  /** Keys whose newest versions differ between the buckets at the end. */
  diverged: z.number().int(),
});
export type Rpo = z.infer<typeof rpoSchema>;

/** How likely each length is. */
const distributionSchema = z.object({
  /** One in ten, in two, and nine in ten are over within so long. */
  p10Seconds: seconds,
  p50Seconds: seconds,
  p90Seconds: seconds,
  /** Where the first of equal cells begins, and how wide each is. */
  fromSeconds: seconds,
  stepSeconds: seconds,
  /** The probability of each; 1 in all. */
  shares: z.array(z.number()),
});

/** What the model says from the templates alone. */
export const predictedRtoSchema = z.object({
  /** Null: never while the fault lasts. */
  lowSeconds: seconds.nullable(),
  typicalSeconds: seconds.nullable(),
  highSeconds: seconds.nullable(),
  /** Absent: it never recovers, or has no outage; or the report is older. */
  distribution: distributionSchema.exactOptional(),
  because: z.string(),
  say,
});
export type PredictedRto = z.infer<typeof predictedRtoSchema>;

export const findingSchema = z.object({
  id: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
  /** What was seen, as a sentence. */
  text: z.string(),
  say,
  /** Which setting would help, e.g. `healthCheck.intervalSeconds: 30 → 10`; empty: none does. */
  setting: z.string(),
  saySetting: say,
  /** By how much, from the model; null where it cannot be said. */
  savesSeconds: seconds.nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

/** One second of AWS time of one profile and target. */
export const secondSchema = z.object({
  atSeconds: z.number().int(),
  profile: z.enum(PROFILES),
  target: z.enum(TARGETS),
  good: z.number().int(),
  failed: z.number().int(),
  /** Good answers by where the client was led to: `edge`, or a region. */
  byPlace: z.record(z.string(), z.number().int()),
  /** Failures by who made them; of a report of version 1 that is not known, and empty. */
  byLayer: z.partialRecord(z.enum(LAYERS), z.number().int()),
  p50Ms: z.number(),
  p99Ms: z.number(),
});
export type Second = z.infer<typeof secondSchema>;

const perProfile = <T extends z.ZodType>(value: T) => z.partialRecord(z.enum(PROFILES), value);

export const reportSchema = z.object({
  version: z.literal(REPORT_VERSION),
  scenario: z.object({
    name: z.string(),
    title: z.string(),
    description: z.string(),
    /** Pages that the scenario follows, such as a post-mortem. */
    sources: z.array(z.string()),
  }),
  design: z.string(),
  site: z.object({ domain: z.string(), primary: z.string(), standby: z.string() }),
  speed: z.number(),
  seed: z.number().int(),
  versions: z.record(z.string(), z.string()),
  /** When the first fault was made: ISO 8601, of the wall. */
  startedAt: z.string(),
  wallSeconds: z.number(),
  /**
   * `passed`: all of `expectations` held; `inconclusive`: the machine did not keep up with the
   * speed, so that neither what held nor what was missed says anything of the site.
   */
  verdict: z.enum(VERDICTS),
  expectations: z.array(
    z.object({
      /** Of the scenario, an objective of the site's, or what the machine must do for either. */
      of: z.enum(['scenario', 'objective', 'machine']),
      text: z.string(),
      say,
      measured: z.string(),
      sayMeasured: say,
      met: z.boolean(),
    }),
  ),
  phases: z.array(
    z.object({
      name: z.enum(PHASES),
      fromSeconds: seconds,
      toSeconds: seconds,
      /** False: it ended by its bound. */
      reached: z.boolean(),
      /** What it waited for. */
      until: z.string(),
      say,
    }),
  ),
  faults: z.array(
    z.object({
      atSeconds: seconds,
      untilSeconds: seconds.nullable(),
      text: z.string(),
    }),
  ),
  rto: perProfile(rtoSchema),
  /** Null: the site has no bucket that is replicated. */
  rpo: rpoSchema.nullable(),
  /** Null: the site has no client of its own. */
  writes: writesSchema.nullable().default(null),
  predicted: z.object({
    rto: perProfile(predictedRtoSchema),
    standby: predictedCapacitySchema.nullable().default(null),
    /** Null: no distribution of the name has its origin in the lost region; or it is older. */
    edge: predictedEdgeSchema.nullable().default(null),
  }),
  requests: z.object({
    total: z.number().int(),
    failed: z.number().int(),
    /** Asked for, and without any answer. */
    lost: z.number().int(),
  }),
  errors: z.array(
    z.object({
      profile: z.enum(PROFILES),
      target: z.enum(TARGETS),
      layer: z.enum(LAYERS),
      /** e.g. `502`, `ECONNREFUSED`, `timed out`. */
      kind: z.string(),
      count: z.number().int(),
      firstSeconds: seconds,
      lastSeconds: seconds,
    }),
  ),
  latencies: z.array(
    z.object({
      profile: z.enum(PROFILES),
      target: z.enum(TARGETS),
      count: z.number().int(),
      p50Ms: z.number(),
      p90Ms: z.number(),
      p99Ms: z.number(),
      maxMs: z.number(),
    }),
  ),
  seconds: z.array(secondSchema),
  /** Whenever a client was led to other addresses than before. */
  dnsAnswers: z.array(
    z.object({
      atSeconds: seconds,
      profile: z.enum(PROFILES),
      addresses: z.array(z.string()),
      /** Where they lead: `edge`, a region, or `nowhere`. */
      leadsTo: z.string(),
    }),
  ),
  /** Web servers of each region, whenever they change; those of before the drill first. */
  capacity: z.array(
    z.object({
      atSeconds: seconds,
      region: z.string(),
      /** In service, and healthy to the load balancer. */
      serving: z.number().int(),
      /** Launched and not being terminated. */
      wanted: z.number().int(),
    }),
  ),
  /** Markers acknowledged by the primary and not yet known to be at the standby. */
  replicationQueue: z.array(z.object({ atSeconds: seconds, objects: z.number().int() })),
  events: z.array(
    z.object({
      atSeconds: seconds,
      source: z.string(),
      type: z.string(),
      text: z.string(),
      say,
    }),
  ),
  findings: z.array(findingSchema),
  /** What was deployed; of a report of version 1 that is not known, and empty. */
  templates: z.array(
    z.object({
      stack: z.string(),
      region: z.string(),
      /** SHA-256 of the template as CloudFormation's `GetTemplate` gave it, hexadecimal. */
      sha256: z.string(),
    }),
  ),
  /** SHA-256 of `config` as compact JSON, its members in their order; empty: not known. */
  configSha256: z.string(),
  /** The site's configuration, as it was. */
  config: z.record(z.string(), z.unknown()),
});
export type Report = z.infer<typeof reportSchema>;
