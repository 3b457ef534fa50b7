import type { CreateRouteTableRequest } from '@aws-sdk/client-ec2';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { tagSpecifications, updateTags } from './tagging.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-routetable.html */
const type = resourceType('AWS::EC2::RouteTable', { Tags: 'works', VpcId: 'passes' });

export const routeTable = type.handler({
  create(properties, context) {
    const { CreateRouteTable } = context.services.ec2.operations;
    const { RouteTable: made } = CreateRouteTable(context.request, {
      ...type.passed<CreateRouteTableRequest>(properties),
      TagSpecifications: tagSpecifications(properties.Tags, 'route-table'),
    });
    const id = made?.RouteTableId ?? '';
    return Promise.resolve({ physicalId: id, attributes: { RouteTableId: id } });
  },

  update(properties, previous, physicalId, context) {
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    return Promise.resolve({ physicalId, attributes: { RouteTableId: physicalId } });
  },

  remove(physicalId, _properties, context) {
    const { DeleteRouteTable } = context.services.ec2.operations;
    unlessMissing(['InvalidRouteTableID.NotFound'], () =>
      DeleteRouteTable(context.request, { RouteTableId: physicalId }),
    );
    return Promise.resolve();
  },
});
