import type { Variant } from './variant.fixture.ts';
import { globalResources } from './every-global-type.fixture.ts';

/** What a stack of every type is made of; the second text is what an update makes of the first. */
type Resource = { Type: string; Properties: Record<string, unknown>; [attribute: string]: unknown };
type Resources = Record<string, Resource>;

const ref = (Ref: string): object => ({ Ref });
const att = (id: string, name: string): object => ({ 'Fn::GetAtt': [id, name] });
const statement = (Action: string, more: object): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, ...more }],
});
const TRUST = statement('sts:AssumeRole', { Principal: { Service: 'ec2.amazonaws.com' } });
const POLICY = statement('s3:GetObject', { Resource: '*' });

/** A template with at least one resource of each type that the engine has. */
export function everyType(variant: Variant): string {
  const resources = {
    ...network(variant),
    ...balancer(variant),
    ...identities(variant),
    ...image(variant),
    ...fleet(variant),
    ...told(variant),
    ...globalResources(variant),
  };
  return JSON.stringify({ Resources: resources });
}

function network({ isSecond }: Variant): Resources {
  const subnet = (index: number, zone: string): Resource => ({
    Type: 'AWS::EC2::Subnet',
    Properties: {
      VpcId: ref('Vpc'),
      CidrBlock: `10.0.${index}.0/24`,
      AvailabilityZone: zone,
      MapPublicIpOnLaunch: !isSecond,
    },
  });
  const association = (id: string): Resource => ({
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: ref(id), RouteTableId: ref('Table') },
  });
  return {
    Vpc: {
      Type: 'AWS::EC2::VPC',
      Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: isSecond },
    },
    Gateway: { Type: 'AWS::EC2::InternetGateway', Properties: {} },
    Attachment: {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') },
    },
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    Route: {
      Type: 'AWS::EC2::Route',
      DependsOn: 'Attachment',
      Properties: {
        RouteTableId: ref('Table'),
        DestinationCidrBlock: isSecond ? '192.0.2.0/24' : '0.0.0.0/0',
        GatewayId: ref('Gateway'),
      },
    },
    SubnetA: subnet(1, 'us-east-1a'),
    SubnetB: subnet(2, 'us-east-1b'),
    AssociationA: association('SubnetA'),
    AssociationB: association('SubnetB'),
    Address: {
      Type: 'AWS::EC2::EIP',
      DependsOn: 'Attachment',
      Properties: { Domain: 'vpc', Tags: [{ Key: 'second', Value: String(isSecond) }] },
    },
    Nat: {
      Type: 'AWS::EC2::NatGateway',
      Properties: { SubnetId: ref('SubnetA'), AllocationId: att('Address', 'AllocationId') },
    },
    Endpoint: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: ref('Vpc'),
        ServiceName: 'com.amazonaws.us-east-1.s3',
        RouteTableIds: [ref('Table')],
      },
    },
    ...securityGroups(isSecond),
  };
}

function securityGroups(isSecond: boolean): Resources {
  const port = isSecond ? 8080 : 80;
  const rule = { IpProtocol: 'tcp', FromPort: port, ToPort: port };
  return {
    BalancerGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'load balancer',
        VpcId: ref('Vpc'),
        SecurityGroupIngress: [{ ...rule, CidrIp: '0.0.0.0/0' }],
      },
    },
    WebGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: 'web', VpcId: ref('Vpc') },
    },
    Ingress: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        ...rule,
        GroupId: att('WebGroup', 'GroupId'),
        SourceSecurityGroupId: att('BalancerGroup', 'GroupId'),
      },
    },
    Egress: {
      Type: 'AWS::EC2::SecurityGroupEgress',
      Properties: {
        ...rule,
        GroupId: att('BalancerGroup', 'GroupId'),
        DestinationSecurityGroupId: att('WebGroup', 'GroupId'),
      },
    },
  };
}

function balancer({ isSecond }: Variant): Resources {
  return {
    Targets: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: {
        VpcId: ref('Vpc'),
        Port: 80,
        Protocol: 'HTTP',
        HealthCheckPath: isSecond ? '/ready' : '/',
      },
    },
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      DependsOn: 'Attachment',
      Properties: {
        Scheme: 'internet-facing',
        Subnets: [ref('SubnetA'), ref('SubnetB')],
        SecurityGroups: [ref('BalancerGroup')],
        LoadBalancerAttributes: [
          { Key: 'idle_timeout.timeout_seconds', Value: isSecond ? '30' : '60' },
        ],
      },
    },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: ref('Balancer'),
        Port: 443,
        Protocol: 'HTTPS',
        Certificates: [{ CertificateArn: ref('Certificate') }],
        DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }],
      },
    },
    Rule: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: {
        ListenerArn: ref('Listener'),
        Priority: isSecond ? 20 : 10,
        Conditions: [{ Field: 'path-pattern', Values: ['/old/*'] }],
        Actions: [{ Type: 'redirect', RedirectConfig: { Path: '/new', StatusCode: 'HTTP_301' } }],
      },
    },
  };
}

function identities({ isSecond }: Variant): Resources {
  const names = isSecond ? ['first', 'third'] : ['first', 'second'];
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'CDKReplicationRole',
        AssumeRolePolicyDocument: TRUST,
        Policies: names.map((PolicyName) => ({ PolicyName, PolicyDocument: POLICY })),
      },
    },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: isSecond ? 'renamed' : 'more',
        PolicyDocument: POLICY,
        Roles: [ref('Role')],
      },
    },
    ManagedPolicy: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        ManagedPolicyName: isSecond ? 'replaced' : 'managed',
        PolicyDocument: POLICY,
        Roles: [ref('Role')],
      },
    },
    Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [ref('Role')] } },
    [isSecond ? 'Added' : 'Dropped']: {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: `fixed-${isSecond}`, AssumeRolePolicyDocument: TRUST },
    },
  };
}

function image({ isSecond, assets }: Variant): Resources {
  const Version = isSecond ? '1.0.1' : '1.0.0';
  const steps = [
    {
      name: 'Download',
      action: 'S3Download',
      inputs: [{ source: `s3://${assets}/web.zip`, destination: '/opt/web.zip' }],
    },
  ];
  return {
    Component: {
      Type: 'AWS::ImageBuilder::Component',
      Properties: {
        Name: 'web',
        Version,
        Platform: 'Linux',
        Data: JSON.stringify({ schemaVersion: '1.0', phases: [{ name: 'build', steps }] }),
      },
    },
    Recipe: {
      Type: 'AWS::ImageBuilder::ImageRecipe',
      Properties: {
        Name: 'web',
        Version,
        ParentImage: 'arn:aws:imagebuilder:us-east-1:aws:image/amazon-linux-2023-arm64/x.x.x',
        Components: [{ ComponentArn: att('Component', 'Arn') }],
      },
    },
    Infrastructure: {
      Type: 'AWS::ImageBuilder::InfrastructureConfiguration',
      Properties: { Name: 'web', InstanceProfileName: ref('Profile') },
    },
    Distribution: {
      Type: 'AWS::ImageBuilder::DistributionConfiguration',
      Properties: {
        Name: 'web',
        Distributions: [
          {
            Region: 'us-east-1',
            AmiDistributionConfiguration: { Name: 'web {{ imagebuilder:buildDate }}' },
          },
        ],
      },
    },
    LifecyclePolicy: {
      Type: 'AWS::ImageBuilder::LifecyclePolicy',
      Properties: {
        ExecutionRole: att('Role', 'Arn'),
        Name: 'web',
        PolicyDetails: [
          { Action: { Type: 'DELETE' }, Filter: { Type: 'COUNT', Value: isSecond ? 4 : 3 } },
        ],
        ResourceSelection: { TagMap: { site: 'web' } },
        ResourceType: 'AMI_IMAGE',
      },
    },
    Image: {
      Type: 'AWS::ImageBuilder::Image',
      Properties: {
        ImageRecipeArn: att('Recipe', 'Arn'),
        InfrastructureConfigurationArn: att('Infrastructure', 'Arn'),
        DistributionConfigurationArn: att('Distribution', 'Arn'),
        DeletionSettings: { ExecutionRole: att('Role', 'Arn') },
      },
    },
  };
}

function fleet({ isSecond }: Variant): Resources {
  return {
    Template: {
      Type: 'AWS::EC2::LaunchTemplate',
      Properties: {
        LaunchTemplateData: {
          ImageId: att('Image', 'ImageId'),
          InstanceType: 't4g.micro',
          SecurityGroupIds: [ref('WebGroup')],
          UserData: Buffer.from(`SECOND=${isSecond}`).toString('base64'),
        },
      },
    },
    Group: {
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: {
        MinSize: '1',
        MaxSize: '3',
        DesiredCapacity: isSecond ? '2' : '1',
        LaunchTemplate: {
          LaunchTemplateId: ref('Template'),
          Version: att('Template', 'LatestVersionNumber'),
        },
        VPCZoneIdentifier: [ref('SubnetA'), ref('SubnetB')],
        TargetGroupARNs: [ref('Targets')],
      },
    },
    Scaling: {
      Type: 'AWS::AutoScaling::ScalingPolicy',
      Properties: {
        AutoScalingGroupName: ref('Group'),
        AdjustmentType: 'ChangeInCapacity',
        ScalingAdjustment: isSecond ? 2 : 1,
      },
    },
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'RequestCountPerTarget',
        Dimensions: [{ Name: 'TargetGroup', Value: 'targetgroup/a/b' }],
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: isSecond ? 20 : 10,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [ref('Scaling')],
      },
    },
  };
}

/** Whom alarms tell, and what is written down. */
function told({ isSecond }: Variant): Resources {
  return {
    Topic: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        TopicName: 'people',
        DisplayName: isSecond ? 'second' : 'first',
        // The same in both: what a rollback subscribes again has another ARN, as on AWS.
        Subscription: [{ Protocol: 'sms', Endpoint: '+82105550100' }],
      },
    },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: ref('Topic'),
        Protocol: 'sms',
        Endpoint: isSecond ? '+82105550103' : '+82105550102',
      },
    },
    TopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [ref('Topic')],
        PolicyDocument: statement(isSecond ? 'sns:*' : 'sns:Publish', { Principal: '*' }),
      },
    },
    LogGroup: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: '/site/web', RetentionInDays: isSecond ? 14 : 7 },
    },
    Metadata: {
      Type: 'AWS::CDK::Metadata',
      Properties: { Analytics: isSecond ? 'v2:deflate64:second' : 'v2:deflate64:first' },
    },
    Repository: {
      Type: 'AWS::ECR::Repository',
      Properties: {
        RepositoryName: 'site/web',
        ImageTagMutability: isSecond ? 'IMMUTABLE' : 'MUTABLE',
        RepositoryPolicyText: statement(isSecond ? 'ecr:*' : 'ecr:BatchGetImage', {
          Principal: '*',
        }),
      },
    },
    [isSecond ? 'AddedTopic' : 'DroppedTopic']: {
      Type: 'AWS::SNS::Topic',
      Properties: { TopicName: `fixed-${isSecond}` },
    },
  };
}
