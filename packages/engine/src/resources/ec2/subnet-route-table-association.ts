import type { ResourceHandler } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetroutetableassociation.html */
export const subnetRouteTableAssociation: ResourceHandler = {
  type: 'AWS::EC2::SubnetRouteTableAssociation',
  properties: { RouteTableId: 'works', SubnetId: 'works' },

  create(properties, context) {
    const reader = new PropertyReader(properties);
    const { AssociateRouteTable } = context.services.ec2.operations;
    const { AssociationId: id = '' } = AssociateRouteTable(context.request, {
      RouteTableId: reader.requiredText('RouteTableId'),
      SubnetId: reader.requiredText('SubnetId'),
    });
    return Promise.resolve({ physicalId: id, attributes: { Id: id } });
  },

  // Both properties replace the resource: there is nothing to change in place.
  update(_properties, _previous, physicalId) {
    return Promise.resolve({ physicalId, attributes: { Id: physicalId } });
  },

  remove(physicalId, _properties, context) {
    const { DisassociateRouteTable } = context.services.ec2.operations;
    unlessMissing(['InvalidAssociationID.NotFound'], () =>
      DisassociateRouteTable(context.request, { AssociationId: physicalId }),
    );
    return Promise.resolve();
  },
};
