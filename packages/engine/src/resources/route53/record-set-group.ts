import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { fail } from '../../kernel/fail.ts';
import { below } from '../below.ts';
import { physicalName } from '../physical-name.ts';
import type { Route53RecordSetGroupProperties as RecordSetGroup } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { createRecords, deleteRecords, updateRecords } from './change-records.ts';
import { NO_ROUTING, refusedAliases, toRecordSet } from './record-properties.ts';

const ID_CHARACTERS_MAX = 128;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordsetgroup.html */
const type = resourceType('AWS::Route53::RecordSetGroup', {
  Comment: 'works',
  HostedZoneId: 'works',
  HostedZoneName: 'works',
  RecordSets: 'works',
  ...below('RecordSets', {
    ...NO_ROUTING,
    GeoProximityLocation: {
      refused: 'the local name servers do not do geoproximity routing',
    },
  }),
});

export const recordSetGroup = type.handler({
  refuses: (properties) => refusedAliases(properties, 'RecordSets.'),

  async create(properties, context) {
    const id = physicalName(context, ID_CHARACTERS_MAX);
    for (const { place, records } of byZone(properties))
      await createRecords(context, id, place, records);
    return { physicalId: id, attributes: { Id: id } };
  },

  async update(properties, previous, physicalId, context) {
    const [before, after] = [byZone(previous), byZone(properties)];
    const recordsIn = (zones: typeof before, zone: string): ResourceRecordSet[] =>
      zones.find((other) => other.zone === zone)?.records ?? [];
    for (const { zone, place } of after)
      await updateRecords(context, physicalId, place, {
        before: recordsIn(before, zone),
        after: recordsIn(after, zone),
      });
    for (const { zone, place, records } of before)
      if (!after.some((other) => other.zone === zone)) await deleteRecords(context, place, records);
    return { physicalId, attributes: { Id: physicalId } };
  },

  async remove(_physicalId, properties, context) {
    for (const { place, records } of byZone(properties))
      await deleteRecords(context, place, records);
  },
});

interface InZone {
  zone: string;
  place: Pick<RecordSetGroup, 'HostedZoneId' | 'HostedZoneName' | 'Comment'>;
  records: ResourceRecordSet[];
}

/** The group names the zone of its records, or each record its own. */
function byZone({ RecordSets = [], ...group }: RecordSetGroup): InZone[] {
  const zones = new Map<string, InZone>();
  for (const record of RecordSets) {
    const own = { HostedZoneId: record.HostedZoneId, HostedZoneName: record.HostedZoneName };
    const isOwn = Object.values(own).some((name) => name !== undefined);
    if (isOwn && (group.HostedZoneId ?? group.HostedZoneName) !== undefined)
      fail(
        'ValidationError',
        `The hosted zone of ${record.Name} must be specified by the group or by the record set, not by both`,
      );
    const place = isOwn ? { ...own, Comment: group.Comment } : group;
    const zone = JSON.stringify([place.HostedZoneId, place.HostedZoneName]);
    const known = zones.get(zone) ?? { zone, place, records: [] };
    known.records.push(toRecordSet(record));
    zones.set(zone, known);
  }
  return [...zones.values()];
}
