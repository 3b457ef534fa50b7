import { everyType } from '../interruption/every-type.fixture.ts';

export const ASSETS = 'assets-of-lifecycles';
export const DOMAIN = 'lifecycle.test';

interface Needed {
  Type: string;
  Properties?: object;
}

/** What the cases lean on: one of every type, and what must belong to nobody yet. */
export function needs(zoneId: string): object {
  const variant = { isSecond: false, prefix: 'lifecycle', zoneId, domain: DOMAIN, assets: ASSETS };
  const { Resources } = JSON.parse(everyType(variant)) as { Resources: Record<string, Needed> };
  const vpc = (CidrBlock: string): Needed => ({ Type: 'AWS::EC2::VPC', Properties: { CidrBlock } });
  const resources: Record<string, Needed> = {
    ...Resources,
    BareVpc: vpc('10.90.0.0/16'),
    OtherVpc: vpc('10.91.0.0/16'),
    FreeGateway: { Type: 'AWS::EC2::InternetGateway' },
    OtherGateway: { Type: 'AWS::EC2::InternetGateway' },
    FreeTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
    OtherTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
    FreeSubnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.200.0/24' },
    },
    OtherSubnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.201.0/24' },
    },
  };
  const output = (value: object): object => ({ Value: value });
  const att = (id: string, name: string): object => output({ 'Fn::GetAtt': [id, name] });
  return {
    Resources: resources,
    Outputs: {
      ...Object.fromEntries(Object.keys(resources).map((id) => [id, output({ Ref: id })])),
      AllocationId: att('Address', 'AllocationId'),
      ImageId: att('Image', 'ImageId'),
      RoleArn: att('Role', 'Arn'),
      BucketArn: att('Bucket', 'Arn'),
      BucketDomain: att('Bucket', 'RegionalDomainName'),
    },
  };
}
