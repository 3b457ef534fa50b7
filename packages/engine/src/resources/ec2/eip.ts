import type { ResourceHandler } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';
import { tagSpecifications, updateTags } from './tagging.ts';

const FROM_POOL = { refused: 'addresses come from one pool in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html */
export const eip: ResourceHandler = {
  type: 'AWS::EC2::EIP',
  properties: {
    Address: FROM_POOL,
    Domain: { inert: 'on AWS, always `vpc` today' },
    InstanceId: { refused: 'instances have no public addresses in the local engine' },
    IpamPoolId: FROM_POOL,
    NetworkBorderGroup: { inert: 'on AWS, where the address is announced' },
    PublicIpv4Pool: FROM_POOL,
    Tags: 'works',
    TransferAddress: { refused: 'there is no other account to transfer an address from' },
  },

  create(properties, context) {
    const { AllocateAddress } = context.services.ec2.operations;
    const made = AllocateAddress(context.request, {
      Domain: 'vpc',
      NetworkBorderGroup: new PropertyReader(properties).text('NetworkBorderGroup'),
      TagSpecifications: tagSpecifications(properties, 'elastic-ip'),
    });
    const { PublicIp = '', AllocationId = '' } = made;
    // CloudFormation's Ref of an address is the address itself.
    return Promise.resolve({ physicalId: PublicIp, attributes: { PublicIp, AllocationId } });
  },

  update(properties, previous, physicalId, context) {
    const { DescribeAddresses } = context.services.ec2.operations;
    const { Addresses: found } = DescribeAddresses(context.request, { PublicIps: [physicalId] });
    const allocationId = found?.[0]?.AllocationId ?? '';
    updateTags(context, allocationId, properties, previous);
    const attributes = { PublicIp: physicalId, AllocationId: allocationId };
    return Promise.resolve({ physicalId, attributes });
  },

  remove(physicalId, _properties, context) {
    const { DescribeAddresses, ReleaseAddress } = context.services.ec2.operations;
    const { Addresses: found } = DescribeAddresses(context.request, { PublicIps: [physicalId] });
    for (const { AllocationId } of found ?? [])
      unlessMissing(['InvalidAllocationID.NotFound'], () =>
        ReleaseAddress(context.request, { AllocationId }),
      );
    return Promise.resolve();
  },
};
