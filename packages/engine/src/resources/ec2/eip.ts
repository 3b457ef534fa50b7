import type { AllocateAddressRequest } from '@aws-sdk/client-ec2';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { tagSpecifications, updateTags } from './tagging.ts';

const FROM_POOL = { refused: 'addresses come from one pool in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html */
const type = resourceType('AWS::EC2::EIP', {
  Address: FROM_POOL,
  Domain: {
    passes: true,
    except: { standard: { inert: 'EC2-Classic is gone: every address is for VPCs' } },
  },
  InstanceId: { refused: 'instances have no public addresses in the local engine' },
  IpamPoolId: FROM_POOL,
  NetworkBorderGroup: { inert: 'on AWS, where the address is announced', passes: true },
  PublicIpv4Pool: FROM_POOL,
  Tags: 'works',
  TransferAddress: { refused: 'there is no other account to transfer an address from' },
});

export const eip = type.handler({
  create(properties, context) {
    const { AllocateAddress } = context.services.ec2.operations;
    const made = AllocateAddress(context.request, {
      ...type.passed<AllocateAddressRequest>(properties),
      TagSpecifications: tagSpecifications(properties.Tags, 'elastic-ip'),
    });
    const { PublicIp = '', AllocationId = '' } = made;
    // CloudFormation's Ref of an address is the address itself.
    return Promise.resolve({ physicalId: PublicIp, attributes: { PublicIp, AllocationId } });
  },

  update(properties, previous, physicalId, context) {
    const { DescribeAddresses } = context.services.ec2.operations;
    const { Addresses: found } = DescribeAddresses(context.request, { PublicIps: [physicalId] });
    const allocationId = found?.[0]?.AllocationId ?? '';
    updateTags(context, allocationId, properties.Tags, previous.Tags);
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
});
