import type {
  ResourceRecordSet,
  ResourceRecordSetFailover,
  RRType,
} from '@aws-sdk/client-route-53';
import { AwsError } from '@understudy/wire';
import type { ResourceHandler } from '../../kernel/resource.ts';
import { canonicalName } from '../../services/route53/record-name.ts';
import type { Route53Service } from '../../services/route53/route53-service.ts';
import type { PropertyReader } from '../reader.ts';

/** What a record set is made of, whether it stands alone or in a group. */
export const RECORD_PROPERTIES: ResourceHandler['properties'] = {
  AliasTarget: 'works',
  CidrRoutingConfig: { refused: 'the local name servers do not do IP-based routing' },
  Failover: 'works',
  GeoLocation: { refused: 'the local name servers do not do geolocation routing' },
  HealthCheckId: 'works',
  HostedZoneId: 'works',
  HostedZoneName: 'works',
  MultiValueAnswer: 'works',
  Name: 'works',
  Region: { refused: 'the local name servers do not do latency routing' },
  ResourceRecords: 'works',
  SetIdentifier: 'works',
  TTL: 'works',
  Type: 'works',
  Weight: 'works',
};

/** CloudFormation's properties of one record set in the API's shape. */
export function readRecordSet(reader: PropertyReader): ResourceRecordSet {
  const alias = reader.object('AliasTarget');
  const values = reader.texts('ResourceRecords');
  return {
    Name: reader.requiredText('Name'),
    Type: reader.requiredText('Type') as RRType,
    SetIdentifier: reader.text('SetIdentifier'),
    Weight: reader.number('Weight'),
    Failover: reader.text('Failover') as ResourceRecordSetFailover | undefined,
    // CloudFormation takes `false` for "no multivalue routing", which the API knows as absence.
    MultiValueAnswer: reader.flag('MultiValueAnswer') === true ? true : undefined,
    TTL: reader.number('TTL'),
    ResourceRecords: values?.map((Value) => ({ Value })),
    HealthCheckId: reader.text('HealthCheckId'),
    AliasTarget:
      alias === undefined
        ? undefined
        : {
            DNSName: alias.requiredText('DNSName'),
            HostedZoneId: alias.requiredText('HostedZoneId'),
            EvaluateTargetHealth: alias.flag('EvaluateTargetHealth') ?? false,
          },
  };
}

/** By id, or by a name that exactly one hosted zone has. */
export function findZoneId(reader: PropertyReader, route53: Route53Service): string {
  const id = reader.text('HostedZoneId');
  const name = reader.text('HostedZoneName');
  if ((id === undefined) === (name === undefined))
    throw new AwsError({
      code: 'ValidationError',
      message: 'Exactly one of HostedZoneId and HostedZoneName must be specified',
    });
  if (id !== undefined) return id;
  const zones = route53.zones.list().filter((zone) => zone.name === canonicalName(name ?? ''));
  const [zone] = zones;
  if (zone !== undefined && zones.length === 1) return zone.id;
  throw new AwsError({
    code: 'ValidationError',
    message:
      zone === undefined
        ? `No hosted zones named ${name} found`
        : `Multiple hosted zones named ${name} found. Use HostedZoneId`,
  });
}

/** What tells record sets apart. */
export function recordSetKey(record: ResourceRecordSet): string {
  return [canonicalName(record.Name ?? ''), record.Type, record.SetIdentifier ?? ''].join('\n');
}
