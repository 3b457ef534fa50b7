import { isDeepStrictEqual } from 'node:util';
import type { RecordSet } from '@understudy/contract';
import { escapedName } from './record-name.ts';
import type { BatchFacts } from './check-record.ts';
import type { ZoneRecords } from './zone-records.ts';

/**
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html: "same name and
 * type".
 */
const ROUTED_SETS_MAX = 100;

/**
 * What is wrong with a record set in the company of the others of its zone, once the whole batch is
 * applied.
 */
export function groupProblems(record: RecordSet, all: ZoneRecords, facts: BatchFacts): string[] {
  const sameName = all.at(record.name);
  const problems = cnameProblems(record, sameName, facts.zone.name);
  const others = sameName.filter(
    (other) => other.type === record.type && other.setIdentifier !== record.setIdentifier,
  );
  problems.push(...routingProblems(record, others));
  if (record.alias?.hostedZoneId === facts.zone.id)
    problems.push(...targetProblems(record, record.alias.dnsName, all, facts.zone.id));
  return problems;
}

/** RFC 1034 section 3.6.2: where a CNAME is, nothing else may be. */
function cnameProblems(record: RecordSet, sameName: readonly RecordSet[], zone: string): string[] {
  const name = escapedName(record.name);
  if (record.type === 'CNAME')
    return sameName.some((other) => other.type !== 'CNAME')
      ? [
          `RRSet of type CNAME with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone}`,
        ]
      : [];
  return sameName.some((other) => other.type === 'CNAME')
    ? [
        `RRSet of type ${record.type} with DNS name ${name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone}`,
      ]
    : [];
}

/** All record sets of a name and type follow one routing policy. */
function routingProblems(record: RecordSet, others: readonly RecordSet[]): string[] {
  const { kind: policy } = record.routing;
  const subject = `RRSet with DNS name ${escapedName(record.name)}, type ${record.type}, SetIdentifier ${record.setIdentifier ?? null} cannot be created`;
  const conflicting = others
    .map(({ routing }) => routing.kind)
    .find((other) => other !== policy || other === 'simple');
  if (conflicting !== undefined) {
    // AWS says `non-weighted` of a simple record set, whatever the new one's policy is, and to a
    // weighted one of any.
    const kind = conflicting === 'simple' || policy === 'weighted' ? 'non-weighted' : conflicting;
    return [`${subject} as a ${kind} set exists with the same name and type.`];
  }
  if (others.length >= ROUTED_SETS_MAX)
    return [
      `Exceeded limit on number of ${policy} RRSets for ${escapedName(record.name)}, type ${record.type} in this zone.`,
    ];
  return companyProblems(record, others, subject);
}

/** What each policy asks of the record sets that it chooses among. */
function companyProblems(
  record: RecordSet,
  others: readonly RecordSet[],
  subject: string,
): string[] {
  const { routing } = record;
  const has = (same: (other: RecordSet) => boolean): boolean => others.some(same);
  switch (routing.kind) {
    case 'simple':
    case 'multivalue':
      return [];
    case 'weighted':
      return has((other) => other.ttlSeconds !== record.ttlSeconds)
        ? [`${subject} as weighted sets must contain the same TTL.`]
        : [];
    case 'failover':
      return has((other) => isDeepStrictEqual(other.routing, routing))
        ? [`${subject} as a failover ${routing.role} set exists with the same name and type.`]
        : [];
    case 'latency':
      return has((other) => isDeepStrictEqual(other.routing, routing))
        ? [
            `RRSet with DNS name ${escapedName(record.name)}, type ${record.type}, SetIdentifier ${record.setIdentifier}, and Region Name=${routing.region} cannot be created because a latency RRSet with the same name, type and region already exists.`,
          ]
        : [];
  }
}

/** An alias within the zone leads to record sets of its own type, and not to itself. */
function targetProblems(
  record: RecordSet,
  target: string,
  all: ZoneRecords,
  zoneId: string,
): string[] {
  const tried = `Tried to create an alias that targets ${escapedName(target)}, type ${record.type} in zone ${zoneId}`;
  if (target === record.name) return [`${tried}, but an alias cannot target itself`];
  const found = all.at(target).some((other) => other.type === record.type);
  return found ? [] : [`${tried}, but that target was not found`];
}
