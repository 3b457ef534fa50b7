import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { below } from '../below.ts';
import { physicalName } from '../physical-name.ts';
import type { Route53RecordSetGroupProperties as RecordSetGroup } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { createRecords, deleteRecords, updateRecords } from './change-records.ts';
import { NO_ROUTING, toRecordSet } from './record-properties.ts';

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
  async create(properties, context) {
    const id = physicalName(context, ID_CHARACTERS_MAX);
    await createRecords(context, id, properties, recordsOf(properties));
    return { physicalId: id, attributes: { Id: id } };
  },

  async update(properties, previous, physicalId, context) {
    const [before, after] = [recordsOf(previous), recordsOf(properties)];
    await updateRecords(context, physicalId, properties, { before, after });
    return { physicalId, attributes: { Id: physicalId } };
  },

  async remove(_physicalId, properties, context) {
    await deleteRecords(context, properties, recordsOf(properties));
  },
});

function recordsOf({ RecordSets = [] }: RecordSetGroup): ResourceRecordSet[] {
  return RecordSets.map(toRecordSet);
}
