import { resourceType } from '../resource-type.ts';
import { createRecords, deleteRecords, updateRecords } from './change-records.ts';
import { NO_ROUTING, refusedAliases, toRecordSet } from './record-properties.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html */
const type = resourceType('AWS::Route53::RecordSet', {
  ...NO_ROUTING,
  AliasTarget: 'works',
  Comment: 'works',
  Failover: 'works',
  HealthCheckId: 'works',
  HostedZoneId: 'works',
  HostedZoneName: 'works',
  MultiValueAnswer: 'works',
  Name: 'works',
  Region: 'works',
  ResourceRecords: 'works',
  SetIdentifier: 'works',
  TTL: 'works',
  Type: 'works',
  Weight: 'works',
});

export const recordSet = type.handler({
  refuses: (properties) => refusedAliases(properties, ''),

  async create(properties, context) {
    await createRecords(context, properties.Name, properties, [toRecordSet(properties)]);
    return { physicalId: properties.Name, attributes: {} };
  },

  async update(properties, previous, physicalId, context) {
    const [before, after] = [[toRecordSet(previous)], [toRecordSet(properties)]];
    await updateRecords(context, physicalId, properties, { before, after });
    return { physicalId, attributes: {} };
  },

  async remove(_physicalId, properties, context) {
    await deleteRecords(context, properties, [toRecordSet(properties)]);
  },
});
