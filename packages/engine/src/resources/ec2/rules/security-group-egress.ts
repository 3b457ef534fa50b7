import { resourceType } from '../../resource-type.ts';
import { ruleHandling } from './rule-handling.ts';
import { egressPermission, NO_IPV6, PROTOCOLS } from './rules.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html */
const type = resourceType('AWS::EC2::SecurityGroupEgress', {
  CidrIp: 'works',
  CidrIpv6: NO_IPV6,
  Description: 'works',
  DestinationPrefixListId: 'works',
  DestinationSecurityGroupId: 'works',
  FromPort: 'works',
  GroupId: 'works',
  IpProtocol: PROTOCOLS,
  ToPort: 'works',
});

export const securityGroupEgress = type.handler(ruleHandling('egress', egressPermission));
