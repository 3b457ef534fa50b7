/** A VPC as a template has it. */
export const vpc = (properties: object = {}): object => ({
  Type: 'AWS::EC2::VPC',
  Properties: { CidrBlock: '10.0.0.0/16', ...properties },
});
export const subnet = (properties: object = {}): object => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24', ...properties },
});
export const network = { Resources: { Subnet: subnet(), Vpc: vpc() } };
