import type { IpPermission } from '@aws-sdk/client-ec2';
import { AwsError } from '@understudy/wire';
import type { PropertyReader } from '../reader.ts';

/** A rule as templates write it, inline in a group or as a resource of its own, as EC2 takes it. */
export function permissionOf(rule: PropertyReader, direction: 'ingress' | 'egress'): IpPermission {
  const description = rule.text('Description');
  const about = description === undefined ? {} : { Description: description };
  const cidr = rule.text('CidrIp');
  const cidr6 = rule.text('CidrIpv6');
  const group = rule.text(
    direction === 'ingress' ? 'SourceSecurityGroupId' : 'DestinationSecurityGroupId',
  );
  const prefixList = rule.text(
    direction === 'ingress' ? 'SourcePrefixListId' : 'DestinationPrefixListId',
  );
  if (direction === 'ingress' && rule.has('SourceSecurityGroupName'))
    throw new AwsError({
      code: 'InvalidParameterValue',
      message: 'Security groups of a VPC are named by SourceSecurityGroupId, not by their name.',
    });
  return {
    IpProtocol: rule.requiredText('IpProtocol'),
    FromPort: rule.number('FromPort'),
    ToPort: rule.number('ToPort'),
    IpRanges: cidr === undefined ? [] : [{ CidrIp: cidr, ...about }],
    Ipv6Ranges: cidr6 === undefined ? [] : [{ CidrIpv6: cidr6, ...about }],
    UserIdGroupPairs: group === undefined ? [] : [{ GroupId: group, ...about }],
    PrefixListIds: prefixList === undefined ? [] : [{ PrefixListId: prefixList, ...about }],
  };
}
