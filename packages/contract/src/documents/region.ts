// tidy: long because it is one document, with all its schemas
import { z } from 'zod';
import {
  addressAndPortSchema,
  certificateMaterialSchema,
  clockConfigSchema,
  DOCUMENT_VERSION,
  instanceRolesSchema,
  portPlanSchema,
  signingKeySchema,
} from './common.ts';
import { faultSchema } from '../faults.ts';
import { fleetConfigSchema } from './fleet.ts';
import { networkConfigSchema } from './network.ts';

/* ---- load balancers ---- */

export const actionSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('forward'),
    targetGroups: z.array(z.object({ arn: z.string(), weight: z.number() })),
  }),
  z.object({
    type: z.literal('redirect'),
    protocol: z.string(),
    host: z.string(),
    port: z.string(),
    path: z.string(),
    query: z.string(),
    statusCode: z.union([z.literal(301), z.literal(302)]),
  }),
  z.object({
    type: z.literal('fixed-response'),
    statusCode: z.number(),
    contentType: z.string(),
    body: z.string(),
  }),
]);
export type ListenerAction = z.infer<typeof actionSchema>;

export const conditionSchema = z.discriminatedUnion('field', [
  z.object({ field: z.literal('path-pattern'), values: z.array(z.string()) }),
  z.object({ field: z.literal('host-header'), values: z.array(z.string()) }),
  z.object({ field: z.literal('http-header'), name: z.string(), values: z.array(z.string()) }),
  z.object({ field: z.literal('http-request-method'), values: z.array(z.string()) }),
  z.object({
    field: z.literal('query-string'),
    values: z.array(z.object({ key: z.string().optional(), value: z.string() })),
  }),
  z.object({ field: z.literal('source-ip'), values: z.array(z.string()) }),
]);
export type RuleCondition = z.infer<typeof conditionSchema>;

export const listenerSchema = z.object({
  arn: z.string(),
  port: z.number().int(),
  protocol: z.enum(['HTTP', 'HTTPS']),
  /** The first is the default; the others are chosen by SNI. */
  certificates: z.array(certificateMaterialSchema),
  defaultAction: actionSchema,
  /** By priority, lowest first. */
  rules: z.array(
    z.object({
      arn: z.string(),
      priority: z.number().int(),
      conditions: z.array(conditionSchema),
      action: actionSchema,
    }),
  ),
});
export type Listener = z.infer<typeof listenerSchema>;

export const loadBalancerSchema = z.object({
  arn: z.string(),
  name: z.string(),
  dnsName: z.string(),
  scheme: z.enum(['internet-facing', 'internal']),
  securityGroupIds: z.array(z.string()),
  /**
   * One a subnet. `privateIp` is what security groups see; `address` is where it listens and
   * connects from.
   */
  nodes: z.array(
    z.object({
      subnetId: z.string(),
      zone: z.string(),
      address: z.string(),
      privateIp: z.string(),
    }),
  ),
  listeners: z.array(listenerSchema),
  /** Zones from which traffic is shifted away until then, in AWS time. */
  zonalShifts: z.array(z.object({ zone: z.string(), untilMs: z.number() })).default([]),
  attributes: z.object({
    idleTimeoutSeconds: z.number(),
    clientKeepAliveSeconds: z.number(),
    xffHeaderProcessing: z.enum(['append', 'preserve', 'remove']),
    /** Whether the client's port is told behind its address. */
    xffClientPort: z.boolean().default(false),
    preserveHostHeader: z.boolean(),
    dropInvalidHeaderFields: z.boolean(),
    desyncMitigationMode: z.enum(['monitor', 'defensive', 'strictest']),
    http2: z.boolean(),
  }),
});
export type LoadBalancer = z.infer<typeof loadBalancerSchema>;

/** How many targets must be healthy; what is absent is off. */
const healthThresholdSchema = z.object({
  count: z.number().int().exactOptional(),
  /** Of those that are registered. */
  percentage: z.number().exactOptional(),
});
export type HealthThreshold = z.infer<typeof healthThresholdSchema>;

export const targetGroupSchema = z.object({
  arn: z.string(),
  name: z.string(),
  protocol: z.enum(['HTTP', 'HTTPS']),
  port: z.number().int(),
  vpcId: z.string(),
  healthCheck: z.object({
    enabled: z.boolean(),
    protocol: z.enum(['HTTP', 'HTTPS']),
    /** `traffic-port` or a number. */
    port: z.string(),
    path: z.string(),
    intervalSeconds: z.number(),
    timeoutSeconds: z.number(),
    healthyThreshold: z.number().int(),
    unhealthyThreshold: z.number().int(),
    /** e.g. `200` or `200-299,301`. */
    matcher: z.string(),
  }),
  attributes: z.object({
    deregistrationDelaySeconds: z.number(),
    algorithm: z.enum(['round_robin', 'least_outstanding_requests', 'weighted_random']),
    slowStartSeconds: z.number(),
    /** Whether a node's requests go to targets of all zones. */
    crossZone: z.boolean().default(true),
    /** Below it a zone is unhealthy in DNS. */
    dnsFailover: healthThresholdSchema.default({ count: 1 }),
    /** Below it a node's requests go to all targets, unhealthy ones too. */
    unhealthyRouting: healthThresholdSchema.default({ count: 1 }),
    stickiness: z.object({
      enabled: z.boolean(),
      type: z.enum(['lb_cookie', 'app_cookie']),
      durationSeconds: z.number(),
      appCookieName: z.string(),
    }),
  }),
  /** Registered by hand; Auto Scaling adds its own at run time. */
  targets: z.array(z.object({ instanceId: z.string(), port: z.number().int() })),
});
export type TargetGroup = z.infer<typeof targetGroupSchema>;

export const balancerConfigSchema = z.object({
  loadBalancers: z.array(loadBalancerSchema),
  targetGroups: z.array(targetGroupSchema),
});
export type BalancerConfig = z.infer<typeof balancerConfigSchema>;

/* ---- alarms ---- */

/** The data that an alarm looks at, and when they breach. */
export const alarmDataSchema = z.object({
  name: z.string(),
  namespace: z.string(),
  metricName: z.string(),
  dimensions: z.record(z.string(), z.string()),
  statistic: z.enum(['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount']),
  periodSeconds: z.number(),
  evaluationPeriods: z.number().int(),
  threshold: z.number(),
  comparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
});

export const alarmSchema = alarmDataSchema.extend({
  arn: z.string(),
  datapointsToAlarm: z.number().int(),
  treatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']),
  actionsEnabled: z.boolean(),
  /** ARNs; scaling policies of this region are carried out here. */
  alarmActions: z.array(z.string()),
  okActions: z.array(z.string()),
  insufficientDataActions: z.array(z.string()),
});
export type Alarm = z.infer<typeof alarmSchema>;

export const scalingPolicySchema = z.object({
  arn: z.string(),
  name: z.string(),
  groupName: z.string(),
  policyType: z.literal('SimpleScaling'),
  adjustmentType: z.enum(['ChangeInCapacity', 'ExactCapacity', 'PercentChangeInCapacity']),
  scalingAdjustment: z.number().int(),
  minAdjustmentMagnitude: z.number().int(),
  /** Absent: the group's default. */
  cooldownSeconds: z.number().optional(),
});
export type ScalingPolicy = z.infer<typeof scalingPolicySchema>;

export const alarmsConfigSchema = z.object({
  alarms: z.array(alarmSchema),
  scalingPolicies: z.array(scalingPolicySchema),
});
export type AlarmsConfig = z.infer<typeof alarmsConfigSchema>;

/* ---- S3 ---- */

export const storeConfigSchema = z.object({
  /** Where `*.s3.REGION.amazonaws.com` is served, HTTP on 80 and HTTPS on 443. */
  address: z.string(),
  certificate: certificateMaterialSchema,
  signingKeys: z.array(signingKeySchema),
  /** What any other key has signed, or nobody's secret, is the account's administrator's. */
  anyKey: z.boolean().default(false),
  /** What the engine's endpoint shows when it says whose request it hands over. */
  endpointToken: z.string().optional(),
  /** Signs this region's replication requests to the others, as `s3.amazonaws.com`. */
  replicationKey: signingKeySchema,
  /** The other regions' S3 endpoints. */
  peers: z.array(z.object({ region: z.string(), address: z.string() })),
});
export type StoreConfig = z.infer<typeof storeConfigSchema>;

export const regionDocumentSchema = z.object({
  version: z.literal(DOCUMENT_VERSION),
  revision: z.number().int(),
  account: z.string(),
  region: z.string(),
  clock: clockConfigSchema,
  ports: portPlanSchema,
  /** Where this region's processes ask for names. */
  resolver: addressAndPortSchema,
  /** Where this region tells its health to the others: `GET /load-balancers/NAME`. */
  status: addressAndPortSchema,
  /** us-east-1 only: where the global process tells the metrics of health checks. */
  healthMetrics: addressAndPortSchema.optional(),
  network: networkConfigSchema,
  balancer: balancerConfigSchema,
  fleet: fleetConfigSchema,
  /** Absent: there are none. */
  instanceRoles: instanceRolesSchema.exactOptional(),
  alarms: alarmsConfigSchema,
  store: storeConfigSchema,
  /** What is broken here on purpose. Absent: nothing. */
  faults: z.array(faultSchema).exactOptional(),
});
export type RegionDocument = z.infer<typeof regionDocumentSchema>;
