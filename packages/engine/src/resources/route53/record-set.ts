import type { ResourceHandler } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { changeRecords, deleteRecords, recordChanges } from './change-records.ts';
import { findZoneId, readRecordSet, RECORD_PROPERTIES } from './record-properties.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html */
export const recordSet: ResourceHandler = {
  type: 'AWS::Route53::RecordSet',
  properties: { ...RECORD_PROPERTIES, Comment: 'works' },

  async create(properties, context) {
    const reader = new PropertyReader(properties);
    const record = readRecordSet(reader);
    const physicalId = record.Name ?? '';
    await changeRecords(context, physicalId, {
      zoneId: findZoneId(reader, context.services.route53),
      changes: [{ Action: 'CREATE', ResourceRecordSet: record }],
      comment: reader.text('Comment'),
    });
    return { physicalId, attributes: {} };
  },

  async update(properties, previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    const before = readRecordSet(new PropertyReader(previous));
    const zoneId = findZoneId(reader, context.services.route53);
    await changeRecords(context, physicalId, {
      zoneId,
      changes: recordChanges(context, zoneId, { before: [before], after: [readRecordSet(reader)] }),
      comment: reader.text('Comment'),
    });
    return { physicalId, attributes: {} };
  },

  async remove(_physicalId, properties, context) {
    const reader = new PropertyReader(properties);
    const zoneId = findZoneId(reader, context.services.route53);
    await deleteRecords(context, zoneId, [readRecordSet(reader)]);
  },
};
