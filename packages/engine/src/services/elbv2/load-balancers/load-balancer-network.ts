import type { SubnetMapping } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SubnetRecord } from '../../ec2/records.ts';
import { fail } from '../../../kernel/fail.ts';
import type { ElbV2Store } from '../elbv2-store.ts';

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
const SECURITY_GROUPS_MAX = 5;

export interface SubnetChoice {
  Subnets?: string[] | undefined;
  SubnetMappings?: SubnetMapping[] | undefined;
}

/**
 * The subnets of a load balancer: two zones at least, one subnet a zone, one VPC.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
 */
export function chooseSubnets(
  store: ElbV2Store,
  region: string,
  choice: SubnetChoice,
): SubnetRecord[] {
  const mappings = choice.SubnetMappings ?? [];
  if ((choice.Subnets ?? []).length > 0 && mappings.length > 0)
    fail('ValidationError', 'Only one of subnets and subnet mappings can be specified');
  for (const { AllocationId, PrivateIPv4Address, IPv6Address } of mappings)
    if (AllocationId !== undefined || PrivateIPv4Address !== undefined || IPv6Address !== undefined)
      fail('ValidationError', 'Addresses cannot be specified for Application Load Balancers');
  const ids =
    mappings.length > 0 ? mappings.map((mapping) => mapping.SubnetId ?? '') : choice.Subnets;
  const subnets = [...new Set(ids ?? [])].map(
    (id) =>
      store.ec2.subnet(region, id) ??
      fail('SubnetNotFound', `The subnet ID '${id}' does not exist`),
  );
  const zones = new Set(subnets.map((subnet) => subnet.zone));
  if (zones.size < subnets.length)
    fail(
      'InvalidConfigurationRequest',
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  if (zones.size < 2)
    fail(
      'ValidationError',
      'At least two subnets in two different Availability Zones must be specified',
    );
  if (new Set(subnets.map((subnet) => subnet.vpcId)).size > 1)
    fail('InvalidConfigurationRequest', 'The subnets must belong to the same VPC');
  return subnets;
}

/** The groups, checked; the VPC's default group where none is named. */
export function checkSecurityGroups(
  store: ElbV2Store,
  region: string,
  vpcId: string,
  ids: readonly string[],
): string[] {
  if (ids.length === 0) {
    const group = store.ec2.defaultSecurityGroup(region, vpcId);
    return group === undefined ? [] : [group.groupId];
  }
  if (ids.length > SECURITY_GROUPS_MAX)
    fail(
      'InvalidConfigurationRequest',
      `You can specify at most ${SECURITY_GROUPS_MAX} security groups for a load balancer`,
    );
  for (const id of ids) {
    const group = store.ec2.securityGroup(region, id);
    if (group === undefined)
      fail('InvalidSecurityGroup', `The security group '${id}' does not exist`);
    if (group.vpcId !== vpcId)
      fail(
        'InvalidConfigurationRequest',
        'One or more security groups are invalid: they belong to another VPC than the subnets',
      );
  }
  return [...ids];
}
