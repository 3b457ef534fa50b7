import { z } from 'zod';
import {
  addressAndPortSchema,
  certificateMaterialSchema,
  clockConfigSchema,
  DOCUMENT_VERSION,
  portPlanSchema,
  publishedAddressesSchema,
} from './common.ts';
import { distributionSchema } from './distribution.ts';
import { faultSchema } from '../faults.ts';
import { hostedZoneSchema } from './hosted-zone.ts';
import { alarmDataSchema, alarmsConfigSchema } from './region.ts';

/** A load balancer as DNS sees it: one address a zone, and where its health is told. */
export const balancerNameSchema = z.object({
  /** Lower case, without the final dot. */
  dnsName: z.string(),
  hostedZoneId: z.string(),
  region: z.string(),
  nodes: z.array(z.object({ zone: z.string(), address: z.string() })),
  /** The region's process answers `GET /load-balancers/NAME` there with a `BalancerHealth`. */
  status: addressAndPortSchema,
});
export type BalancerName = z.infer<typeof balancerNameSchema>;

/**
 * What a region says of one of its load balancers. Health flows between data planes, without the
 * control plane.
 */
export const balancerHealthSchema = z.object({
  /** False when a target group that it forwards to has no healthy target (or no target at all). */
  healthy: z.boolean(),
  zones: z.record(z.string(), z.object({ healthy: z.boolean() })),
});
export type BalancerHealth = z.infer<typeof balancerHealthSchema>;

export const dnsConfigSchema = z.object({
  /** UDP and TCP port of every DNS address below. */
  port: z.number().int(),
  /** Where clients ask. Caches by TTL, follows the delegation. */
  resolverAddress: z.string(),
  /**
   * Where in the world the resolver, and everybody else on this machine, is taken to be: the
   * answers of latency routing depend on it.
   */
  resolverRegion: z.string().default('us-east-1'),
  /**
   * Where ACM asks: follows the delegation and caches nothing, as a certificate authority's
   * resolver.
   */
  validationResolverAddress: z.string(),
  /** Root and top-level domains: refers to whatever name servers the registrar was told. */
  registryAddress: z.string(),
  /**
   * Authoritative for the names that AWS itself owns (awsdns, elb, cloudfront, s3,
   * acm-validations).
   */
  awsNamesAddress: z.string(),
  /**
   * The four addresses that Route 53's name servers have here. Name server i of every zone is at
   * address i.
   */
  nameServerAddresses: z.array(z.string()).length(4),
  /**
   * What the registrar was told. Domains without the final dot. A domain absent here does not exist
   * publicly.
   */
  delegations: z.array(z.object({ domain: z.string(), nameServers: z.array(z.string()) })),
  hostedZones: z.array(hostedZoneSchema),
  loadBalancers: z.array(balancerNameSchema),
  /**
   * Distribution domain names (`d….cloudfront.net`, no final dot); every one is at every edge
   * location.
   */
  distributionNames: z.array(z.string()),
  /** Those that speak HTTP/2, which their HTTPS records say. */
  http2DistributionNames: z.array(z.string()).default([]),
  edgeAddresses: z.array(z.string()),
  s3Endpoints: z.array(z.object({ region: z.string(), address: z.string() })),
});
export type DnsConfig = z.infer<typeof dnsConfigSchema>;

export const HEALTH_CHECK_TYPES = [
  'HTTP',
  'HTTPS',
  'HTTP_STR_MATCH',
  'HTTPS_STR_MATCH',
  'TCP',
  'CALCULATED',
  'CLOUDWATCH_METRIC',
] as const;

export const healthCheckSchema = z.object({
  id: z.string(),
  type: z.enum(HEALTH_CHECK_TYPES),
  /**
   * Exactly one of the two for a probing check; an IP address is a load balancer node's or any
   * loopback one.
   */
  fullyQualifiedDomainName: z.string().optional(),
  ipAddress: z.string().optional(),
  port: z.number().int(),
  resourcePath: z.string(),
  searchString: z.string().optional(),
  requestIntervalSeconds: z.union([z.literal(10), z.literal(30)]),
  failureThreshold: z.number().int().min(1).max(10),
  inverted: z.boolean(),
  disabled: z.boolean(),
  enableSni: z.boolean(),
  /** Tells CloudWatch how long connection, handshake and first byte took. */
  measureLatency: z.boolean(),
  /** Checker regions; empty means all eight. */
  regions: z.array(z.string()),
  /** CALCULATED only. */
  childHealthCheckIds: z.array(z.string()),
  healthThreshold: z.number().int(),
  /** CLOUDWATCH_METRIC only: the alarm as it was when the check was last created or updated. */
  alarm: alarmDataSchema
    .extend({
      region: z.string(),
      insufficientData: z.enum(['Healthy', 'Unhealthy', 'LastKnownStatus']),
    })
    .optional(),
});
export type HealthCheck = z.infer<typeof healthCheckSchema>;

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
export const CHECKER_REGIONS = [
  'us-east-1',
  'us-west-1',
  'us-west-2',
  'eu-west-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'sa-east-1',
] as const;

export const checkersConfigSchema = z.object({
  /** Two checkers in each of Route 53's eight checker regions, each at an address of its own. */
  checkers: z.array(
    z.object({
      region: z.string(),
      address: z.string(),
      /** In the range that AWS publishes for checkers of the region: what endpoints see. */
      publishedIp: z.string(),
    }),
  ),
  healthChecks: z.array(healthCheckSchema),
  /** Where each region's process tells its metrics: `GET /statistics`. */
  metricSources: z.array(addressAndPortSchema.extend({ region: z.string() })),
});
export type CheckersConfig = z.infer<typeof checkersConfigSchema>;

export const edgeConfigSchema = z.object({
  /**
   * Points of presence; `code` is what `X-Amz-Cf-Pop` says. All serve every distribution, each with
   * its own cache.
   */
  locations: z.array(z.object({ code: z.string(), address: z.string() })),
  /** Whom origins are told of where one of these is the viewer. Absent: none. */
  publishedAddresses: publishedAddressesSchema.optional(),
  /** The AWS port numbers served; the port plan says where. */
  httpPort: z.literal(80),
  httpsPort: z.literal(443),
  defaultCertificate: certificateMaterialSchema,
  /** Trusted for HTTPS origins, PEM. */
  trustedRootsPem: z.string(),
  cacheBytesMax: z.number().int(),
  distributions: z.array(distributionSchema),
});
export type EdgeConfig = z.infer<typeof edgeConfigSchema>;

export const globalDocumentSchema = z.object({
  version: z.literal(DOCUMENT_VERSION),
  revision: z.number().int(),
  account: z.string(),
  clock: clockConfigSchema,
  ports: portPlanSchema,
  /**
   * Where health checks' metrics are told to the region that has CloudWatch's copy: `GET /metrics`.
   */
  status: addressAndPortSchema,
  /** CloudWatch of us-east-1, where the engine does not run that region; else without alarms. */
  alarms: alarmsConfigSchema,
  dns: dnsConfigSchema,
  checkers: checkersConfigSchema,
  edge: edgeConfigSchema,
  /** What of this is broken on purpose. Absent: nothing. */
  faults: z.array(faultSchema).exactOptional(),
});
export type GlobalDocument = z.infer<typeof globalDocumentSchema>;
