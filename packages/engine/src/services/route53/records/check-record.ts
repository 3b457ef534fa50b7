import type { RecordSet } from '@understudy/contract';
import { CLOUDFRONT_ZONE_ID, targetSuffix } from './alias-zones.ts';
import { escapedName, isWithin } from './record-name.ts';
import { valueProblems } from './record-values.ts';

/** What a batch is judged against besides the zone's own records. */
export interface BatchFacts {
  zone: { id: string; name: string };
  healthCheckExists(id: string): boolean;
  /** Names of AWS's own that an alias may lead to: load balancers, distributions. */
  aliasTargetExists(dnsName: string): boolean;
}

/** What is wrong with one record set by itself; empty when nothing is. */
export function recordProblems(record: RecordSet, facts: BatchFacts): string[] {
  const problems: string[] = [];
  const name = escapedName(record.name);
  const zone = facts.zone.name;
  if (!isWithin(record.name, zone))
    problems.push(`RRSet with DNS name ${name} is not permitted in zone ${zone}`);
  // A CNAME would stand beside SOA and NS; DS is the parent's to have (RFC 4035 section 2.4).
  if ((record.type === 'CNAME' || record.type === 'DS') && record.name === zone)
    problems.push(
      `RRSet of type ${record.type} with DNS name ${name} is not permitted at apex in zone ${zone}`,
    );
  if (record.type === 'SOA' && record.name !== zone)
    problems.push(`RRSet of type SOA with DNS name ${name} is not permitted in zone ${zone}`);
  if (record.healthCheckId !== undefined && !facts.healthCheckExists(record.healthCheckId))
    problems.push(`The specified health check ${record.healthCheckId} does not exist.`);
  problems.push(...valueProblems(record.type, record.values), ...countProblems(record));
  problems.push(...aliasProblems(record, facts), ...routingProblems(record));
  return problems;
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const VALUES_MAX = 400;

/**
 * RFC 1034 section 3.6.2 (one CNAME), RFC 2181 section 6.1 (one SOA). A weighted record set may
 * have several values: so says the page on what the console takes
 * (resource-record-sets-values-weighted, "Value"), and the console asks the same API; the API
 * reference's "only one ResourceRecord per weighted resource record set" is older.
 */
function countProblems(record: RecordSet): string[] {
  if (record.values.length > VALUES_MAX)
    return [`Cannot have more than ${VALUES_MAX} records in a RRSet.`];
  const single = record.type === 'CNAME' || record.type === 'SOA';
  return single && record.values.length > 1
    ? [
        `RRSet of type ${record.type} with DNS name ${escapedName(record.name)} may have only one resource record`,
      ]
    : [];
}

function aliasProblems(record: RecordSet, facts: BatchFacts): string[] {
  if (record.alias === undefined) return [];
  const { dnsName, hostedZoneId, evaluateTargetHealth } = record.alias;
  const tried = `Tried to create an alias that targets ${escapedName(dnsName)}, type ${record.type} in zone ${hostedZoneId}`;
  if (record.type === 'NS' || record.type === 'SOA')
    return [
      `RRSet of type ${record.type} with DNS name ${escapedName(record.name)} cannot be an alias`,
    ];
  // ResourceRecordSet.AliasTarget.EvaluateTargetHealth, "CloudFront distributions".
  if (hostedZoneId === CLOUDFRONT_ZONE_ID && evaluateTargetHealth)
    return [
      `EvaluateTargetHealth cannot be set to true when the alias target is a CloudFront distribution: ${escapedName(dnsName)}`,
    ];
  if (hostedZoneId === facts.zone.id)
    return isWithin(dnsName, facts.zone.name)
      ? []
      : [`${tried}, but the alias target name does not lie within the target zone`];
  const suffix = targetSuffix(hostedZoneId);
  if (suffix === undefined) return [`${tried}, but that target was not found`];
  if (!suffix.test(dnsName))
    return [`${tried}, but the alias target name does not lie within the target zone`];
  // A distribution has HTTPS records of its own, a load balancer has none.
  const types = hostedZoneId === CLOUDFRONT_ZONE_ID ? ['A', 'AAAA', 'HTTPS'] : ['A', 'AAAA'];
  if (!types.includes(record.type)) return [`${tried}, but that target was not found`];
  return facts.aliasTargetExists(dnsName.slice(0, -1))
    ? []
    : [`${tried}, but that target was not found`];
}

/** "Type" in the API reference lists what each routing policy may hold. */
function routingProblems(record: RecordSet): string[] {
  const problems: string[] = [];
  const { routing } = record;
  if (routing.kind !== 'simple' && ['NS', 'SOA', 'DS'].includes(record.type))
    problems.push(`RRSet of type ${record.type} cannot have a routing policy other than simple`);
  switch (routing.kind) {
    case 'simple':
    case 'weighted':
    case 'latency':
      break;
    case 'multivalue':
      if (record.type === 'CNAME' || record.alias !== undefined)
        problems.push(
          `Multivalue answer routing is not supported for ${record.alias === undefined ? `type ${record.type}` : 'alias records'}: ${escapedName(record.name)}`,
        );
      break;
    case 'failover':
      if (routing.role === 'PRIMARY' && !record.alias && record.healthCheckId === undefined)
        problems.push('A non-alias primary ResourceRecordSet must have an associated health check');
  }
  return problems;
}
