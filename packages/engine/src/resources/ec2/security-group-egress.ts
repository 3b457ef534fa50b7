import { ruleHandler } from './rule-handler.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html */
export const securityGroupEgress = ruleHandler('AWS::EC2::SecurityGroupEgress', 'egress', {
  CidrIp: 'works',
  CidrIpv6: { inert: 'the local network has no IPv6: such a rule admits nothing' },
  Description: 'works',
  DestinationPrefixListId: 'works',
  DestinationSecurityGroupId: 'works',
  FromPort: 'works',
  GroupId: 'works',
  IpProtocol: 'works',
  ToPort: 'works',
});
