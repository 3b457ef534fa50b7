import type { CreateNatGatewayRequest, NatGateway } from '@aws-sdk/client-ec2';
import type { ResourceResult } from '../../kernel/resource.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { tagSpecifications, updateTags } from './tagging.ts';

const ONE_ADDRESS = { refused: 'NAT gateways have one address in the local engine' };
const ZONAL = { refused: 'NAT gateways are of one zone in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html */
const type = resourceType('AWS::EC2::NatGateway', {
  AllocationId: { inert: 'on AWS, the address that instances behind it come from', passes: true },
  AvailabilityMode: { except: { regional: ZONAL } },
  AvailabilityZoneAddresses: ZONAL,
  ConnectivityType: { inert: 'on AWS, whether it leads to the internet', passes: true },
  MaxDrainDurationSeconds: { inert: 'on AWS, how long released addresses drain' },
  PrivateIpAddress: ONE_ADDRESS,
  SecondaryAllocationIds: ONE_ADDRESS,
  SecondaryPrivateIpAddressCount: ONE_ADDRESS,
  SecondaryPrivateIpAddresses: ONE_ADDRESS,
  SubnetId: {
    inert: 'on AWS, where it stands; here instances reach what this machine reaches',
    passes: true,
  },
  Tags: 'works',
  VpcId: ZONAL,
});

export const natGateway = type.handler({
  create(properties, context) {
    const { CreateNatGateway } = context.services.ec2.operations;
    const { NatGateway: made } = CreateNatGateway(context.request, {
      ...type.passed<CreateNatGatewayRequest>(properties),
      TagSpecifications: tagSpecifications(properties.Tags, 'natgateway'),
    });
    return Promise.resolve(resultOf(made));
  },

  update(properties, previous, physicalId, context) {
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    const { DescribeNatGateways } = context.services.ec2.operations;
    const { NatGateways: found } = DescribeNatGateways(context.request, {
      NatGatewayIds: [physicalId],
    });
    return Promise.resolve(resultOf(found?.[0]));
  },

  remove(physicalId, _properties, context) {
    const { DeleteNatGateway } = context.services.ec2.operations;
    unlessMissing(['NatGatewayNotFound'], () =>
      DeleteNatGateway(context.request, { NatGatewayId: physicalId }),
    );
    return Promise.resolve();
  },
});

function resultOf(described: NatGateway | undefined): ResourceResult {
  const id = described?.NatGatewayId ?? '';
  const eniId = described?.NatGatewayAddresses?.[0]?.NetworkInterfaceId ?? '';
  return { physicalId: id, attributes: { NatGatewayId: id, EniId: eniId } };
}
