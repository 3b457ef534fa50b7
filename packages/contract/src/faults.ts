// tidy: long because it is one table, with its schema
import { z } from 'zod';

/**
 * What can be broken on purpose, how, and what visitors then see: written here once. The control
 * port, the documents, the command line, and `docs/reference/faults.md` go by it.
 */

const NAME_CHARACTERS_MAX = 255;
const INSTANCES_MAX = 1_000;
const DELAY_SECONDS_MAX = 120;
const SKEW_SECONDS_MAX = 315_360_000;
const TTL_SECONDS_MAX = 604_800;
/** AWS time. */
export const FAULT_SECONDS_MAX = 2_592_000;

const name = z.string().min(1).max(NAME_CHARACTERS_MAX);
const share = z.number().gt(0).max(1);
const delaySeconds = z.number().positive().max(DELAY_SECONDS_MAX);
const rate = share;
const port = z.number().int().min(1).max(65_535);
const instanceIds = z.array(name).min(1).max(INSTANCES_MAX);

export const faultSchema = z.discriminatedUnion('subject', [
  z.strictObject({
    subject: z.literal('region'),
    region: name,
    mode: z.enum(['crash', 'hang', 'blackhole', 'slow', 'lossy']),
    delaySeconds: delaySeconds.exactOptional(),
    lossRate: z.number().gt(0).lt(1).exactOptional(),
  }),
  z.strictObject({
    subject: z.literal('zone'),
    /** e.g. `ap-northeast-2a`. */
    zone: name,
    mode: z.enum(['crash', 'hang', 'blackhole']),
  }),
  z.strictObject({
    subject: z.literal('instances'),
    region: name,
    /** Absent: all, and each that is launched while it lasts. */
    instanceIds: instanceIds.exactOptional(),
    /** As many of those in service now, oldest first, in place of `instanceIds`. */
    count: z.number().int().positive().max(INSTANCES_MAX).exactOptional(),
    mode: z.enum(['error', 'crash', 'hang', 'slow', 'leak-memory', 'full-disk']),
    rate: rate.exactOptional(),
    delaySeconds: delaySeconds.exactOptional(),
  }),
  z.strictObject({
    subject: z.literal('load-balancer'),
    region: name,
    /** Absent: all of the region. */
    name: name.exactOptional(),
    /** Of one node; absent: all nodes. */
    zone: name.exactOptional(),
    mode: z.enum(['hang', 'crash']),
  }),
  z.strictObject({
    subject: z.literal('path'),
    region: name,
    /** As a load balancer's rules have them: `*` and `?`; without the query. */
    path: name,
    /** A path that it does not hit, e.g. that of the health check where `path` is all of them. */
    except: name.exactOptional(),
    mode: z.enum(['error', 'slow']),
    rate: rate.exactOptional(),
    delaySeconds: delaySeconds.exactOptional(),
  }),
  z.strictObject({
    subject: z.literal('dependency'),
    /** Of this machine; a variable of the app's user data names it, as `http://localhost:4000`. */
    port,
    /** Absent: what all regions share. */
    region: name.exactOptional(),
    mode: z.enum(['refuse', 'hang', 'slow', 'error']),
    delaySeconds: delaySeconds.exactOptional(),
  }),
  z.strictObject({
    subject: z.literal('s3'),
    region: name,
    mode: z.enum(['error', 'slow']),
    rate: rate.exactOptional(),
    delaySeconds: delaySeconds.exactOptional(),
  }),
  z.strictObject({
    subject: z.literal('replication'),
    /** Of the source. */
    region: name,
    mode: z.enum(['pause', 'slow']),
    delaySeconds: delaySeconds.exactOptional(),
  }),
  z.strictObject({
    subject: z.literal('checkers'),
    mode: z.enum(['cut-off']),
    /** Of the checkers; with neither this nor `share`, all. */
    regions: z.array(name).min(1).max(INSTANCES_MAX).exactOptional(),
    share: share.exactOptional(),
  }),
  z.strictObject({
    subject: z.literal('name-servers'),
    mode: z.enum(['crash', 'hang']),
    /** Absent: all. */
    count: z.number().int().min(1).max(4).exactOptional(),
  }),
  z.strictObject({
    subject: z.literal('resolver'),
    mode: z.enum(['ignore-ttl']),
    /** How long answers are kept at the least; absent: a day. */
    seconds: z.number().positive().max(TTL_SECONDS_MAX).exactOptional(),
  }),
  z.strictObject({
    subject: z.literal('control-plane'),
    mode: z.enum(['crash', 'hang', 'refuse-launches', 'refuse-service']),
    /** Its endpoint's name, e.g. `route53`; for `refuse-service`. */
    service: name.exactOptional(),
    /** Absent: in all regions. */
    region: name.exactOptional(),
  }),
  z.strictObject({
    subject: z.literal('capacity'),
    region: name,
    /** Absent: in all zones. */
    zone: name.exactOptional(),
    mode: z.enum(['refuse']),
  }),
  z.strictObject({
    subject: z.literal('certificate'),
    domain: name,
    mode: z.enum(['expire']),
  }),
  z.strictObject({
    subject: z.literal('clock'),
    region: name,
    instanceIds: instanceIds.exactOptional(),
    mode: z.enum(['skew']),
    /** Negative: behind. Absent: an hour ahead. */
    skewSeconds: z.number().min(-SKEW_SECONDS_MAX).max(SKEW_SECONDS_MAX).exactOptional(),
  }),
]);
export type InjectedFault = z.infer<typeof faultSchema>;
export type FaultSubject = InjectedFault['subject'];
export type FaultOf<Subject extends FaultSubject> = Extract<InjectedFault, { subject: Subject }>;

/** What a mode may be given beside its name. */
export type FaultParameter =
  | 'delaySeconds'
  | 'lossRate'
  | 'rate'
  | 'share'
  | 'regions'
  | 'count'
  | 'seconds'
  | 'service'
  | 'region'
  | 'skewSeconds';

interface FaultMode {
  /** What visitors, or clients of AWS, see while it lasts. */
  readonly sees: string;
  readonly takes: readonly FaultParameter[];
  /** Why this engine refuses it. Absent: it does it. */
  readonly lacks?: string;
}

interface FaultKind {
  /** What is broken. */
  readonly says: string;
  /** The member that names it; null where there is one only. */
  readonly named: string | null;
  /** Members that say which of it. */
  readonly which: readonly string[];
}

type FaultTable = {
  readonly [S in FaultSubject]: FaultKind & {
    readonly modes: Readonly<Record<FaultOf<S>['mode'], FaultMode>>;
  };
};

/** The first mode of each is the one that is meant where none is named. */
export const FAULTS = {
  region: {
    says: 'a whole region',
    named: 'region',
    which: [],
    modes: {
      crash: { sees: 'its connections are refused', takes: [] },
      hang: { sees: 'its connections open, and nothing answers', takes: [] },
      blackhole: { sees: 'its connections time out', takes: [] },
      slow: { sees: 'every round trip to it takes longer', takes: ['delaySeconds'] },
      lossy: {
        sees: 'packets to and from it are lost, and sent again after a while',
        takes: ['lossRate'],
      },
    },
  },
  zone: {
    says: 'an Availability Zone: its load balancer nodes and instances',
    named: 'zone',
    which: [],
    modes: {
      crash: { sees: 'its node refuses connections, and its instances are gone', takes: [] },
      hang: { sees: 'its node accepts connections and answers nothing', takes: [] },
      blackhole: { sees: 'connections to its node time out, and those open go silent', takes: [] },
    },
  },
  instances: {
    says: "a region's instances, all or some",
    named: 'region',
    which: ['instanceIds', 'count'],
    modes: {
      error: { sees: 'they answer 500, health checks too', takes: ['rate'] },
      crash: { sees: 'their programs are killed; those under way get 502', takes: [] },
      hang: { sees: 'their programs are stopped: 504, until they are taken out', takes: [] },
      slow: { sees: 'they answer late, health checks too', takes: ['delaySeconds'] },
      'leak-memory': {
        sees: 'their memory fills up until the program is killed',
        takes: [],
        // A control group takes root; RLIMIT_AS counts what V8 and Go reserve and never use.
        lacks:
          "its memory is this machine's, which no program may fill; its end, the kill, is mode 'crash'",
      },
      'full-disk': {
        sees: 'their programs cannot write to disk',
        takes: [],
        // A file system of its own takes root, and RLIMIT_FSIZE fails otherwise: EFBIG
        // (setrlimit(2)).
        lacks:
          "its files are on this machine's disk, which nobody may fill; no limit on a program gives ENOSPC",
      },
    },
  },
  'load-balancer': {
    says: "a region's load balancers, or one node of one",
    named: 'region',
    which: ['name', 'zone'],
    modes: {
      hang: { sees: 'it accepts connections and answers nothing', takes: [] },
      crash: { sees: 'it refuses connections', takes: [] },
    },
  },
  path: {
    says: 'one path of the web app, while the rest of it is well',
    named: 'region',
    which: ['path', 'except'],
    modes: {
      error: {
        sees: 'the path answers 500; other paths, and so health checks, are well',
        takes: ['rate'],
      },
      slow: {
        sees: 'the path answers late; other paths, and so health checks, are well',
        takes: ['delaySeconds'],
      },
    },
  },
  dependency: {
    says: 'a port of this machine that the web app asks, for one region or for all',
    named: 'port',
    which: ['region'],
    modes: {
      refuse: { sees: 'what the app makes of a dependency that refuses connections', takes: [] },
      hang: { sees: 'what the app makes of a dependency that never answers', takes: [] },
      slow: {
        sees: 'what the app makes of a dependency that answers late',
        takes: ['delaySeconds'],
      },
      error: { sees: 'what the app makes of a dependency that answers 503', takes: [] },
    },
  },
  s3: {
    says: "a region's S3",
    named: 'region',
    which: [],
    modes: {
      error: { sees: 'its requests fail with 503 ServiceUnavailable', takes: ['rate'] },
      slow: { sees: 'its requests are answered late', takes: ['delaySeconds'] },
    },
  },
  replication: {
    says: "S3's replication out of a region",
    named: 'region',
    which: [],
    modes: {
      pause: { sees: 'nothing; what is written waits in the source', takes: [] },
      slow: { sees: 'nothing; what is written arrives late', takes: ['delaySeconds'] },
    },
  },
  checkers: {
    says: "Route 53's health checkers",
    named: null,
    which: [],
    modes: {
      'cut-off': {
        sees: 'nothing, unless as many are cut off as move the name',
        takes: ['share', 'regions'],
      },
    },
  },
  'name-servers': {
    says: "Route 53's name servers",
    named: null,
    which: [],
    modes: {
      crash: {
        sees: 'their queries are refused; with all, names that are not cached are lost',
        takes: ['count'],
      },
      hang: {
        sees: 'their queries time out; with all, names that are not cached are lost',
        takes: ['count'],
      },
    },
  },
  resolver: {
    says: 'the resolver that visitors ask',
    named: null,
    which: [],
    modes: {
      'ignore-ttl': { sees: 'the answers of before, long after their TTL', takes: ['seconds'] },
    },
  },
  'control-plane': {
    says: "AWS's control plane; the site is served without it",
    named: null,
    which: [],
    modes: {
      crash: { sees: 'nothing; AWS calls fail until it is there again, within 3 s', takes: [] },
      hang: { sees: 'nothing; AWS calls have no answer', takes: [] },
      'refuse-launches': {
        sees: 'nothing, until an instance is needed: no launch succeeds',
        takes: ['region'],
      },
      'refuse-service': {
        sees: 'nothing; calls of that service fail with 503',
        takes: ['service'],
      },
    },
  },
  capacity: {
    says: 'room for new instances',
    named: 'region',
    which: ['zone'],
    modes: {
      refuse: {
        sees: 'nothing, until an instance is needed: InsufficientInstanceCapacity',
        takes: [],
      },
    },
  },
  certificate: {
    says: 'the certificate of a domain, at the edge and at load balancers',
    named: 'domain',
    which: [],
    modes: {
      expire: {
        sees: 'the certificate has expired',
        takes: [],
      },
    },
  },
  clock: {
    says: "instances' clocks",
    named: 'region',
    which: ['instanceIds'],
    modes: {
      skew: {
        sees: 'what the app makes of a wrong clock',
        takes: ['skewSeconds'],
        // time_namespaces(7): "virtualized are CLOCK_MONOTONIC and CLOCK_BOOTTIME".
        lacks: "it has this machine's clock: the system gives a program no other CLOCK_REALTIME",
      },
    },
  },
} as const satisfies FaultTable;

interface Parameter {
  /** What counts where the fault does not say; null where there is none, or where all are meant. */
  readonly otherwise: number | null;
  readonly says: string;
}

export const FAULT_PARAMETERS = {
  delaySeconds: { otherwise: 2, says: 'how much later, in seconds of AWS time (up to 120)' },
  lossRate: { otherwise: 0.1, says: 'how many packets of one are lost (below 1)' },
  rate: { otherwise: 1, says: 'how many requests of one it hits' },
  share: { otherwise: 1, says: 'how many checkers of one' },
  regions: { otherwise: null, says: 'the checkers of these regions only' },
  count: { otherwise: null, says: 'how many' },
  seconds: { otherwise: 86_400, says: 'how long answers are kept at the least' },
  service: { otherwise: null, says: "the service's name in its endpoint" },
  region: { otherwise: null, says: 'in this region only' },
  skewSeconds: { otherwise: 3_600, says: 'how far ahead; negative: behind' },
} as const satisfies Record<FaultParameter, Parameter>;

type Numeric = {
  [P in FaultParameter]: (typeof FAULT_PARAMETERS)[P]['otherwise'] extends number ? P : never;
}[FaultParameter];

/** What the fault says, or what counts otherwise. */
export function faultValue<P extends Numeric>(fault: { [K in P]?: number }, parameter: P): number {
  return fault[parameter] ?? FAULT_PARAMETERS[parameter].otherwise;
}

/** Of any mode, as the table has it; undefined for one that is none. */
export function faultMode(subject: FaultSubject, mode: string): FaultMode | undefined {
  const modes: Readonly<Record<string, FaultMode>> = FAULTS[subject].modes;
  return Object.hasOwn(modes, mode) ? modes[mode] : undefined;
}

/** What a fault was given and its mode does not take: nothing is accepted and ignored. */
export function untakenParameters(fault: InjectedFault): string[] {
  const { named, which } = FAULTS[fault.subject] satisfies FaultKind;
  const takes = faultMode(fault.subject, fault.mode)?.takes ?? [];
  const known: readonly (string | null)[] = ['subject', 'mode', named, ...which, ...takes];
  return Object.keys(fault).filter((member) => !known.includes(member));
}

/** `region us-east-1, slow, delaySeconds 3: every round trip to it takes longer`. */
export function describeFault(fault: InjectedFault): string {
  const { named } = FAULTS[fault.subject] satisfies FaultKind;
  const members = Object.entries(fault).filter(
    ([member]) => !['subject', 'mode', named].includes(member),
  );
  const said = members.map(([member, value]) => `${member} ${[value].flat().join(' ')}`);
  const name = Object.entries(fault).find(([member]) => member === named)?.[1];
  const what = [fault.subject, ...(name === undefined ? [] : [String(name)])].join(' ');
  const sees = faultMode(fault.subject, fault.mode)?.sees ?? '';
  return `${[what, fault.mode, ...said].join(', ')}: ${sees}`;
}
