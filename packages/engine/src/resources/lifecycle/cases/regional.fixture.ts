import type { JsonObject } from '@understudy/contract';
import fc from 'fast-check';
import {
  asObject,
  found,
  named,
  pairs,
  pick,
  seen,
  tags,
  word,
  type TypeCase,
} from '../case.fixture.ts';
import type { World } from '../world.fixture.ts';

const rule = {
  IpProtocol: fc.constant('tcp'),
  FromPort: fc.constantFrom(80, 443),
  ToPort: fc.constantFrom(443, 8080),
  Description: word,
};
const ranges = fc
  .uniqueArray(fc.constantFrom('192.0.2.0/24', '198.51.100.0/24', '203.0.113.7/32'), {
    maxLength: 2,
  })
  .chain((all) =>
    fc
      .record({ IpProtocol: rule.IpProtocol, FromPort: rule.FromPort, ToPort: rule.ToPort })
      .map((one) => all.map((CidrIp) => ({ ...one, CidrIp }))),
  );

async function rulesOf(world: World, GroupId: unknown, isEgress: boolean): Promise<JsonObject[]> {
  const answer = await world.call('ec2', 'DescribeSecurityGroupRules', {
    Filters: [{ Name: 'group-id', Values: [GroupId] }],
  });
  const rules = pick(answer, 'SecurityGroupRules') as JsonObject[];
  return rules
    .filter((one) => one['IsEgress'] === isEgress)
    .map((one) => ({ ...one, CidrIp: one['CidrIpv4'] }));
}

function ruleCase(peer: string, isEgress: boolean): TypeCase {
  return {
    values: ({ ids }) => ({
      ...rule,
      GroupId: fc.constant(ids['WebGroup']),
      [peer]: fc.constant(ids['BalancerGroup']),
    }),
    always: ['GroupId', 'FromPort', 'ToPort', peer],
    find: async (world, id, { GroupId }) => {
      const one = (await rulesOf(world, GroupId, isEgress)).find(
        ({ SecurityGroupRuleId: own }) => own === id,
      );
      if (one === undefined) return undefined;
      return { ...one, [peer]: pick(one, 'ReferencedGroupInfo.GroupId') };
    },
    refused: ({ ids }) => ({
      GroupId: ids['WebGroup'],
      IpProtocol: 'tcp',
      FromPort: 80,
      ToPort: 70_000,
      [peer]: ids['BalancerGroup'],
    }),
  };
}

const data = (world: World): fc.Arbitrary<JsonObject> =>
  fc.record(
    {
      ImageId: fc.constant(world.ids['ImageId']),
      InstanceType: fc.constantFrom('t4g.micro', 't4g.small'),
      SecurityGroupIds: fc.constantFrom([world.ids['WebGroup']], [world.ids['BalancerGroup']]),
      UserData: word.map((text) => Buffer.from(text).toString('base64')),
    },
    { requiredKeys: ['ImageId', 'InstanceType'] },
  );

/** Security groups, launch templates, balancing and Auto Scaling. */
export const REGIONAL: Readonly<Record<string, TypeCase>> = {
  'AWS::EC2::SecurityGroup': {
    values: ({ ids }, side) => ({
      GroupDescription: named(side),
      GroupName: named(side),
      VpcId: fc.constant(ids['Vpc']),
      SecurityGroupIngress: ranges,
      SecurityGroupEgress: ranges.filter((list) => list.length > 0),
    }),
    always: ['VpcId'],
    find: seen(
      found('ec2', 'DescribeSecurityGroups', (id) => ({ GroupIds: [id] }), 'SecurityGroups.0'),
      async (group, world, id) => ({
        GroupDescription: group['Description'],
        SecurityGroupIngress: await rulesOf(world, id, false),
        SecurityGroupEgress: await rulesOf(world, id, true),
      }),
    ),
    refused: ({ ids }) => ({ GroupDescription: 'x', GroupName: 'sg-mine', VpcId: ids['Vpc'] }),
  },
  'AWS::EC2::SecurityGroupIngress': ruleCase('SourceSecurityGroupId', false),
  'AWS::EC2::SecurityGroupEgress': ruleCase('DestinationSecurityGroupId', true),
  'AWS::EC2::LaunchTemplate': {
    values: (world, side) => ({
      LaunchTemplateName: named(side),
      LaunchTemplateData: data(world),
      VersionDescription: word,
    }),
    find: seen(
      found(
        'ec2',
        'DescribeLaunchTemplates',
        (id) => ({ LaunchTemplateIds: [id] }),
        'LaunchTemplates.0',
      ),
      async (_one, world, LaunchTemplateId) => {
        const answer = await world.call('ec2', 'DescribeLaunchTemplateVersions', {
          LaunchTemplateId,
          Versions: ['$Latest'],
        });
        return asObject(pick(answer, 'LaunchTemplateVersions.0')) ?? {};
      },
    ),
    refused: () => ({ LaunchTemplateName: 'x', LaunchTemplateData: { ImageId: 'no-image' } }),
  },
  'AWS::AutoScaling::AutoScalingGroup': {
    values: ({ ids }, side) => ({
      AutoScalingGroupName: named(side),
      MinSize: fc.constantFrom('0', '1'),
      MaxSize: fc.constantFrom('2', '3'),
      DesiredCapacity: fc.constantFrom('1', '2'),
      Cooldown: fc.constantFrom('10', '300'),
      HealthCheckType: fc.constantFrom('EC2', 'ELB'),
      HealthCheckGracePeriod: fc.constantFrom(0, 60),
      DefaultInstanceWarmup: fc.constantFrom(0, 60),
      InstanceMaintenancePolicy: fc.constantFrom(
        { MinHealthyPercentage: 100, MaxHealthyPercentage: 200 },
        { MinHealthyPercentage: 50, MaxHealthyPercentage: 100 },
      ),
      LaunchTemplate: fc.constant({ LaunchTemplateId: ids['Template'], Version: '1' }),
      VPCZoneIdentifier: fc.constantFrom([ids['SubnetA']], [ids['SubnetA'], ids['SubnetB']]),
      TargetGroupARNs: fc.constantFrom([], [ids['Targets']]),
      TerminationPolicies: fc.constant(['Default']),
      Tags: tags.map((list) => list.map((tag) => ({ ...tag, PropagateAtLaunch: true }))),
    }),
    always: ['LaunchTemplate', 'VPCZoneIdentifier'],
    find: seen(
      found(
        'autoscaling',
        'DescribeAutoScalingGroups',
        (id) => ({ AutoScalingGroupNames: [id] }),
        'AutoScalingGroups.0',
      ),
      (group) => ({
        MinSize: String(group['MinSize']),
        MaxSize: String(group['MaxSize']),
        DesiredCapacity: String(group['DesiredCapacity']),
        Cooldown: String(group['DefaultCooldown']),
        VPCZoneIdentifier: String(group['VPCZoneIdentifier']).split(','),
      }),
    ),
    unseen: {
      CapacityRebalance: 'inert',
      SkipZonalShiftValidation: 'inert',
      NewInstancesProtectedFromScaleIn: 'false only',
    },
    refused: ({ ids }) => ({
      MinSize: '3',
      MaxSize: '1',
      LaunchTemplate: { LaunchTemplateId: ids['Template'], Version: '1' },
      VPCZoneIdentifier: [ids['SubnetA']],
    }),
  },
  'AWS::AutoScaling::ScalingPolicy': {
    values: ({ ids }) => ({
      AutoScalingGroupName: fc.constant(ids['Group']),
      AdjustmentType: fc.constantFrom(
        'ChangeInCapacity',
        'ExactCapacity',
        'PercentChangeInCapacity',
      ),
      ScalingAdjustment: fc.constantFrom(1, 2, 50),
      Cooldown: fc.constantFrom('0', '60'),
      PolicyType: fc.constant('SimpleScaling'),
    }),
    always: ['AdjustmentType', 'ScalingAdjustment'],
    find: seen(
      found(
        'autoscaling',
        'DescribePolicies',
        (id) => ({ PolicyNames: [id] }),
        'ScalingPolicies.0',
      ),
      (one) => ({ Cooldown: String(one['Cooldown']) }),
    ),
    refused: ({ ids }) => ({
      AutoScalingGroupName: ids['Group'],
      AdjustmentType: 'ChangeInCapacity',
    }),
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    values: ({ ids }, side) => ({
      Name: named(side),
      VpcId: fc.constant(ids['Vpc']),
      Port: fc.constantFrom(80, 8080),
      Protocol: fc.constant('HTTP'),
      HealthCheckEnabled: fc.constant(true),
      HealthCheckPath: word.map((text) => `/${text}`),
      HealthCheckIntervalSeconds: fc.constantFrom(30, 300),
      HealthCheckTimeoutSeconds: fc.constantFrom(2, 5),
      HealthyThresholdCount: fc.integer({ min: 2, max: 10 }),
      UnhealthyThresholdCount: fc.integer({ min: 2, max: 10 }),
      Matcher: fc.constantFrom({ HttpCode: '200' }, { HttpCode: '200-299' }),
      TargetGroupAttributes: fc.constantFrom(
        [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
        [{ Key: 'stickiness.enabled', Value: 'true' }],
      ),
    }),
    always: ['VpcId', 'Port', 'Protocol'],
    find: seen(
      found(
        'elbv2',
        'DescribeTargetGroups',
        (arn) => ({ TargetGroupArns: [arn] }),
        'TargetGroups.0',
      ),
      async (group, world, TargetGroupArn) => ({
        Name: group['TargetGroupName'],
        Tags: await elbTags(world, TargetGroupArn),
        TargetGroupAttributes: pairs(
          pick(
            await world.call('elbv2', 'DescribeTargetGroupAttributes', { TargetGroupArn }),
            'Attributes',
          ),
        ),
      }),
    ),
    refused: ({ ids }) => ({
      VpcId: ids['Vpc'],
      Port: 80,
      Protocol: 'HTTP',
      HealthCheckIntervalSeconds: 1,
    }),
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    values: ({ ids }, side) => ({
      Name: named(side),
      Scheme: fc.constantFrom('internet-facing', 'internal'),
      Type: fc.constant('application'),
      Subnets: fc.constant([ids['SubnetA'], ids['SubnetB']]),
      SecurityGroups: fc.constantFrom([ids['BalancerGroup']], [ids['WebGroup']]),
      IpAddressType: fc.constant('ipv4'),
      LoadBalancerAttributes: fc.constantFrom(
        [{ Key: 'idle_timeout.timeout_seconds', Value: '30' }],
        [{ Key: 'routing.http2.enabled', Value: 'true' }],
      ),
    }),
    always: ['Subnets'],
    find: seen(
      found(
        'elbv2',
        'DescribeLoadBalancers',
        (arn) => ({ LoadBalancerArns: [arn] }),
        'LoadBalancers.0',
      ),
      async (balancer, world, LoadBalancerArn) => ({
        Name: balancer['LoadBalancerName'],
        Subnets: (balancer['AvailabilityZones'] as JsonObject[]).map((zone) => zone['SubnetId']),
        Tags: await elbTags(world, LoadBalancerArn),
        LoadBalancerAttributes: pairs(
          pick(
            await world.call('elbv2', 'DescribeLoadBalancerAttributes', { LoadBalancerArn }),
            'Attributes',
          ),
        ),
      }),
    ),
    unseen: { EnableCapacityReservationProvisionStabilize: 'inert' },
    refused: ({ ids }) => ({ Subnets: [ids['SubnetA']] }),
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    values: ({ ids }) => ({
      LoadBalancerArn: fc.constant(ids['Balancer']),
      Port: fc.constantFrom(81, 8081, 9000),
      Protocol: fc.constant('HTTP'),
      DefaultActions: fc.constantFrom(
        [{ Type: 'forward', TargetGroupArn: ids['Targets'] }],
        [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
        [{ Type: 'redirect', RedirectConfig: { Port: '443', StatusCode: 'HTTP_301' } }],
      ),
    }),
    always: ['Port', 'Protocol'],
    find: seen(
      found('elbv2', 'DescribeListeners', (arn) => ({ ListenerArns: [arn] }), 'Listeners.0'),
      async (_one, world, arn) => ({ Tags: await elbTags(world, arn) }),
    ),
    refused: ({ ids }) => ({
      LoadBalancerArn: ids['Balancer'],
      Port: 81,
      Protocol: 'HTTPS', // without a certificate
      DefaultActions: [{ Type: 'forward', TargetGroupArn: ids['Targets'] }],
    }),
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': {
    values: ({ ids }, side) => ({
      ListenerArn: fc.constant(ids['Listener']),
      Priority:
        side === 'a' ? fc.integer({ min: 100, max: 200 }) : fc.integer({ min: 300, max: 400 }),
      Conditions: fc.constantFrom(
        [{ Field: 'path-pattern', Values: ['/a/*'] }],
        [{ Field: 'host-header', HostHeaderConfig: { Values: ['a.example'] } }],
      ),
      Actions: fc.constantFrom(
        [{ Type: 'forward', TargetGroupArn: ids['Targets'] }],
        [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }],
      ),
    }),
    always: ['ListenerArn'],
    find: seen(
      found('elbv2', 'DescribeRules', (arn) => ({ RuleArns: [arn] }), 'Rules.0'),
      async (one, world, arn) => ({
        Priority: Number(one['Priority']),
        Tags: await elbTags(world, arn),
      }),
    ),
    unseen: { ListenerArn: 'rules do not say whose they are' },
    refused: ({ ids }) => ({
      ListenerArn: ids['Listener'],
      Priority: 10, // taken
      Conditions: [{ Field: 'path-pattern', Values: ['/a/*'] }],
      Actions: [{ Type: 'forward', TargetGroupArn: ids['Targets'] }],
    }),
  },
  'AWS::CloudWatch::Alarm': {
    values: (_world, side) => ({
      AlarmName: named(side),
      AlarmDescription: word,
      AlarmActions: fc.constant([]),
      Namespace: fc.constantFrom('AWS/ApplicationELB', 'AWS/Route53'),
      MetricName: fc.constantFrom('RequestCount', 'HealthCheckStatus'),
      Dimensions: fc.constantFrom([], [{ Name: 'LoadBalancer', Value: 'app/a/b' }]),
      Statistic: fc.constantFrom('Sum', 'Minimum', 'Average'),
      Period: fc.constantFrom(60, 300),
      EvaluationPeriods: fc.constantFrom(2, 3),
      DatapointsToAlarm: fc.constantFrom(1, 2),
      Threshold: fc.integer({ min: 0, max: 9 }),
      ComparisonOperator: fc.constantFrom('GreaterThanThreshold', 'LessThanThreshold'),
      TreatMissingData: fc.constantFrom('missing', 'breaching', 'ignore'),
    }),
    always: [
      'Namespace',
      'MetricName',
      'Statistic',
      'Period',
      'EvaluationPeriods',
      'Threshold',
      'ComparisonOperator',
    ],
    find: seen(
      found('cloudwatch', 'DescribeAlarms', (name) => ({ AlarmNames: [name] }), 'MetricAlarms.0'),
      async (alarm, world) => ({
        Tags: pick(
          await world.call('cloudwatch', 'ListTagsForResource', { ResourceARN: alarm['AlarmArn'] }),
          'Tags',
        ),
      }),
    ),
    refused: () => ({
      Namespace: 'AWS/Route53',
      MetricName: 'HealthCheckStatus',
      Statistic: 'Sum',
      Period: 61,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  },
  'AWS::Logs::LogGroup': {
    values: (_world, side) => ({
      LogGroupName: named(side).map((name) => `/site/${name}`),
      LogGroupClass: fc.constant('STANDARD'), // of a group that is there it cannot be changed
    }),
    find: seen(
      found('logs', 'DescribeLogGroups', (name) => ({ logGroupNamePrefix: name }), 'logGroups.0'),
      async (group, world) => ({
        LogGroupName: group['logGroupName'],
        LogGroupClass: group['logGroupClass'],
        RetentionInDays: group['retentionInDays'],
        Tags: asPairs(
          pick(
            await world.call('logs', 'ListTagsForResource', { resourceArn: group['logGroupArn'] }),
            'tags',
          ),
        ),
      }),
    ),
    unseen: {
      BearerTokenAuthenticationEnabled: 'false only',
      DeletionProtectionEnabled: 'false only',
    },
    refused: () => ({ LogGroupName: 'no blanks' }),
  },
};

async function elbTags(world: World, arn: string): Promise<unknown> {
  return pick(
    await world.call('elbv2', 'DescribeTags', { ResourceArns: [arn] }),
    'TagDescriptions.0.Tags',
  );
}

export function asPairs(map: unknown): JsonObject[] {
  return Object.entries(asObject(map) ?? {}).map(([Key, Value]) => ({ Key, Value }));
}
