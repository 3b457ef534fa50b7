const ACCOUNT = '111122223333';
const UUID = '12345678-1234-4234-8234-123456789012';
const arn = (service: string, resource: string, region = 'us-east-1'): string =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
const elb = (resource: string): string => arn('elasticloadbalancing', resource);
const image = (resource: string): string => arn('imagebuilder', resource);

/**
 * Well-formed identifiers of what does not exist, by the members that take them, and AWS's codes
 * for that.
 */
export const ABSENT: Readonly<
  Record<string, { ids: Readonly<Record<string, unknown>>; codes: readonly string[] }>
> = {
  acm: {
    ids: { CertificateArn: arn('acm', `certificate/${UUID}`) },
    codes: ['ResourceNotFoundException'],
  },
  ec2: {
    ids: {
      AllocationId: 'eipalloc-0123456789abcdef0',
      AssociationId: 'rtbassoc-0123456789abcdef0',
      GroupId: 'sg-0123456789abcdef0',
      ImageId: 'ami-0123456789abcdef0',
      InternetGatewayId: 'igw-0123456789abcdef0',
      NatGatewayId: 'nat-0123456789abcdef0',
      PrefixListId: 'pl-0123456789abcdef0',
      RouteTableId: 'rtb-0123456789abcdef0',
      SubnetId: 'subnet-0123456789abcdef0',
      VpcEndpointId: 'vpce-0123456789abcdef0',
      VpcId: 'vpc-0123456789abcdef0',
    },
    codes: [
      'InvalidAMIID.NotFound',
      'InvalidAssociationID.NotFound',
      'InvalidGroup.NotFound',
      'InvalidInternetGatewayID.NotFound',
      'InvalidPrefixListID.NotFound',
      'InvalidRouteTableID.NotFound',
      'InvalidSubnetID.NotFound',
      'InvalidVpcEndpointId.NotFound',
      'InvalidVpcID.NotFound',
      'NatGatewayNotFound',
    ],
  },
  iam: {
    ids: {
      InstanceProfileName: 'absent',
      PolicyArn: arn('iam', 'policy/absent', ''),
      RoleName: 'absent',
    },
    codes: ['NoSuchEntity'],
  },
  elbv2: {
    ids: {
      ListenerArn: elb('listener/app/absent/0123456789abcdef/0123456789abcdef'),
      LoadBalancerArn: elb('loadbalancer/app/absent/0123456789abcdef'),
      ResourceArns: [elb('loadbalancer/app/absent/0123456789abcdef')],
      RuleArn: elb('listener-rule/app/absent/0123456789abcdef/0123456789abcdef/0123456789abcdef'),
      TargetGroupArn: elb('targetgroup/absent/0123456789abcdef'),
    },
    codes: ['ListenerNotFound', 'LoadBalancerNotFound', 'RuleNotFound', 'TargetGroupNotFound'],
  },
  // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html has no code of its
  // own.
  autoscaling: {
    ids: { AutoScalingGroupName: 'absent', PolicyName: 'absent' },
    codes: ['ValidationError'],
  },
  cloudfront: {
    ids: {
      DistributionId: 'E1ABCDEFGHIJKL',
      Id: 'E1ABCDEFGHIJKL',
      Resource: arn('cloudfront', 'distribution/E1ABCDEFGHIJKL', ''),
    },
    codes: [
      'NoSuchCachePolicy',
      'NoSuchDistribution',
      'NoSuchOriginAccessControl',
      'NoSuchOriginRequestPolicy',
      'NoSuchResource',
      'NoSuchResponseHeadersPolicy',
    ],
  },
  cloudwatch: {
    ids: { AlarmNames: ['absent'], ResourceARN: arn('cloudwatch', 'alarm:absent') },
    codes: ['ResourceNotFound'],
  },
  imagebuilder: {
    ids: {
      componentBuildVersionArn: image('component/absent/1.0.0/1'),
      distributionConfigurationArn: image('distribution-configuration/absent'),
      imageBuildVersionArn: image('image/absent/1.0.0/1'),
      imageRecipeArn: image('image-recipe/absent/1.0.0'),
      infrastructureConfigurationArn: image('infrastructure-configuration/absent'),
    },
    codes: ['ResourceNotFoundException'],
  },
  route53: {
    ids: {
      HealthCheckId: UUID,
      HostedZoneId: 'Z0123456789ABCDEFGHIJ',
      Id: 'Z0123456789ABCDEFGHIJ',
      ResourceId: UUID,
    },
    codes: ['NoSuchChange', 'NoSuchHealthCheck', 'NoSuchHostedZone'],
  },
  logs: {
    ids: { logGroupName: 'absent', resourceArn: arn('logs', 'log-group:absent') },
    codes: ['ResourceNotFoundException'],
  },
  ecr: {
    ids: { repositoryName: 'absent', resourceArn: arn('ecr', 'repository/absent') },
    codes: [
      'LifecyclePolicyNotFoundException',
      'RepositoryNotFoundException',
      'RepositoryPolicyNotFoundException',
    ],
  },
  sns: {
    ids: {
      ResourceArn: arn('sns', 'absent'),
      SubscriptionArn: arn('sns', `absent:${UUID}`),
      TopicArn: arn('sns', 'absent'),
    },
    codes: ['NotFound', 'ResourceNotFound'],
  },
  route53domains: {
    ids: { DomainName: 'absent.pw', OperationId: UUID },
    codes: ['InvalidInput'],
  },
  ssm: {
    ids: { Name: 'absent', ResourceId: 'absent', ResourceType: 'Parameter' },
    codes: ['InvalidResourceId', 'ParameterNotFound'],
  },
  arczonalshift: {
    ids: {
      resourceIdentifier: elb('loadbalancer/app/absent/0123456789abcdef'),
      zonalShiftId: UUID,
      expiresIn: '1h',
    },
    codes: ['ResourceNotFoundException'],
  },
  cloudformation: {
    ids: { ChangeSetName: 'absent', ExportName: 'absent', StackName: 'absent' },
    codes: ['ChangeSetNotFound', 'ValidationError'],
  },
};

/** Operations for which what is named need not exist, each with AWS's reason. */
export const NEEDS_NOTHING_THERE: Readonly<Record<string, string>> = {
  'cloudformation DeleteStack': 'deletes what is there, if it is',
  'cloudfront UpdateOriginAccessControl': 'what the engine cannot sign is refused first',
  'cloudwatch DisableAlarmActions': 'has no error of its own: absent names are passed over',
  'cloudwatch EnableAlarmActions': 'has no error of its own: absent names are passed over',
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html
  'elbv2 DeleteLoadBalancer': 'succeeds where there is none, or none any more',
  'elbv2 DeleteTargetGroup': 'has one error, ResourceInUse',
  'iam CreateInstanceProfile': 'makes what is named',
  'iam CreateRole': 'makes what is named',
  'ecr CreateRepository': 'makes what is named',
  'logs CreateLogGroup': 'makes what is named',
  'route53domains RegisterDomain': 'makes what is named',
  // https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html
  'sns DeleteTopic': 'idempotent: what is not there is no error',
  'sns Unsubscribe': 'idempotent: what is not there is no error',
  'ssm PutParameter': 'makes what is named',
};

/** Operations that pass where AWS requires a member that is missing, each with the reason. */
export const PASSES_WITHOUT: Readonly<Record<string, string>> = {
  'cloudwatch GetMetricData MetricDataQueries': 'answers for no metric',
  'route53domains RegisterDomain DurationInYears': 'one year; the local registry sells nothing',
  'route53 CreateHostedZone CallerReference': 'every SDK sends one; a reference of none is kept',
};
