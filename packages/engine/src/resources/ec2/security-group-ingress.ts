import { ruleHandler } from './rule-handler.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html */
export const securityGroupIngress = ruleHandler('AWS::EC2::SecurityGroupIngress', 'ingress', {
  CidrIp: 'works',
  CidrIpv6: { inert: 'the local network has no IPv6: such a rule admits nothing' },
  Description: 'works',
  FromPort: 'works',
  GroupId: 'works',
  GroupName: { refused: 'security groups of a VPC are named by their ID' },
  IpProtocol: 'works',
  SourcePrefixListId: 'works',
  SourceSecurityGroupId: 'works',
  SourceSecurityGroupName: { refused: 'security groups of a VPC are named by their ID' },
  SourceSecurityGroupOwnerId: {
    inert: 'on AWS, the account of the other group; here there is one account',
  },
  ToPort: 'works',
});
