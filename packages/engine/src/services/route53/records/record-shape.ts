import type { ResourceRecordSet, ResourceRecordSetRegion } from '@aws-sdk/client-route-53';
import { RECORD_TYPES, type RecordSet, type Routing, SIMPLE } from '@understudy/contract';
import { fail } from '../../../kernel/fail.ts';
import { otherAwsService } from './alias-zones.ts';
import { canonicalName, escapedName } from './record-name.ts';

/** SDK shape to ours. Throws for a type that the local name servers cannot answer. */
export function toRecordSet(input: ResourceRecordSet): RecordSet {
  const record: RecordSet = {
    name: canonicalName(input.Name ?? ''),
    type: recordType(input.Type),
    values: (input.ResourceRecords ?? []).map((value) => value.Value ?? ''),
    routing: toRouting(input),
  };
  if (input.TTL !== undefined) record.ttlSeconds = input.TTL;
  if (input.AliasTarget !== undefined)
    record.alias = {
      dnsName: canonicalName(input.AliasTarget.DNSName ?? ''),
      hostedZoneId: plainId(input.AliasTarget.HostedZoneId),
      evaluateTargetHealth: input.AliasTarget.EvaluateTargetHealth ?? false,
    };
  if (input.SetIdentifier !== undefined) record.setIdentifier = input.SetIdentifier;
  if (input.HealthCheckId !== undefined) record.healthCheckId = input.HealthCheckId;
  return record;
}

/** Our shape to the SDK's, as ListResourceRecordSets shows it. */
export function fromRecordSet(record: RecordSet): ResourceRecordSet {
  return {
    Name: escapedName(record.name),
    Type: record.type,
    SetIdentifier: record.setIdentifier,
    ...fromRouting(record.routing),
    TTL: record.ttlSeconds,
    ResourceRecords:
      record.alias === undefined ? record.values.map((Value) => ({ Value })) : undefined,
    AliasTarget:
      record.alias === undefined
        ? undefined
        : {
            HostedZoneId: record.alias.hostedZoneId,
            DNSName: escapedName(record.alias.dnsName),
            EvaluateTargetHealth: record.alias.evaluateTargetHealth,
          },
    HealthCheckId: record.healthCheckId,
  };
}

/** Of the members that name a policy the API takes one, which `checkChangeShapes` sees to. */
function toRouting({ Failover, Weight, Region, MultiValueAnswer }: ResourceRecordSet): Routing {
  if (Failover !== undefined) return { kind: 'failover', role: Failover };
  if (Weight !== undefined) return { kind: 'weighted', weight: Weight };
  if (Region !== undefined) return { kind: 'latency', region: Region };
  return MultiValueAnswer === true ? { kind: 'multivalue' } : SIMPLE;
}

function fromRouting(routing: Routing): Partial<ResourceRecordSet> {
  switch (routing.kind) {
    case 'simple':
      return {};
    case 'weighted':
      return { Weight: routing.weight };
    case 'failover':
      return { Failover: routing.role };
    case 'latency':
      return { Region: routing.region as ResourceRecordSetRegion };
    case 'multivalue':
      return { MultiValueAnswer: true };
  }
}

/** `/hostedzone/Z1`, `/change/C1` and the bare id are the same to Route 53. */
export function plainId(id: string | undefined): string {
  return (id ?? '').replace(/^\/?(?:hostedzone|change|healthcheck|delegationset)\//, '');
}

const UNSUPPORTED = {
  GeoLocation: 'geolocation routing',
  GeoProximityLocation: 'geoproximity routing',
  CidrRoutingConfig: 'IP-based routing',
  TrafficPolicyInstanceId: 'traffic policy instances',
} as const satisfies Partial<Record<keyof ResourceRecordSet, string>>;

/**
 * What AWS takes and the local name servers cannot answer. Asked before anything else is, since
 * what follows would blame the user for it.
 */
export function refuseUnsupported(input: ResourceRecordSet): void {
  const refuse = (member: string, why: string): never =>
    fail('NotImplemented', `${member} of record set '${input.Name}': ${why}`, 501);
  for (const [member, what] of Object.entries(UNSUPPORTED))
    if (input[member as keyof typeof UNSUPPORTED] !== undefined)
      refuse(member, `the local engine does not do ${what}`);
  const service = otherAwsService(canonicalName(input.AliasTarget?.DNSName ?? ''));
  if (service !== undefined)
    refuse('AliasTarget', `the local name servers do not lead to ${service}`);
}

function recordType(type: string | undefined): RecordSet['type'] {
  return (
    RECORD_TYPES.find((candidate) => candidate === type) ??
    fail(
      'NotImplemented',
      `the local name servers do not answer records of type ${type}; they answer ${RECORD_TYPES.join(', ')}`,
      501,
    )
  );
}
