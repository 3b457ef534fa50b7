import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Properties, ResourceHandler } from '../../kernel/resource.ts';
import { physicalName } from '../physical-name.ts';
import { PropertyReader } from '../reader.ts';
import { changeRecords, deleteRecords, recordChanges } from './change-records.ts';
import { findZoneId, readRecordSet, RECORD_PROPERTIES } from './record-properties.ts';

const ID_CHARACTERS_MAX = 128;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordsetgroup.html */
export const recordSetGroup: ResourceHandler = {
  type: 'AWS::Route53::RecordSetGroup',
  properties: {
    Comment: 'works',
    HostedZoneId: 'works',
    HostedZoneName: 'works',
    RecordSets: 'works',
    'RecordSets.GeoProximityLocation': {
      refused: 'the local name servers do not do geoproximity routing',
    },
    ...Object.fromEntries(
      Object.entries(RECORD_PROPERTIES).flatMap(([name, support]) =>
        support === 'works' ? [] : [[`RecordSets.${name}`, support]],
      ),
    ),
  },

  async create(properties, context) {
    const reader = new PropertyReader(properties);
    const id = physicalName(context, ID_CHARACTERS_MAX);
    const records = readRecords(properties);
    await changeRecords(context, id, {
      zoneId: findZoneId(reader, context.services.route53),
      changes: records.map((record) => ({ Action: 'CREATE', ResourceRecordSet: record })),
      comment: reader.text('Comment'),
    });
    return { physicalId: id, attributes: { Id: id } };
  },

  async update(properties, previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    const zoneId = findZoneId(reader, context.services.route53);
    const [before, after] = [readRecords(previous), readRecords(properties)];
    await changeRecords(context, physicalId, {
      zoneId,
      changes: recordChanges(context, zoneId, { before, after }),
      comment: reader.text('Comment'),
    });
    return { physicalId, attributes: { Id: physicalId } };
  },

  async remove(_physicalId, properties, context) {
    const zoneId = findZoneId(new PropertyReader(properties), context.services.route53);
    await deleteRecords(context, zoneId, readRecords(properties));
  },
};

function readRecords(properties: Properties): ResourceRecordSet[] {
  return (new PropertyReader(properties).objects('RecordSets') ?? []).map(readRecordSet);
}
