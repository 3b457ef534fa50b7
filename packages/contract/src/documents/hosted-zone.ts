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

/**
 * By what Route 53 chooses among the record sets of one name and type, which all have the same
 * kind.
 */
export const routingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('simple') }),
  z.object({ kind: z.literal('weighted'), weight: z.number().int().min(0).max(255) }),
  z.object({ kind: z.literal('failover'), role: z.enum(['PRIMARY', 'SECONDARY']) }),
  z.object({ kind: z.literal('multivalue') }),
  /** `region` is where what the record set leads to is. */
  z.object({ kind: z.literal('latency'), region: z.string() }),
]);
export type Routing = z.infer<typeof routingSchema>;
export type RoutingPolicy = Routing['kind'];

/** The routing of all record sets that have no company of their name and type. */
export const SIMPLE = { kind: 'simple' } as const satisfies Routing;

export const currentRecordSetSchema = z.object({
  name: z.string(),
  type: z.enum(RECORD_TYPES),
  /** Seconds. Absent on aliases, which take their target's. */
  ttlSeconds: z.number().int().optional(),
  /** Zone-file text, one a record, exactly as the API takes them (TXT quoted). Empty on aliases. */
  values: z.array(z.string()),
  alias: z
    .object({ dnsName: z.string(), hostedZoneId: z.string(), evaluateTargetHealth: z.boolean() })
    .optional(),
  routing: routingSchema,
  /** Tells record sets of one name and type apart. Absent where the routing is simple. */
  setIdentifier: z.string().optional(),
  healthCheckId: z.string().optional(),
});

/** A Route 53 resource record set. Names are absolute, lower case, with the final dot. */
export type RecordSet = z.infer<typeof currentRecordSetSchema>;

/**
 * As an earlier version wrote it, when the member that a record set had was what named its routing.
 */
export type EarlierRecordSet = Omit<RecordSet, 'routing'> & {
  failover?: 'PRIMARY' | 'SECONDARY' | undefined;
  weight?: number | undefined;
  multiValueAnswer?: boolean | undefined;
};

/** Takes over what an earlier version wrote; anything else stays what it is. */
export function currentRecordSet(stored: RecordSet | EarlierRecordSet): RecordSet {
  if ('routing' in stored) return stored;
  const { failover, weight, multiValueAnswer, ...rest } = stored;
  return { ...rest, routing: earlierRouting({ failover, weight, multiValueAnswer }) };
}

function earlierRouting({
  failover,
  weight,
  multiValueAnswer,
}: Pick<EarlierRecordSet, 'failover' | 'weight' | 'multiValueAnswer'>): Routing {
  if (failover !== undefined) return { kind: 'failover', role: failover };
  if (weight !== undefined) return { kind: 'weighted', weight };
  return multiValueAnswer === true ? { kind: 'multivalue' } : SIMPLE;
}

/**
 * Reads documents and patches of earlier versions, too: a process may find one on disk before it is
 * told a new one.
 */
export const recordSetSchema = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null
      ? currentRecordSet(value as RecordSet | EarlierRecordSet)
      : value,
  currentRecordSetSchema,
);

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
