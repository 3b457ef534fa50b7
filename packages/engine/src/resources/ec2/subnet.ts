import type { CreateSubnetRequest } from '@aws-sdk/client-ec2';
import type { HandlerContext } from '../handler-context.ts';
import type { EC2SubnetProperties as Subnet } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { undoing } from '../undoing.ts';
import { unlessMissing } from '../unless-missing.ts';
import { tagSpecifications, updateTags } from './tagging.ts';

const NO_IPV6 = { refused: 'the local network has no IPv6' };
const NO_IPAM = { refused: 'the local engine has no IP address manager (IPAM): give CidrBlock' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html */
const type = resourceType('AWS::EC2::Subnet', {
  AssignIpv6AddressOnCreation: { except: { true: NO_IPV6 } },
  AvailabilityZone: 'passes',
  AvailabilityZoneId: 'passes',
  CidrBlock: 'passes',
  EnableDns64: { except: { true: NO_IPV6 } },
  EnableLniAtDeviceIndex: { refused: 'the local engine has no Outposts' },
  Ipv4IpamPoolId: NO_IPAM,
  Ipv4NetmaskLength: NO_IPAM,
  Ipv6CidrBlock: NO_IPV6,
  Ipv6IpamPoolId: NO_IPV6,
  Ipv6Native: { except: { true: NO_IPV6 } },
  Ipv6NetmaskLength: NO_IPV6,
  MapPublicIpOnLaunch: {
    except: { true: { inert: 'on AWS, instances in it would get public addresses' } },
  },
  OutpostArn: { refused: 'the local engine has no Outposts' },
  PrivateDnsNameOptionsOnLaunch: { inert: 'on AWS, the kind of host names of its instances' },
  Tags: 'works',
  VpcId: 'passes',
});

export const subnet = type.handler({
  async create(properties, context) {
    const { CreateSubnet, DeleteSubnet } = context.services.ec2.operations;
    const { Subnet: made } = CreateSubnet(context.request, {
      ...type.passed<CreateSubnetRequest>(properties),
      TagSpecifications: tagSpecifications(properties.Tags, 'subnet'),
    });
    const subnetId = made?.SubnetId ?? '';
    await undoing(
      () => DeleteSubnet(context.request, { SubnetId: subnetId }),
      () => setPublicAddresses(properties, subnetId, context),
    );
    return { physicalId: subnetId, attributes: attributesOf(subnetId, context) };
  },

  update(properties, previous, physicalId, context) {
    setPublicAddresses(properties, physicalId, context);
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    return Promise.resolve({ physicalId, attributes: attributesOf(physicalId, context) });
  },

  remove(physicalId, _properties, context) {
    const { DeleteSubnet } = context.services.ec2.operations;
    unlessMissing(['InvalidSubnetID.NotFound'], () =>
      DeleteSubnet(context.request, { SubnetId: physicalId }),
    );
    return Promise.resolve();
  },
});

function setPublicAddresses(properties: Subnet, subnetId: string, context: HandlerContext): void {
  const { ModifySubnetAttribute } = context.services.ec2.operations;
  ModifySubnetAttribute(context.request, {
    SubnetId: subnetId,
    MapPublicIpOnLaunch: { Value: properties.MapPublicIpOnLaunch ?? false },
  });
}

function attributesOf(
  subnetId: string,
  context: HandlerContext,
): Record<string, string | string[]> {
  const record = context.services.ec2.subnet(context.request.region, subnetId);
  return {
    SubnetId: subnetId,
    VpcId: record?.vpcId ?? '',
    AvailabilityZone: record?.zone ?? '',
    AvailabilityZoneId: record?.zoneId ?? '',
    CidrBlock: record?.cidr ?? '',
    Ipv6CidrBlocks: [],
    NetworkAclAssociationId: record?.networkAclAssociationId ?? '',
    OutpostArn: '',
  };
}
