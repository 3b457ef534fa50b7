import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResourceResult } from '../kernel/resource.ts';
import { testRequest } from '../kernel/kernel.fixture.ts';
import { testHandlerContext } from './testing/context.ts';
import { zipOf } from '../services/imagebuilder/zip.fixture.ts';
import { checked, drive, regionalServices, type RegionalServices } from './testing/regional.ts';
import { RESOURCE_HANDLERS } from './registry.ts';

const SERVICES = [
  'EC2',
  'ElasticLoadBalancingV2',
  'AutoScaling',
  'CloudWatch',
  'IAM',
  'ImageBuilder',
];
const HANDLERS = RESOURCE_HANDLERS.filter((handler) =>
  SERVICES.includes(handler.type.split('::')[1] ?? ''),
);

/** Attributes of the schemas that no handler gives: what they tell of does not exist here. */
const NOT_PROVIDED: Readonly<Record<string, readonly RegExp[]>> = {
  'AWS::EC2::NatGateway': [/^AutoProvisionZones$/, /^AutoScalingIps$/, /^RouteTableId$/],
  'AWS::EC2::Subnet': [/^BlockPublicAccessStates/],
  'AWS::EC2::VPC': [/^VpcEncryptionControl/],
  // The structure as a whole; its members are given.
  'AWS::ImageBuilder::Component': [/^LatestVersion$/],
  'AWS::ImageBuilder::Image': [/^LatestVersion$/],
  'AWS::ImageBuilder::ImageRecipe': [/^LatestVersion$/],
};

const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
  ],
};
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
};
const COMPONENT = JSON.stringify({
  schemaVersion: '1.0',
  phases: [
    {
      name: 'build',
      steps: [
        {
          name: 'Download',
          action: 'S3Download',
          inputs: [{ source: 's3://assets/web.zip', destination: '/opt/web.zip' }],
        },
      ],
    },
  ],
});

interface Made {
  type: string;
  result: ResourceResult;
  properties: Record<string, unknown>;
}

describe('the regional resource types', () => {
  let directory: string;
  let services: RegionalServices;
  const made: Made[] = [];
  let specification: Awaited<ReturnType<typeof loadAwsServiceSpec>>;

  async function make(
    type: string,
    given: Record<string, unknown>,
  ): Promise<ResourceResult['attributes'] & { Ref: string }> {
    const handler = HANDLERS.find((candidate) => candidate.type === type);
    if (handler === undefined) throw new Error(`no handler of ${type}`);
    const properties = checked(handler, given);
    const context = testHandlerContext(services.deps, services, { logicalId: `R${made.length}` });
    const result = await drive(services.deps.clock, handler.create(properties, context));
    made.push({ type, result, properties });
    return { ...result.attributes, Ref: result.physicalId };
  }

  beforeAll(async () => {
    specification = await loadAwsServiceSpec();
    directory = await mkdtemp(join(tmpdir(), 'understudy-types-'));
    services = regionalServices({ stateDirectory: directory });
    services.certificates.set(CERTIFICATE, {
      arn: CERTIFICATE,
      domainNames: ['ticketing.pw'],
      certificateChainPem: 'chain',
      privateKeyPem: 'key',
    });
    services.objects.set(
      'assets/web.zip',
      zipOf([{ name: 'Procfile', content: 'web: node a.js' }]),
    );
    await makeOneOfEach(make);
  });

  afterAll(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  it('has a handler for each type of the site', () => {
    expect(HANDLERS).toHaveLength(31);
  });

  it.each(HANDLERS.map((handler) => [handler.type, handler] as const))(
    '%s classifies every property of the published schema, and no other',
    (type, handler) => {
      const schema = specification.lookup('resource', 'cloudFormationType', 'equals', type).only();
      const topLevel = Object.keys(handler.properties).filter((path) => !path.includes('.'));
      expect(topLevel.sort()).toEqual(Object.keys(schema.properties).sort());
      for (const path of Object.keys(handler.properties))
        expect(topLevel).toContain(path.split('.')[0]);
    },
  );

  it.each(HANDLERS.map((handler) => handler.type))(
    '%s gives the attributes that the schema names',
    (type) => {
      const schema = specification.lookup('resource', 'cloudFormationType', 'equals', type).only();
      const result = made.find((entry) => entry.type === type)?.result;
      const missing = Object.keys(schema.attributes).filter(
        (name) =>
          result?.attributes[name] === undefined &&
          !(NOT_PROVIDED[type] ?? []).some((pattern) => pattern.test(name)),
      );
      expect(missing).toEqual([]);
    },
  );

  it('updates each with the properties that it has', async () => {
    for (const { type, result, properties } of made) {
      const handler = HANDLERS.find((candidate) => candidate.type === type);
      const context = testHandlerContext(services.deps, services);
      const updated = handler?.update(properties, properties, result.physicalId, context);
      if (updated === undefined) throw new Error(type);
      await expect(drive(services.deps.clock, updated)).resolves.toMatchObject({
        physicalId: result.physicalId,
      });
    }
  });

  it('removes all of them in reverse, and each a second time without complaint', async () => {
    for (const { type, result, properties } of made.toReversed()) {
      const handler = HANDLERS.find((candidate) => candidate.type === type);
      for (let times = 0; times < 2; times += 1) {
        const context = testHandlerContext(services.deps, services);
        const removed = handler?.remove(result.physicalId, properties, context);
        if (removed === undefined) throw new Error(type);
        await drive(services.deps.clock, removed);
      }
    }
    expect(services.ec2.networkConfig('us-east-1')).toEqual({
      vpcs: [],
      subnets: [],
      securityGroups: [],
    });
    expect(services.elbv2.balancerConfig('us-east-1')).toEqual({
      loadBalancers: [],
      targetGroups: [],
    });
    expect(services.iam.operations.ListRoles(testRequest(), {}).Roles).toEqual([]);
  });
});

type Make = (
  type: string,
  properties: Record<string, unknown>,
) => Promise<ResourceResult['attributes'] & { Ref: string }>;

async function makeOneOfEach(make: Make): Promise<void> {
  const network = await makeNetwork(make);
  const balancer = await makeBalancer(make, network);
  const { role, profile } = await makeIdentities(make);
  const imageId = await makeImage(make, profile);
  await make('AWS::ImageBuilder::LifecyclePolicy', {
    Name: 'web',
    ExecutionRole: role,
    ResourceType: 'AMI_IMAGE',
    PolicyDetails: [{ Action: { Type: 'DELETE' }, Filter: { Type: 'COUNT', Value: 3 } }],
    ResourceSelection: { TagMap: { site: 'web' } },
  });
  const template = await make('AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: {
      ImageId: imageId,
      InstanceType: 't4g.micro',
      SecurityGroupIds: [network.webGroup],
      UserData: Buffer.from('A=1').toString('base64'),
    },
  });
  const group = await make('AWS::AutoScaling::AutoScalingGroup', {
    MinSize: '1',
    MaxSize: '3',
    DesiredCapacity: '2',
    LaunchTemplate: { LaunchTemplateId: template.Ref, Version: template['LatestVersionNumber'] },
    VPCZoneIdentifier: network.subnets,
    TargetGroupARNs: [balancer.targetGroup],
    HealthCheckType: 'ELB',
    Tags: [{ Key: 'Name', Value: 'web', PropagateAtLaunch: true }],
  });
  const policy = await make('AWS::AutoScaling::ScalingPolicy', {
    AutoScalingGroupName: group.Ref,
    AdjustmentType: 'ChangeInCapacity',
    ScalingAdjustment: 1,
    Cooldown: '60',
  });
  await make('AWS::CloudWatch::Alarm', {
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'RequestCountPerTarget',
    Dimensions: [{ Name: 'TargetGroup', Value: 'targetgroup/a/b' }],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 10,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: [policy.Ref],
  });
}

interface Network {
  vpc: string;
  subnets: string[];
  balancerGroup: string;
  webGroup: string;
}

async function makeNetwork(make: Make): Promise<Network> {
  const vpc = await make('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true });
  const gateway = await make('AWS::EC2::InternetGateway', {});
  await make('AWS::EC2::VPCGatewayAttachment', { VpcId: vpc.Ref, InternetGatewayId: gateway.Ref });
  const table = await make('AWS::EC2::RouteTable', { VpcId: vpc.Ref });
  await make('AWS::EC2::Route', {
    RouteTableId: table.Ref,
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: gateway.Ref,
  });
  const subnets: string[] = [];
  for (const [index, zone] of ['us-east-1a', 'us-east-1b'].entries()) {
    const subnet = await make('AWS::EC2::Subnet', {
      VpcId: vpc.Ref,
      CidrBlock: `10.0.${index}.0/24`,
      AvailabilityZone: zone,
      MapPublicIpOnLaunch: true,
    });
    subnets.push(subnet.Ref);
    await make('AWS::EC2::SubnetRouteTableAssociation', {
      SubnetId: subnet.Ref,
      RouteTableId: table.Ref,
    });
  }
  const address = await make('AWS::EC2::EIP', { Domain: 'vpc' });
  await make('AWS::EC2::NatGateway', {
    SubnetId: subnets[0],
    AllocationId: address['AllocationId'],
  });
  await make('AWS::EC2::VPCEndpoint', {
    VpcId: vpc.Ref,
    ServiceName: 'com.amazonaws.us-east-1.s3',
    RouteTableIds: [table.Ref],
  });
  return { vpc: vpc.Ref, subnets, ...(await makeGroups(make, vpc.Ref)) };
}

async function makeGroups(
  make: Make,
  vpcId: string,
): Promise<{ balancerGroup: string; webGroup: string }> {
  const balancer = await make('AWS::EC2::SecurityGroup', {
    GroupDescription: 'load balancer',
    VpcId: vpcId,
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0' }],
  });
  const web = await make('AWS::EC2::SecurityGroup', { GroupDescription: 'web', VpcId: vpcId });
  await make('AWS::EC2::SecurityGroupIngress', {
    GroupId: web['GroupId'],
    IpProtocol: 'tcp',
    FromPort: 80,
    ToPort: 80,
    SourceSecurityGroupId: balancer['GroupId'],
  });
  await make('AWS::EC2::SecurityGroupEgress', {
    GroupId: balancer['GroupId'],
    IpProtocol: 'tcp',
    FromPort: 80,
    ToPort: 80,
    DestinationSecurityGroupId: web['GroupId'],
  });
  return { balancerGroup: balancer.Ref, webGroup: web.Ref };
}

async function makeBalancer(make: Make, network: Network): Promise<{ targetGroup: string }> {
  const targets = await make('AWS::ElasticLoadBalancingV2::TargetGroup', {
    VpcId: network.vpc,
    Port: 80,
    Protocol: 'HTTP',
    TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
  });
  const balancer = await make('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Scheme: 'internet-facing',
    Subnets: network.subnets,
    SecurityGroups: [network.balancerGroup],
    Type: 'application',
    LoadBalancerAttributes: [{ Key: 'deletion_protection.enabled', Value: 'false' }],
  });
  const listener = await make('AWS::ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: balancer.Ref,
    Port: 443,
    Protocol: 'HTTPS',
    Certificates: [{ CertificateArn: CERTIFICATE }],
    DefaultActions: [{ Type: 'forward', TargetGroupArn: targets.Ref }],
  });
  await make('AWS::ElasticLoadBalancingV2::ListenerRule', {
    ListenerArn: listener.Ref,
    Priority: 10,
    Conditions: [{ Field: 'path-pattern', Values: ['/old/*'] }],
    Actions: [{ Type: 'redirect', RedirectConfig: { Path: '/new', StatusCode: 'HTTP_301' } }],
  });
  return { targetGroup: targets.Ref };
}

async function makeIdentities(make: Make): Promise<{ role: string; profile: string }> {
  const role = await make('AWS::IAM::Role', {
    AssumeRolePolicyDocument: TRUST,
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'],
    Policies: [{ PolicyName: 'inline', PolicyDocument: POLICY }],
  });
  await make('AWS::IAM::Policy', {
    PolicyName: 'more',
    PolicyDocument: POLICY,
    Roles: [role.Ref],
  });
  await make('AWS::IAM::ManagedPolicy', { PolicyDocument: POLICY, Roles: [role.Ref] });
  const profile = await make('AWS::IAM::InstanceProfile', { Roles: [role.Ref] });
  return { role: role.Ref, profile: profile.Ref };
}

async function makeImage(make: Make, profile: string): Promise<unknown> {
  const component = await make('AWS::ImageBuilder::Component', {
    Name: 'web',
    Version: '1.0.0',
    Platform: 'Linux',
    Data: COMPONENT,
  });
  const recipe = await make('AWS::ImageBuilder::ImageRecipe', {
    Name: 'web',
    Version: '1.0.0',
    ParentImage: 'arn:aws:imagebuilder:us-east-1:aws:image/amazon-linux-2023-arm64/x.x.x',
    Components: [{ ComponentArn: component['Arn'] }],
  });
  const infrastructure = await make('AWS::ImageBuilder::InfrastructureConfiguration', {
    Name: 'web',
    InstanceProfileName: profile,
  });
  const distribution = await make('AWS::ImageBuilder::DistributionConfiguration', {
    Name: 'web',
    Distributions: [
      {
        Region: 'us-east-1',
        AmiDistributionConfiguration: { Name: 'web {{ imagebuilder:buildDate }}' },
      },
    ],
  });
  const image = await make('AWS::ImageBuilder::Image', {
    ImageRecipeArn: recipe['Arn'],
    InfrastructureConfigurationArn: infrastructure['Arn'],
    DistributionConfigurationArn: distribution['Arn'],
  });
  return image['ImageId'];
}
