import type { ResourceHandler } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';
import { tagSpecifications, updateTags } from './tagging.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-routetable.html */
export const routeTable: ResourceHandler = {
  type: 'AWS::EC2::RouteTable',
  properties: { Tags: 'works', VpcId: 'works' },

  create(properties, context) {
    const { CreateRouteTable } = context.services.ec2.operations;
    const { RouteTable: made } = CreateRouteTable(context.request, {
      VpcId: new PropertyReader(properties).requiredText('VpcId'),
      TagSpecifications: tagSpecifications(properties, 'route-table'),
    });
    const id = made?.RouteTableId ?? '';
    return Promise.resolve({ physicalId: id, attributes: { RouteTableId: id } });
  },

  update(properties, previous, physicalId, context) {
    updateTags(context, physicalId, properties, previous);
    return Promise.resolve({ physicalId, attributes: { RouteTableId: physicalId } });
  },

  remove(physicalId, _properties, context) {
    const { DeleteRouteTable } = context.services.ec2.operations;
    unlessMissing(['InvalidRouteTableID.NotFound'], () =>
      DeleteRouteTable(context.request, { RouteTableId: physicalId }),
    );
    return Promise.resolve();
  },
};
