import type { AssociateRouteTableRequest } from '@aws-sdk/client-ec2';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetroutetableassociation.html */
const type = resourceType('AWS::EC2::SubnetRouteTableAssociation', {
  RouteTableId: 'passes',
  SubnetId: 'passes',
});

export const subnetRouteTableAssociation = type.handler({
  create(properties, context) {
    const { AssociateRouteTable } = context.services.ec2.operations;
    const { AssociationId: id = '' } = AssociateRouteTable(
      context.request,
      type.passed<AssociateRouteTableRequest>(properties),
    );
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
});
