import { z } from 'zod';

export const RECORD_TYPES = [
  'A',
  'AAAA',
  'CNAME',
  'TXT',
  'MX',
  'NS',
  'SRV',
  'CAA',
  'SOA',
  'PTR',
  'SPF',
  'NAPTR',
  'DS',
  'TLSA',
  'SSHFP',
  'SVCB',
  'HTTPS',
] as const;

/** A Route 53 resource record set. Names are absolute, lower case, with the final dot. */
export const recordSetSchema = z.object({
  name: z.string(),
  type: z.enum(RECORD_TYPES),
  /** Seconds. Absent on aliases, which take their target's. */
  ttlSeconds: z.number().int().optional(),
  /** Zone-file text, one a record, exactly as the API takes them (TXT quoted). Empty on aliases. */
  values: z.array(z.string()),
  alias: z
    .object({ dnsName: z.string(), hostedZoneId: z.string(), evaluateTargetHealth: z.boolean() })
    .optional(),
  setIdentifier: z.string().optional(),
  failover: z.enum(['PRIMARY', 'SECONDARY']).optional(),
  weight: z.number().int().min(0).max(255).optional(),
  multiValueAnswer: z.boolean().optional(),
  healthCheckId: z.string().optional(),
});
export type RecordSet = z.infer<typeof recordSetSchema>;

/** By what Route 53 chooses among the record sets of one name and type. */
export type RoutingPolicy = 'simple' | 'failover' | 'weighted' | 'multivalue';

/** A record set does not name its policy: the member that it carries does. */
export function routingPolicyOf(record: RecordSet): RoutingPolicy {
  if (record.failover !== undefined) return 'failover';
  if (record.weight !== undefined) return 'weighted';
  return record.multiValueAnswer === true ? 'multivalue' : 'simple';
}

/** What tells the record sets of a zone apart: name, type and set identifier. */
export function recordSetKey(record: Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>): string {
  return `${record.name}\n${record.type}\n${record.setIdentifier ?? ''}`;
}

export const hostedZoneSchema = z.object({
  id: z.string(),
  /** Absolute, lower case, with the final dot. */
  name: z.string(),
  /** Four host names without the final dot. */
  nameServers: z.array(z.string()),
  /** Includes the zone's SOA and NS. */
  records: z.array(recordSetSchema),
});
export type HostedZone = z.infer<typeof hostedZoneSchema>;
