import { z } from 'zod';
import { UnderstudyError } from './errors.ts';
import { issuesText } from './issues-text.ts';
import { dnsExplanation, TRACE_QUERIES } from './explain/answers.ts';
import { EXPLAIN_QUERIES } from './explain/queries.ts';
import { reasonSchema } from './explain/reasons.ts';

const ALARM_STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export const LIFECYCLE_STATES = ['Pending', 'InService', 'Terminating', 'Terminated'] as const;
export const STATISTICS = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'] as const;

const targetHealthSchema = z.object({
  instanceId: z.string(),
  port: z.number(),
  zone: z.string(),
  state: z.enum(['initial', 'healthy', 'unhealthy', 'unused', 'draining', 'unavailable']),
  /** AWS's reason code, e.g. `Target.ResponseCodeMismatch`; empty when healthy. */
  reason: z.string(),
  description: z.string(),
});

const instanceStateSchema = z.object({
  instanceId: z.string(),
  groupName: z.string(),
  imageId: z.string(),
  instanceType: z.string(),
  launchTemplateId: z.string(),
  launchTemplateVersion: z.number(),
  subnetId: z.string(),
  zone: z.string(),
  /** In the VPC, and on this machine. */
  privateIp: z.string(),
  loopbackAddress: z.string(),
  securityGroupIds: z.array(z.string()),
  lifecycleState: z.enum(LIFECYCLE_STATES),
  healthStatus: z.enum(['Healthy', 'Unhealthy']),
  processId: z.number().optional(),
  launchedMs: z.number(),
  /** Absent until it is in service for the first time. */
  inServiceMs: z.number().optional(),
  /** An instance refresh replaces it; absent: no. */
  isLeaving: z.boolean().optional(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
});

const groupStateSchema = z.object({
  name: z.string(),
  /** What policies and the API made of it; the document holds only what the API last said. */
  desiredCapacity: z.number(),
  minSize: z.number(),
  maxSize: z.number(),
  instanceIds: z.array(z.string()),
  /**
   * How many starts in a row ended before the instance was in service, and the last one that did.
   */
  failedLaunchesInARow: z.number(),
  lastFailedInstanceId: z.string().optional(),
});

const scalingActivitySchema = z.object({
  activityId: z.string(),
  groupName: z.string(),
  cause: z.string(),
  description: z.string(),
  startMs: z.number(),
  endMs: z.number().optional(),
  status: z.enum(['InProgress', 'Successful', 'Failed']),
  statusMessage: z.string(),
});

const alarmStateSchema = z.object({
  arn: z.string(),
  name: z.string(),
  state: z.enum(ALARM_STATES),
  reason: z.string(),
  updatedMs: z.number(),
});

const metricNameSchema = z.object({
  namespace: z.string(),
  metricName: z.string(),
  dimensions: z.record(z.string(), z.string()),
});

const metricQuerySchema = metricNameSchema.extend({
  statistic: z.enum(STATISTICS),
  periodSeconds: z.number(),
  startMs: z.number(),
  endMs: z.number(),
});

const healthCheckStatusSchema = z.object({
  healthCheckId: z.string(),
  /** After the 18 % rule, inversion and disabling. */
  healthy: z.boolean(),
  healthyCheckers: z.number(),
  checkers: z.array(
    z.object({
      region: z.string(),
      /** The published one. */
      address: z.string(),
      healthy: z.boolean(),
      status: z.string(),
      checkedMs: z.number().optional(),
      lastFailure: z.object({ status: z.string(), checkedMs: z.number() }).optional(),
    }),
  ),
});

const NOTHING = z.object({});

/** One process's CloudWatch. */
const CLOUDWATCH = {
  describeAlarmStates: { request: NOTHING, answer: z.array(alarmStateSchema) },
  /** Data points of one metric; `values` are the statistic over each period that has data. */
  metricStatistics: {
    request: metricQuerySchema,
    answer: z.object({
      points: z.array(z.object({ startMs: z.number(), value: z.number() })),
    }),
  },
  /** Every metric that has had data lately. */
  listMetrics: { request: NOTHING, answer: z.object({ metrics: z.array(metricNameSchema) }) },
} as const;

/**
 * What the control plane may ask a running process, and tell it to do at once. Everything else
 * travels in documents. Shapes are plain JSON; times are AWS milliseconds since the Unix epoch.
 * Who is asked reads the question by its schema, and who asked the answer; the supervisor between
 * them reads neither.
 */
export const QUERIES = {
  region: {
    ...CLOUDWATCH,
    ...TRACE_QUERIES,
    describeTargetHealth: {
      request: z.object({ targetGroupArn: z.string() }),
      answer: z.array(targetHealthSchema),
    },
    describeGroups: { request: NOTHING, answer: z.array(groupStateSchema) },
    describeInstances: { request: NOTHING, answer: z.array(instanceStateSchema) },
    /**
     * The last lines that an instance's process wrote, also of instances that are gone (the last 50
     * of them).
     */
    instanceOutput: {
      request: z.object({ instanceId: z.string() }),
      answer: z.object({
        instanceId: z.string(),
        lines: z.array(z.string()),
        /** Lines ended since the launch, and whether the last of `lines` is one of them. */
        written: z.number(),
        isEnded: z.boolean(),
      }),
    },
    /**
     * A new program from the image's files as they are now takes the place of the running one, once
     * it accepts connections; rejects, and leaves the old one, where it does not in time.
     */
    replaceProgram: { request: z.object({ instanceId: z.string() }), answer: NOTHING },
    terminateInstance: {
      request: z.object({ instanceId: z.string(), decrementDesiredCapacity: z.boolean() }),
      answer: z.object({ activity: z.string() }),
    },
    /**
     * A step of an instance refresh. `terminate` end at once; `leaving` serve on and count no more
     * towards the group's capacity, so that others are launched for them. Those that were leaving
     * before and are not named now count again.
     */
    refreshInstances: {
      request: z.object({
        groupName: z.string(),
        terminate: z.array(z.string()),
        leaving: z.array(z.string()),
      }),
      answer: NOTHING,
    },
    executePolicy: {
      request: z.object({ policyArn: z.string(), honorCooldown: z.boolean() }),
      answer: NOTHING,
    },
    describeActivities: {
      request: z.object({ groupName: z.string() }),
      answer: z.array(scalingActivitySchema),
    },
    ...EXPLAIN_QUERIES,
    /**
     * One attempt to connect as the security groups and routes would have it, and the rule that
     * decided.
     */
    testReachability: {
      request: z.object({ from: z.string(), instanceId: z.string(), port: z.number() }),
      answer: z.object({ admitted: z.boolean(), reason: z.string() }),
    },
  },
  global: {
    /** Of us-east-1, where no region of that name runs. */
    ...CLOUDWATCH,
    ...TRACE_QUERIES,
    healthCheckStatus: {
      request: z.object({ healthCheckId: z.string() }),
      answer: healthCheckStatusSchema,
    },
    /**
     * Removes matching objects from every edge location's cache; paths as CreateInvalidation has
     * them.
     */
    invalidate: {
      request: z.object({ distributionId: z.string(), paths: z.array(z.string()) }),
      answer: z.object({ removed: z.number() }),
    },
    /** The answer that the failover algorithm gives now, as TestDNSAnswer. */
    testDnsAnswer: {
      request: z.object({
        hostedZoneId: z.string(),
        name: z.string(),
        type: z.string(),
        /**
         * The network that the question shall come from: the resolver's, or its client's subnet.
         */
        asker: z.object({ address: z.string(), prefixBits: z.number() }),
      }),
      answer: z.object({ responseCode: z.string(), records: z.array(z.string()) }),
    },
    /**
     * A question sent from the root on, as a resolver without a memory sends it; what each server
     * that answered says of why; and what the resolver of clients remembers.
     */
    explainDns: {
      request: z.object({ name: z.string(), type: z.string() }),
      answer: z.object({ ...dnsExplanation, because: z.array(reasonSchema) }),
    },
  },
} as const;

interface Query {
  request: z.ZodType;
  answer: z.ZodType;
}
/** One query a member. */
export type QueryTable<T> = { readonly [Q in keyof T]: Query };

/** What a query takes and gives, by the table that it is in. */
export type QueriesOf<T extends QueryTable<T>> = {
  [Q in keyof T]: { input: z.infer<T[Q]['request']>; output: z.infer<T[Q]['answer']> };
};
export type RegionQueries = QueriesOf<typeof QUERIES.region>;
export type GlobalQueries = QueriesOf<typeof QUERIES.global>;

export type TargetHealth = z.infer<typeof targetHealthSchema>;
export type LifecycleState = (typeof LIFECYCLE_STATES)[number];
export type InstanceState = z.infer<typeof instanceStateSchema>;
export type GroupState = z.infer<typeof groupStateSchema>;
export type ScalingActivity = z.infer<typeof scalingActivitySchema>;
export type AlarmState = z.infer<typeof alarmStateSchema>;
export type MetricName = z.infer<typeof metricNameSchema>;
export type MetricQuery = z.infer<typeof metricQuerySchema>;
export type HealthCheckStatus = z.infer<typeof healthCheckStatusSchema>;

/**
 * One side of a query, read: what came from the other process. Throws `UnderstudyError`
 * QueryInvalid, with the fields that are wrong.
 */
export function readQuery<T extends QueryTable<T>, Q extends keyof T, S extends keyof Query>(
  [table, query, side]: readonly [T, Q, S],
  value: unknown,
): z.infer<T[Q][S]> {
  const schema: T[Q][S] = table[query][side];
  const read = schema.safeParse(value);
  if (read.success) return read.data as z.infer<T[Q][S]>;
  throw new UnderstudyError('QueryInvalid', {
    message: `the ${side} of query ${String(query)} is invalid: ${issuesText(read.error.issues)}`,
  });
}
