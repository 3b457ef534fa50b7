import { resourceType } from '../../resource-type.ts';
import { ruleHandling } from './rule-handling.ts';
import { ingressPermission, NO_IPV6, NO_NAMES, ONE_ACCOUNT, PROTOCOLS } from './rules.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html */
const type = resourceType('AWS::EC2::SecurityGroupIngress', {
  CidrIp: 'works',
  CidrIpv6: NO_IPV6,
  Description: 'works',
  FromPort: 'works',
  GroupId: 'works',
  GroupName: NO_NAMES,
  IpProtocol: PROTOCOLS,
  SourcePrefixListId: 'works',
  SourceSecurityGroupId: 'works',
  SourceSecurityGroupName: NO_NAMES,
  SourceSecurityGroupOwnerId: ONE_ACCOUNT,
  ToPort: 'works',
});

export const securityGroupIngress = type.handler(ruleHandling('ingress', ingressPermission));
