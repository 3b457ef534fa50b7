import type { CreateVpcRequest } from '@aws-sdk/client-ec2';
import type { HandlerContext } from '../handler-context.ts';
import type { EC2VPCProperties as Vpc } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { undoing } from '../undoing.ts';
import { unlessMissing } from '../unless-missing.ts';
import { tagSpecifications, updateTags } from './tagging.ts';

const NO_IPAM = { refused: 'the local engine has no IP address manager (IPAM): give CidrBlock' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html */
const type = resourceType('AWS::EC2::VPC', {
  CidrBlock: 'passes',
  EnableDnsHostnames: {
    except: { true: { inert: 'on AWS, instances with public addresses would get DNS names' } },
  },
  EnableDnsSupport: { inert: "on AWS, whether the VPC's own resolver answers" },
  InstanceTenancy: {
    passes: true,
    except: { dedicated: { inert: 'on AWS, instances would have hardware of their own' } },
  },
  Ipv4IpamPoolId: NO_IPAM,
  Ipv4NetmaskLength: NO_IPAM,
  Tags: 'works',
  VpcEncryptionControl: { refused: 'traffic on this machine is not encrypted by a VPC' },
});

export const vpc = type.handler({
  async create(properties, context) {
    const { ec2 } = context.services;
    const { Vpc: made } = ec2.operations.CreateVpc(context.request, {
      ...type.passed<CreateVpcRequest>(properties),
      TagSpecifications: tagSpecifications(properties.Tags, 'vpc'),
    });
    const vpcId = made?.VpcId ?? '';
    await undoing(
      () => ec2.operations.DeleteVpc(context.request, { VpcId: vpcId }),
      () => setDns(properties, vpcId, context),
    );
    return { physicalId: vpcId, attributes: attributesOf(vpcId, context) };
  },

  update(properties, previous, physicalId, context) {
    setDns(properties, physicalId, context);
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    return Promise.resolve({ physicalId, attributes: attributesOf(physicalId, context) });
  },

  remove(physicalId, _properties, context) {
    const { DeleteVpc } = context.services.ec2.operations;
    unlessMissing(['InvalidVpcID.NotFound'], () =>
      DeleteVpc(context.request, { VpcId: physicalId }),
    );
    return Promise.resolve();
  },
});

/** What the template leaves out is what CloudFormation sets: support on, host names off. */
function setDns(properties: Vpc, vpcId: string, context: HandlerContext): void {
  const { ModifyVpcAttribute } = context.services.ec2.operations;
  ModifyVpcAttribute(context.request, {
    VpcId: vpcId,
    EnableDnsSupport: { Value: properties.EnableDnsSupport ?? true },
    EnableDnsHostnames: { Value: properties.EnableDnsHostnames ?? false },
  });
}

function attributesOf(vpcId: string, context: HandlerContext): Record<string, string | string[]> {
  const { ec2 } = context.services;
  const { Vpcs: found } = ec2.operations.DescribeVpcs(context.request, { VpcIds: [vpcId] });
  const described = found?.[0];
  const { networkAclId, securityGroupId } = ec2.vpcDefaults(context.request.region, vpcId);
  return {
    VpcId: vpcId,
    CidrBlock: described?.CidrBlock ?? '',
    CidrBlockAssociations: (described?.CidrBlockAssociationSet ?? []).flatMap(
      (association) => association.AssociationId ?? [],
    ),
    DefaultNetworkAcl: networkAclId,
    DefaultSecurityGroup: securityGroupId,
    Ipv6CidrBlocks: [],
  };
}
