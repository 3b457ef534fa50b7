import type { ResourceHandler } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html */
export const vpcGatewayAttachment: ResourceHandler = {
  type: 'AWS::EC2::VPCGatewayAttachment',
  properties: {
    InternetGatewayId: 'works',
    VpcId: 'works',
    VpnGatewayId: { refused: 'the local engine has no VPN gateways' },
  },

  create(properties, context) {
    const reader = new PropertyReader(properties);
    const vpcId = reader.requiredText('VpcId');
    context.services.ec2.operations.AttachInternetGateway(context.request, {
      VpcId: vpcId,
      InternetGatewayId: reader.requiredText('InternetGatewayId'),
    });
    return Promise.resolve({ physicalId: `IGW|${vpcId}`, attributes: { AttachmentType: 'IGW' } });
  },

  /** Another gateway for the same VPC. */
  update(properties, previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    const { AttachInternetGateway, DetachInternetGateway } = context.services.ec2.operations;
    const vpcId = reader.requiredText('VpcId');
    DetachInternetGateway(context.request, {
      VpcId: vpcId,
      InternetGatewayId: new PropertyReader(previous).requiredText('InternetGatewayId'),
    });
    AttachInternetGateway(context.request, {
      VpcId: vpcId,
      InternetGatewayId: reader.requiredText('InternetGatewayId'),
    });
    return Promise.resolve({ physicalId, attributes: { AttachmentType: 'IGW' } });
  },

  remove(_physicalId, properties, context) {
    const reader = new PropertyReader(properties);
    const { DetachInternetGateway } = context.services.ec2.operations;
    unlessMissing(['Gateway.NotAttached', 'InvalidInternetGatewayID.NotFound'], () =>
      DetachInternetGateway(context.request, {
        VpcId: reader.text('VpcId'),
        InternetGatewayId: reader.text('InternetGatewayId'),
      }),
    );
    return Promise.resolve();
  },
};
