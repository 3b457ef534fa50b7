import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { fail } from '../../kernel/fail.ts';
import type { Refusal } from '../../kernel/resource.ts';
import { otherAwsService } from '../../services/route53/records/alias-zones.ts';
import { canonicalName } from '../../services/route53/records/record-name.ts';
import type { Route53Service } from '../../services/route53/route53-service.ts';
import { asInput } from '../as-input.ts';
import type { Route53RecordSetProperties } from '../properties.generated.ts';
import { textsAt } from '../texts-at.ts';

/** Routing that record sets cannot have, whether they stand alone or in a group. */
export const NO_ROUTING = {
  CidrRoutingConfig: { refused: 'the local name servers do not do IP-based routing' },
  GeoLocation: { refused: 'the local name servers do not do geolocation routing' },
};

/** Aliases to what the local name servers do not lead to. `path`: where a record set is. */
export function refusedAliases(properties: unknown, path: '' | 'RecordSets.'): Refusal[] {
  return textsAt(properties, `${path}AliasTarget.DNSName`).flatMap((name) => {
    const service = otherAwsService(canonicalName(name));
    if (service === undefined) return [];
    const message = `${name}: the local name servers do not lead to ${service}`;
    return [{ path: `#/${path.replace('.', '/')}AliasTarget/DNSName`, message }];
  });
}

type RecordSet = Omit<Route53RecordSetProperties, 'Comment'>;

/** CloudFormation's properties of one record set in the API's shape. */
export function toRecordSet(properties: RecordSet): ResourceRecordSet {
  const { Name, Type, SetIdentifier, Weight, Failover, Region, HealthCheckId, AliasTarget } =
    properties;
  return asInput<ResourceRecordSet>({
    Name,
    Type,
    SetIdentifier,
    Weight,
    Failover,
    Region,
    // CloudFormation takes `false` for "no multivalue routing", which the API knows as absence.
    MultiValueAnswer: properties.MultiValueAnswer === true ? true : undefined,
    TTL: secondsOf(properties.TTL),
    ResourceRecords: properties.ResourceRecords?.map((Value) => ({ Value })),
    HealthCheckId,
    AliasTarget: AliasTarget && { EvaluateTargetHealth: false, ...AliasTarget },
  });
}

/** The one number that CloudFormation takes as text. */
function secondsOf(text: string | undefined): number | undefined {
  const seconds = text === undefined ? undefined : Number(text === '' ? Number.NaN : text);
  if (!Number.isNaN(seconds)) return seconds;
  fail('ValidationError', 'Value of property TTL must be a number');
}

/** By id, or by a name that exactly one hosted zone has. */
export function findZoneId(
  { HostedZoneId: id, HostedZoneName: name }: Pick<RecordSet, 'HostedZoneId' | 'HostedZoneName'>,
  route53: Route53Service,
): string {
  if ((id === undefined) === (name === undefined))
    fail('ValidationError', 'Exactly one of HostedZoneId and HostedZoneName must be specified');
  if (id !== undefined) return id;
  const [zoneId, ...others] = route53.zoneIdsOf(name ?? '');
  if (zoneId !== undefined && others.length === 0) return zoneId;
  fail(
    'ValidationError',
    zoneId === undefined
      ? `No hosted zones named ${name} found`
      : `Multiple hosted zones named ${name} found. Use HostedZoneId`,
  );
}

/** What tells record sets apart. */
export function recordSetKey(record: ResourceRecordSet): string {
  return [canonicalName(record.Name ?? ''), record.Type, record.SetIdentifier ?? ''].join('\n');
}
