import { z } from 'zod';

/**
 * What happened, when: the stream that reports and the dashboard are made from. Parts emit an
 * `EventBody`; the process that hosts them stamps it.
 */
export const eventBodySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('health-check'),
    healthCheckId: z.string(),
    status: z.enum(['healthy', 'unhealthy']),
    healthyCheckers: z.number(),
    checkers: z.number(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('dns-answer-changed'),
    zone: z.string(),
    name: z.string(),
    recordType: z.string(),
    setIdentifier: z.string(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('target-health'),
    targetGroup: z.string(),
    target: z.string(),
    state: z.string(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('load-balancer-health'),
    loadBalancer: z.string(),
    zone: z.string(),
    healthy: z.boolean(),
  }),
  z.object({
    type: z.literal('instance'),
    group: z.string(),
    instanceId: z.string(),
    state: z.enum(['pending', 'in-service', 'unhealthy', 'terminating', 'terminated']),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('scaling-activity'),
    group: z.string(),
    cause: z.string(),
    description: z.string(),
  }),
  z.object({
    type: z.literal('alarm'),
    alarm: z.string(),
    state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('replication'),
    sourceBucket: z.string(),
    destinationBucket: z.string(),
    key: z.string(),
    versionId: z.string(),
    status: z.enum(['PENDING', 'COMPLETED', 'FAILED']),
    lagMs: z.number(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('origin'),
    distributionId: z.string(),
    originId: z.string(),
    ok: z.boolean(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('region'),
    state: z.enum(['running', 'crashed', 'hung', 'blackholed', 'restarting']),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('stack'),
    stackName: z.string(),
    status: z.string(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('certificate'),
    arn: z.string(),
    status: z.string(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('log'),
    level: z.enum(['info', 'warn', 'error']),
    message: z.string(),
  }),
]);
export type EventBody = z.infer<typeof eventBodySchema>;

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
