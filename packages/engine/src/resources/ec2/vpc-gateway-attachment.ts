import type {
  AttachInternetGatewayRequest,
  DetachInternetGatewayRequest,
} from '@aws-sdk/client-ec2';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html */
const type = resourceType('AWS::EC2::VPCGatewayAttachment', {
  InternetGatewayId: 'passes',
  VpcId: 'passes',
  VpnGatewayId: { refused: 'the local engine has no VPN gateways' },
});

export const vpcGatewayAttachment = type.handler({
  create(properties, context) {
    const { AttachInternetGateway } = context.services.ec2.operations;
    AttachInternetGateway(context.request, type.passed<AttachInternetGatewayRequest>(properties));
    const physicalId = `IGW|${properties.VpcId}`;
    return Promise.resolve({ physicalId, attributes: { AttachmentType: 'IGW' } });
  },

  /** Another gateway for the same VPC. */
  update(properties, previous, physicalId, context) {
    const { AttachInternetGateway, DetachInternetGateway } = context.services.ec2.operations;
    DetachInternetGateway(context.request, type.passed<DetachInternetGatewayRequest>(previous));
    AttachInternetGateway(context.request, type.passed<AttachInternetGatewayRequest>(properties));
    return Promise.resolve({ physicalId, attributes: { AttachmentType: 'IGW' } });
  },

  remove(_physicalId, properties, context) {
    const { DetachInternetGateway } = context.services.ec2.operations;
    unlessMissing(['Gateway.NotAttached', 'InvalidInternetGatewayID.NotFound'], () =>
      DetachInternetGateway(context.request, type.passed<DetachInternetGatewayRequest>(properties)),
    );
    return Promise.resolve();
  },
});
