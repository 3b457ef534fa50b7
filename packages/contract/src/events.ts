import { z } from 'zod';
import { isJsonObject } from './json.ts';

interface Kind {
  /** When it is told, for the reference. */
  readonly says: string;
  readonly details: z.ZodObject;
}

/**
 * Every kind of event: when it is told, and what it says. Parts emit an `EventBody`; the process
 * that hosts them stamps it. `docs/reference/events.md` is made of this.
 */
export const EVENTS = {
  'health-check': {
    says: 'the status of a Route 53 health check changes',
    details: z.object({
      healthCheckId: z.string(),
      status: z.enum(['healthy', 'unhealthy']),
      healthyCheckers: z.number(),
      checkers: z.number(),
      reason: z.string(),
    }),
  },
  'dns-answer-changed': {
    says: 'a name server answers with another record set of a name than before',
    details: z.object({
      zone: z.string(),
      name: z.string(),
      recordType: z.string(),
      setIdentifier: z.string(),
      reason: z.string(),
    }),
  },
  'target-health': {
    says: 'a load balancer finds a target in another state',
    details: z.object({
      targetGroup: z.string(),
      target: z.string(),
      state: z.string(),
      reason: z.string(),
    }),
  },
  'load-balancer-health': {
    says: "a load balancer's node in a zone begins or ceases to have healthy targets",
    details: z.object({ loadBalancer: z.string(), zone: z.string(), healthy: z.boolean() }),
  },
  instance: {
    says: 'an instance of an Auto Scaling group comes into another state',
    details: z.object({
      group: z.string(),
      instanceId: z.string(),
      state: z.enum(['pending', 'in-service', 'unhealthy', 'terminating', 'terminated']),
      reason: z.string(),
    }),
  },
  'scaling-activity': {
    says: 'an Auto Scaling group launches or terminates an instance',
    details: z.object({ group: z.string(), cause: z.string(), description: z.string() }),
  },
  alarm: {
    says: 'a CloudWatch alarm changes its state',
    details: z.object({
      alarm: z.string(),
      state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
      reason: z.string(),
    }),
  },
  replication: {
    says: 'a change of an object has come to another region, or failed to',
    details: z.object({
      sourceBucket: z.string(),
      destinationBucket: z.string(),
      key: z.string(),
      versionId: z.string(),
      status: z.enum(['PENDING', 'COMPLETED', 'FAILED']),
      lagMs: z.number(),
      reason: z.string(),
    }),
  },
  origin: {
    says: 'a distribution can no longer reach an origin, or can again',
    details: z.object({
      distributionId: z.string(),
      originId: z.string(),
      ok: z.boolean(),
      reason: z.string(),
    }),
  },
  region: {
    says: 'a region is lost or healed, or its process is started again',
    details: z.object({
      state: z.enum(['running', 'crashed', 'hung', 'blackholed', 'restarting']),
      reason: z.string(),
    }),
  },
  fault: {
    says: 'something is broken on purpose, or that is over',
    details: z.object({
      id: z.string(),
      subject: z.string(),
      mode: z.string(),
      state: z.enum(['began', 'ended']),
      description: z.string(),
    }),
  },
  stack: {
    says: 'a CloudFormation stack, or a resource of it, comes into another status',
    details: z.object({ stackName: z.string(), status: z.string(), reason: z.string() }),
  },
  log: {
    says: 'something is told to whoever looks on, in words',
    details: z.object({ level: z.enum(['info', 'warn', 'error']), message: z.string() }),
  },
} as const satisfies Readonly<Record<string, Kind>>;

type Events = typeof EVENTS;
/** What happened. */
export type EventBody = {
  [K in keyof Events]: { type: K } & z.infer<Events[K]['details']>;
}[keyof Events];

export interface UnderstudyEvent {
  /** Strictly increasing in one engine. */
  sequence: number;
  /** AWS time and wall time, milliseconds since the Unix epoch. */
  awsMs: number;
  wallMs: number;
  /** The process it happened in: `control`, `global`, or a region's name. */
  source: string;
  body: EventBody;
}

const BODIES = new Map<unknown, z.ZodType>(
  Object.entries(EVENTS).map(([type, { details }]) => [
    type,
    details.extend({ type: z.literal(type) }),
  ]),
);
const stampSchema = z.object({
  sequence: z.number().int(),
  awsMs: z.number(),
  wallMs: z.number(),
  source: z.string(),
});

/**
 * An event as whoever follows the stream reads it. What is no event of the table is told in its
 * place, by one of kind `log`. Undefined for what has not even a number.
 */
export function readEvent(value: unknown): UnderstudyEvent | undefined {
  const stamp = stampSchema.safeParse(value);
  if (!stamp.success || !isJsonObject(value)) return undefined;
  const { body } = value;
  const type = isJsonObject(body) ? body['type'] : undefined;
  const read = BODIES.get(type)?.safeParse(body);
  // The schema is that of the body's own type.
  if (read?.success === true) return { ...stamp.data, body: read.data as EventBody };
  const why = read?.error.issues[0]?.path.join('.');
  const message =
    why === undefined
      ? `an event of a kind that is not known here: ${JSON.stringify(type) ?? 'none'}`
      : `an event of kind ${String(type)} that is not as its kind is known here: ${why}`;
  return { ...stamp.data, body: { type: 'log', level: 'warn', message } };
}
