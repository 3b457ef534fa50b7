// Written by services/cloudformation/schema/generate.ts from the published schemas.
// tidy: long because it is generated: one type a resource.

/** Properties of a resource, checked and coerced, by the resource's type. */
export interface ResourceProperties {
  'AWS::AutoScaling::AutoScalingGroup': AutoScalingAutoScalingGroupProperties;
  'AWS::AutoScaling::ScalingPolicy': AutoScalingScalingPolicyProperties;
  'AWS::CDK::Metadata': CDKMetadataProperties;
  'AWS::CertificateManager::Certificate': CertificateManagerCertificateProperties;
  'AWS::CloudFront::CachePolicy': CloudFrontCachePolicyProperties;
  'AWS::CloudFront::Distribution': CloudFrontDistributionProperties;
  'AWS::CloudFront::OriginAccessControl': CloudFrontOriginAccessControlProperties;
  'AWS::CloudFront::OriginRequestPolicy': CloudFrontOriginRequestPolicyProperties;
  'AWS::CloudFront::ResponseHeadersPolicy': CloudFrontResponseHeadersPolicyProperties;
  'AWS::CloudWatch::Alarm': CloudWatchAlarmProperties;
  'AWS::EC2::EIP': EC2EIPProperties;
  'AWS::EC2::InternetGateway': EC2InternetGatewayProperties;
  'AWS::EC2::LaunchTemplate': EC2LaunchTemplateProperties;
  'AWS::EC2::NatGateway': EC2NatGatewayProperties;
  'AWS::EC2::Route': EC2RouteProperties;
  'AWS::EC2::RouteTable': EC2RouteTableProperties;
  'AWS::EC2::SecurityGroup': EC2SecurityGroupProperties;
  'AWS::EC2::SecurityGroupEgress': EC2SecurityGroupEgressProperties;
  'AWS::EC2::SecurityGroupIngress': EC2SecurityGroupIngressProperties;
  'AWS::EC2::Subnet': EC2SubnetProperties;
  'AWS::EC2::SubnetRouteTableAssociation': EC2SubnetRouteTableAssociationProperties;
  'AWS::EC2::VPC': EC2VPCProperties;
  'AWS::EC2::VPCEndpoint': EC2VPCEndpointProperties;
  'AWS::EC2::VPCGatewayAttachment': EC2VPCGatewayAttachmentProperties;
  'AWS::ECR::Repository': ECRRepositoryProperties;
  'AWS::ElasticLoadBalancingV2::Listener': ElasticLoadBalancingV2ListenerProperties;
  'AWS::ElasticLoadBalancingV2::ListenerCertificate': ElasticLoadBalancingV2ListenerCertificateProperties;
  'AWS::ElasticLoadBalancingV2::ListenerRule': ElasticLoadBalancingV2ListenerRuleProperties;
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ElasticLoadBalancingV2LoadBalancerProperties;
  'AWS::ElasticLoadBalancingV2::TargetGroup': ElasticLoadBalancingV2TargetGroupProperties;
  'AWS::IAM::InstanceProfile': IAMInstanceProfileProperties;
  'AWS::IAM::ManagedPolicy': IAMManagedPolicyProperties;
  'AWS::IAM::Policy': IAMPolicyProperties;
  'AWS::IAM::Role': IAMRoleProperties;
  'AWS::ImageBuilder::Component': ImageBuilderComponentProperties;
  'AWS::ImageBuilder::DistributionConfiguration': ImageBuilderDistributionConfigurationProperties;
  'AWS::ImageBuilder::Image': ImageBuilderImageProperties;
  'AWS::ImageBuilder::ImageRecipe': ImageBuilderImageRecipeProperties;
  'AWS::ImageBuilder::InfrastructureConfiguration': ImageBuilderInfrastructureConfigurationProperties;
  'AWS::ImageBuilder::LifecyclePolicy': ImageBuilderLifecyclePolicyProperties;
  'AWS::Logs::LogGroup': LogsLogGroupProperties;
  'AWS::Route53::HealthCheck': Route53HealthCheckProperties;
  'AWS::Route53::HostedZone': Route53HostedZoneProperties;
  'AWS::Route53::RecordSet': Route53RecordSetProperties;
  'AWS::Route53::RecordSetGroup': Route53RecordSetGroupProperties;
  'AWS::S3::Bucket': S3BucketProperties;
  'AWS::S3::BucketPolicy': S3BucketPolicyProperties;
  'AWS::SNS::Subscription': SNSSubscriptionProperties;
  'AWS::SNS::Topic': SNSTopicProperties;
  'AWS::SNS::TopicPolicy': SNSTopicPolicyProperties;
  'AWS::SSM::Parameter': SSMParameterProperties;
}

/** The properties whose change makes a new resource, by the type. */
export interface ReplacedBy {
  'AWS::AutoScaling::AutoScalingGroup': 'AutoScalingGroupName' | 'InstanceId';
  'AWS::AutoScaling::ScalingPolicy': 'AutoScalingGroupName';
  'AWS::CDK::Metadata': never;
  'AWS::CertificateManager::Certificate': 'CertificateAuthorityArn' | 'CertificateExport' | 'DomainName' | 'DomainValidationOptions' | 'KeyAlgorithm' | 'SubjectAlternativeNames' | 'ValidationMethod';
  'AWS::CloudFront::CachePolicy': never;
  'AWS::CloudFront::Distribution': never;
  'AWS::CloudFront::OriginAccessControl': never;
  'AWS::CloudFront::OriginRequestPolicy': never;
  'AWS::CloudFront::ResponseHeadersPolicy': never;
  'AWS::CloudWatch::Alarm': 'AlarmName';
  'AWS::EC2::EIP': 'Address' | 'Domain' | 'IpamPoolId' | 'NetworkBorderGroup' | 'TransferAddress';
  'AWS::EC2::InternetGateway': never;
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateName';
  'AWS::EC2::NatGateway': 'AllocationId' | 'AvailabilityMode' | 'ConnectivityType' | 'PrivateIpAddress' | 'SubnetId' | 'VpcId';
  'AWS::EC2::Route': 'DestinationCidrBlock' | 'DestinationIpv6CidrBlock' | 'DestinationPrefixListId' | 'RouteTableId';
  'AWS::EC2::RouteTable': 'VpcId';
  'AWS::EC2::SecurityGroup': 'GroupDescription' | 'GroupName' | 'VpcId';
  'AWS::EC2::SecurityGroupEgress': 'CidrIp' | 'CidrIpv6' | 'DestinationPrefixListId' | 'DestinationSecurityGroupId' | 'FromPort' | 'GroupId' | 'IpProtocol' | 'ToPort';
  'AWS::EC2::SecurityGroupIngress': 'CidrIp' | 'CidrIpv6' | 'FromPort' | 'GroupId' | 'GroupName' | 'IpProtocol' | 'SourcePrefixListId' | 'SourceSecurityGroupId' | 'SourceSecurityGroupName' | 'SourceSecurityGroupOwnerId' | 'ToPort';
  'AWS::EC2::Subnet': 'AvailabilityZone' | 'AvailabilityZoneId' | 'CidrBlock' | 'Ipv4IpamPoolId' | 'Ipv4NetmaskLength' | 'Ipv6IpamPoolId' | 'Ipv6Native' | 'Ipv6NetmaskLength' | 'OutpostArn' | 'VpcId';
  'AWS::EC2::SubnetRouteTableAssociation': 'RouteTableId' | 'SubnetId';
  'AWS::EC2::VPC': 'CidrBlock' | 'Ipv4IpamPoolId' | 'Ipv4NetmaskLength' | 'VpcEncryptionControl';
  'AWS::EC2::VPCEndpoint': 'ResourceConfigurationArn' | 'ServiceName' | 'ServiceNetworkArn' | 'ServiceRegion' | 'VpcEndpointType' | 'VpcId';
  'AWS::EC2::VPCGatewayAttachment': 'VpcId';
  'AWS::ECR::Repository': 'EncryptionConfiguration' | 'RepositoryName';
  'AWS::ElasticLoadBalancingV2::Listener': 'LoadBalancerArn';
  'AWS::ElasticLoadBalancingV2::ListenerCertificate': 'ListenerArn';
  'AWS::ElasticLoadBalancingV2::ListenerRule': 'ListenerArn';
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name' | 'Scheme' | 'Type';
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'IpAddressType' | 'Name' | 'Port' | 'Protocol' | 'ProtocolVersion' | 'TargetType' | 'VpcId';
  'AWS::IAM::InstanceProfile': 'InstanceProfileName' | 'Path';
  'AWS::IAM::ManagedPolicy': 'Description' | 'ManagedPolicyName' | 'Path';
  'AWS::IAM::Policy': never;
  'AWS::IAM::Role': 'Path' | 'RoleName';
  'AWS::ImageBuilder::Component': 'ChangeDescription' | 'Data' | 'Description' | 'KmsKeyId' | 'Name' | 'Platform' | 'SupportedOsVersions' | 'Tags' | 'Uri' | 'Version';
  'AWS::ImageBuilder::DistributionConfiguration': 'Name';
  'AWS::ImageBuilder::Image': 'ContainerRecipeArn' | 'DistributionConfigurationArn' | 'EnhancedImageMetadataEnabled' | 'ImageRecipeArn' | 'ImageScanningConfiguration' | 'ImageTestsConfiguration' | 'InfrastructureConfigurationArn' | 'Tags' | 'Workflows';
  'AWS::ImageBuilder::ImageRecipe': 'AdditionalInstanceConfiguration' | 'AmiTags' | 'AmiWatermarks' | 'BlockDeviceMappings' | 'Components' | 'Description' | 'Name' | 'ParentImage' | 'Tags' | 'Version' | 'WorkingDirectory';
  'AWS::ImageBuilder::InfrastructureConfiguration': 'Name';
  'AWS::ImageBuilder::LifecyclePolicy': 'Name';
  'AWS::Logs::LogGroup': 'LogGroupName';
  'AWS::Route53::HealthCheck': never;
  'AWS::Route53::HostedZone': 'Name';
  'AWS::Route53::RecordSet': 'HostedZoneId' | 'HostedZoneName' | 'Name';
  'AWS::Route53::RecordSetGroup': 'HostedZoneId' | 'HostedZoneName';
  'AWS::S3::Bucket': 'BucketName' | 'BucketNamePrefix' | 'BucketNamespace' | 'ObjectLockEnabled';
  'AWS::S3::BucketPolicy': 'Bucket';
  'AWS::SNS::Subscription': 'Endpoint' | 'Protocol' | 'TopicArn';
  'AWS::SNS::Topic': 'FifoTopic' | 'TopicName';
  'AWS::SNS::TopicPolicy': never;
  'AWS::SSM::Parameter': 'Name';
}

export type AutoScalingAutoScalingGroupProperties = {
  AutoScalingGroupName?: string | undefined;
  AvailabilityZoneDistribution?: AutoScalingAutoScalingGroupAvailabilityZoneDistribution | undefined;
  AvailabilityZoneIds?: string[] | undefined;
  AvailabilityZoneImpairmentPolicy?: AutoScalingAutoScalingGroupAvailabilityZoneImpairmentPolicy | undefined;
  AvailabilityZones?: string[] | undefined;
  CapacityRebalance?: boolean | undefined;
  CapacityReservationSpecification?: AutoScalingAutoScalingGroupCapacityReservationSpecification | undefined;
  Context?: string | undefined;
  Cooldown?: string | undefined;
  DefaultInstanceWarmup?: number | undefined;
  DeletionProtection?: string | undefined;
  DesiredCapacity?: string | undefined;
  DesiredCapacityType?: string | undefined;
  HealthCheckGracePeriod?: number | undefined;
  HealthCheckType?: string | undefined;
  InstanceId?: string | undefined;
  InstanceLifecyclePolicy?: AutoScalingAutoScalingGroupInstanceLifecyclePolicy | undefined;
  InstanceMaintenancePolicy?: AutoScalingAutoScalingGroupInstanceMaintenancePolicy | undefined;
  LaunchConfigurationName?: string | undefined;
  LaunchTemplate?: AutoScalingAutoScalingGroupLaunchTemplateSpecification | undefined;
  LifecycleHookSpecificationList?: AutoScalingAutoScalingGroupLifecycleHookSpecification[] | undefined;
  LoadBalancerNames?: string[] | undefined;
  MaxInstanceLifetime?: number | undefined;
  MaxSize: string;
  MetricsCollection?: AutoScalingAutoScalingGroupMetricsCollection[] | undefined;
  MinSize: string;
  MixedInstancesPolicy?: AutoScalingAutoScalingGroupMixedInstancesPolicy | undefined;
  NewInstancesProtectedFromScaleIn?: boolean | undefined;
  NotificationConfiguration?: AutoScalingAutoScalingGroupNotificationConfiguration | undefined;
  NotificationConfigurations?: AutoScalingAutoScalingGroupNotificationConfiguration[] | undefined;
  PlacementGroup?: string | undefined;
  ServiceLinkedRoleARN?: string | undefined;
  SkipZonalShiftValidation?: boolean | undefined;
  Tags?: AutoScalingAutoScalingGroupTagProperty[] | undefined;
  TargetGroupARNs?: string[] | undefined;
  TerminationPolicies?: string[] | undefined;
  TrafficSources?: AutoScalingAutoScalingGroupTrafficSourceIdentifier[] | undefined;
  VPCZoneIdentifier?: string[] | undefined;
};

export type AutoScalingAutoScalingGroupAvailabilityZoneDistribution = {
  CapacityDistributionStrategy?: string | undefined;
};

export type AutoScalingAutoScalingGroupAvailabilityZoneImpairmentPolicy = {
  ImpairedZoneHealthCheckBehavior: string;
  ZonalShiftEnabled: boolean;
};

export type AutoScalingAutoScalingGroupCapacityReservationSpecification = {
  CapacityReservationPreference: string;
  CapacityReservationTarget?: AutoScalingAutoScalingGroupCapacityReservationTarget | undefined;
};

export type AutoScalingAutoScalingGroupInstanceLifecyclePolicy = {
  RetentionTriggers?: AutoScalingAutoScalingGroupRetentionTriggers | undefined;
};

export type AutoScalingAutoScalingGroupInstanceMaintenancePolicy = {
  MaxHealthyPercentage?: number | undefined;
  MinHealthyPercentage?: number | undefined;
};

export type AutoScalingAutoScalingGroupLaunchTemplateSpecification = {
  LaunchTemplateId?: string | undefined;
  LaunchTemplateName?: string | undefined;
  Version: string;
};

export type AutoScalingAutoScalingGroupLifecycleHookSpecification = {
  DefaultResult?: string | undefined;
  HeartbeatTimeout?: number | undefined;
  LifecycleHookName: string;
  LifecycleTransition: string;
  NotificationMetadata?: string | undefined;
  NotificationTargetARN?: string | undefined;
  RoleARN?: string | undefined;
};

export type AutoScalingAutoScalingGroupMetricsCollection = {
  Granularity: string;
  Metrics?: string[] | undefined;
};

export type AutoScalingAutoScalingGroupMixedInstancesPolicy = {
  InstancesDistribution?: AutoScalingAutoScalingGroupInstancesDistribution | undefined;
  LaunchTemplate: AutoScalingAutoScalingGroupLaunchTemplate;
};

export type AutoScalingAutoScalingGroupNotificationConfiguration = {
  NotificationTypes?: string[] | undefined;
  TopicARN: string | string[];
};

export type AutoScalingAutoScalingGroupTagProperty = {
  Key: string;
  PropagateAtLaunch: boolean;
  Value: string;
};

export type AutoScalingAutoScalingGroupTrafficSourceIdentifier = {
  Identifier: string;
  Type: string;
};

export type AutoScalingAutoScalingGroupCapacityReservationTarget = {
  CapacityReservationIds?: string[] | undefined;
  CapacityReservationResourceGroupArns?: string[] | undefined;
};

export type AutoScalingAutoScalingGroupRetentionTriggers = {
  TerminateHookAbandon?: string | undefined;
};

export type AutoScalingAutoScalingGroupInstancesDistribution = {
  DistributionSegments?: AutoScalingAutoScalingGroupDistributionSegment[] | undefined;
  OnDemandAllocationStrategy?: string | undefined;
  OnDemandBaseCapacity?: number | undefined;
  OnDemandPercentageAboveBaseCapacity?: number | undefined;
  SpotAllocationStrategy?: string | undefined;
  SpotInstancePools?: number | undefined;
  SpotMaxPrice?: string | undefined;
};

export type AutoScalingAutoScalingGroupLaunchTemplate = {
  LaunchTemplateSpecification: AutoScalingAutoScalingGroupLaunchTemplateSpecification;
  Overrides?: AutoScalingAutoScalingGroupLaunchTemplateOverrides[] | undefined;
};

export type AutoScalingAutoScalingGroupDistributionSegment = {
  TargetCapacityTypes: string[];
};

export type AutoScalingAutoScalingGroupLaunchTemplateOverrides = {
  ImageId?: string | undefined;
  InstanceRequirements?: AutoScalingAutoScalingGroupInstanceRequirements | undefined;
  InstanceType?: string | undefined;
  LaunchTemplateSpecification?: AutoScalingAutoScalingGroupLaunchTemplateSpecification | undefined;
  WeightedCapacity?: string | undefined;
};

export type AutoScalingAutoScalingGroupInstanceRequirements = {
  AcceleratorCount?: AutoScalingAutoScalingGroupAcceleratorCountRequest | undefined;
  AcceleratorManufacturers?: string[] | undefined;
  AcceleratorNames?: string[] | undefined;
  AcceleratorTotalMemoryMiB?: AutoScalingAutoScalingGroupAcceleratorTotalMemoryMiBRequest | undefined;
  AcceleratorTypes?: string[] | undefined;
  AllowedInstanceTypes?: string[] | undefined;
  BareMetal?: string | undefined;
  BaselineEbsBandwidthMbps?: AutoScalingAutoScalingGroupBaselineEbsBandwidthMbpsRequest | undefined;
  BaselinePerformanceFactors?: AutoScalingAutoScalingGroupBaselinePerformanceFactorsRequest | undefined;
  BurstablePerformance?: string | undefined;
  CpuManufacturers?: string[] | undefined;
  ExcludedInstanceTypes?: string[] | undefined;
  InstanceGenerations?: string[] | undefined;
  LocalStorage?: string | undefined;
  LocalStorageTypes?: string[] | undefined;
  MaxSpotPriceAsPercentageOfOptimalOnDemandPrice?: number | undefined;
  MemoryGiBPerVCpu?: AutoScalingAutoScalingGroupMemoryGiBPerVCpuRequest | undefined;
  MemoryMiB: AutoScalingAutoScalingGroupMemoryMiBRequest;
  NetworkBandwidthGbps?: AutoScalingAutoScalingGroupNetworkBandwidthGbpsRequest | undefined;
  NetworkInterfaceCount?: AutoScalingAutoScalingGroupNetworkInterfaceCountRequest | undefined;
  OnDemandMaxPricePercentageOverLowestPrice?: number | undefined;
  RequireHibernateSupport?: boolean | undefined;
  SpotMaxPricePercentageOverLowestPrice?: number | undefined;
  TotalLocalStorageGB?: AutoScalingAutoScalingGroupTotalLocalStorageGBRequest | undefined;
  VCpuCount: AutoScalingAutoScalingGroupVCpuCountRequest;
};

export type AutoScalingAutoScalingGroupAcceleratorCountRequest = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type AutoScalingAutoScalingGroupAcceleratorTotalMemoryMiBRequest = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type AutoScalingAutoScalingGroupBaselineEbsBandwidthMbpsRequest = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type AutoScalingAutoScalingGroupBaselinePerformanceFactorsRequest = {
  Cpu?: AutoScalingAutoScalingGroupCpuPerformanceFactorRequest | undefined;
};

export type AutoScalingAutoScalingGroupMemoryGiBPerVCpuRequest = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type AutoScalingAutoScalingGroupMemoryMiBRequest = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type AutoScalingAutoScalingGroupNetworkBandwidthGbpsRequest = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type AutoScalingAutoScalingGroupNetworkInterfaceCountRequest = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type AutoScalingAutoScalingGroupTotalLocalStorageGBRequest = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type AutoScalingAutoScalingGroupVCpuCountRequest = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type AutoScalingAutoScalingGroupCpuPerformanceFactorRequest = {
  References?: AutoScalingAutoScalingGroupPerformanceFactorReferenceRequest[] | undefined;
};

export type AutoScalingAutoScalingGroupPerformanceFactorReferenceRequest = {
  InstanceFamily?: string | undefined;
};

export type AutoScalingScalingPolicyProperties = {
  AdjustmentType?: string | undefined;
  AutoScalingGroupName: string;
  Cooldown?: string | undefined;
  EstimatedInstanceWarmup?: number | undefined;
  MetricAggregationType?: string | undefined;
  MinAdjustmentMagnitude?: number | undefined;
  PolicyType?: string | undefined;
  PredictiveScalingConfiguration?: AutoScalingScalingPolicyPredictiveScalingConfiguration | undefined;
  ScalingAdjustment?: number | undefined;
  StepAdjustments?: AutoScalingScalingPolicyStepAdjustment[] | undefined;
  TargetTrackingConfiguration?: AutoScalingScalingPolicyTargetTrackingConfiguration | undefined;
};

export type AutoScalingScalingPolicyPredictiveScalingConfiguration = {
  MaxCapacityBreachBehavior?: string | undefined;
  MaxCapacityBuffer?: number | undefined;
  MetricSpecifications: AutoScalingScalingPolicyPredictiveScalingMetricSpecification[];
  Mode?: string | undefined;
  SchedulingBufferTime?: number | undefined;
};

export type AutoScalingScalingPolicyStepAdjustment = {
  MetricIntervalLowerBound?: number | undefined;
  MetricIntervalUpperBound?: number | undefined;
  ScalingAdjustment: number;
};

export type AutoScalingScalingPolicyTargetTrackingConfiguration = {
  CustomizedMetricSpecification?: AutoScalingScalingPolicyCustomizedMetricSpecification | undefined;
  DisableScaleIn?: boolean | undefined;
  PredefinedMetricSpecification?: AutoScalingScalingPolicyPredefinedMetricSpecification | undefined;
  TargetValue: number;
};

export type AutoScalingScalingPolicyPredictiveScalingMetricSpecification = {
  CustomizedCapacityMetricSpecification?: AutoScalingScalingPolicyPredictiveScalingCustomizedCapacityMetric | undefined;
  CustomizedLoadMetricSpecification?: AutoScalingScalingPolicyPredictiveScalingCustomizedLoadMetric | undefined;
  CustomizedScalingMetricSpecification?: AutoScalingScalingPolicyPredictiveScalingCustomizedScalingMetric | undefined;
  PredefinedLoadMetricSpecification?: AutoScalingScalingPolicyPredictiveScalingPredefinedLoadMetric | undefined;
  PredefinedMetricPairSpecification?: AutoScalingScalingPolicyPredictiveScalingPredefinedMetricPair | undefined;
  PredefinedScalingMetricSpecification?: AutoScalingScalingPolicyPredictiveScalingPredefinedScalingMetric | undefined;
  TargetValue: number;
};

export type AutoScalingScalingPolicyCustomizedMetricSpecification = {
  Dimensions?: AutoScalingScalingPolicyMetricDimension[] | undefined;
  MetricName?: string | undefined;
  Metrics?: AutoScalingScalingPolicyTargetTrackingMetricDataQuery[] | undefined;
  Namespace?: string | undefined;
  Period?: number | undefined;
  Statistic?: string | undefined;
  Unit?: string | undefined;
};

export type AutoScalingScalingPolicyPredefinedMetricSpecification = {
  PredefinedMetricType: string;
  ResourceLabel?: string | undefined;
};

export type AutoScalingScalingPolicyPredictiveScalingCustomizedCapacityMetric = {
  MetricDataQueries: AutoScalingScalingPolicyMetricDataQuery[];
};

export type AutoScalingScalingPolicyPredictiveScalingCustomizedLoadMetric = {
  MetricDataQueries: AutoScalingScalingPolicyMetricDataQuery[];
};

export type AutoScalingScalingPolicyPredictiveScalingCustomizedScalingMetric = {
  MetricDataQueries: AutoScalingScalingPolicyMetricDataQuery[];
};

export type AutoScalingScalingPolicyPredictiveScalingPredefinedLoadMetric = {
  PredefinedMetricType: string;
  ResourceLabel?: string | undefined;
};

export type AutoScalingScalingPolicyPredictiveScalingPredefinedMetricPair = {
  PredefinedMetricType: string;
  ResourceLabel?: string | undefined;
};

export type AutoScalingScalingPolicyPredictiveScalingPredefinedScalingMetric = {
  PredefinedMetricType: string;
  ResourceLabel?: string | undefined;
};

export type AutoScalingScalingPolicyMetricDimension = {
  Name: string;
  Value: string;
};

export type AutoScalingScalingPolicyTargetTrackingMetricDataQuery = {
  Expression?: string | undefined;
  Id: string;
  Label?: string | undefined;
  MetricStat?: AutoScalingScalingPolicyTargetTrackingMetricStat | undefined;
  Period?: number | undefined;
  ReturnData?: boolean | undefined;
};

export type AutoScalingScalingPolicyMetricDataQuery = {
  Expression?: string | undefined;
  Id: string;
  Label?: string | undefined;
  MetricStat?: AutoScalingScalingPolicyMetricStat | undefined;
  ReturnData?: boolean | undefined;
};

export type AutoScalingScalingPolicyTargetTrackingMetricStat = {
  Metric: AutoScalingScalingPolicyMetric;
  Period?: number | undefined;
  Stat: string;
  Unit?: string | undefined;
};

export type AutoScalingScalingPolicyMetricStat = {
  Metric: AutoScalingScalingPolicyMetric;
  Stat: string;
  Unit?: string | undefined;
};

export type AutoScalingScalingPolicyMetric = {
  Dimensions?: AutoScalingScalingPolicyMetricDimension[] | undefined;
  MetricName: string;
  Namespace: string;
};

export type CDKMetadataProperties = {
  Analytics?: string | undefined;
  Modules?: string | undefined;
};

export type CertificateManagerCertificateProperties = {
  CertificateAuthorityArn?: string | undefined;
  CertificateExport?: string | undefined;
  CertificateTransparencyLoggingPreference?: string | undefined;
  DomainName: string;
  DomainValidationOptions?: CertificateManagerCertificateDomainValidationOption[] | undefined;
  KeyAlgorithm?: string | undefined;
  SubjectAlternativeNames?: string[] | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
  ValidationMethod?: string | undefined;
};

export type CertificateManagerCertificateDomainValidationOption = {
  DomainName?: string | undefined;
  HostedZoneId?: string | undefined;
  ValidationDomain?: string | undefined;
};

export type CloudFrontCachePolicyProperties = {
  CachePolicyConfig: CloudFrontCachePolicyCachePolicyConfig;
};

export type CloudFrontCachePolicyCachePolicyConfig = {
  Comment?: string | undefined;
  DefaultTTL: number;
  MaxTTL: number;
  MinTTL: number;
  Name: string;
  ParametersInCacheKeyAndForwardedToOrigin: CloudFrontCachePolicyParametersInCacheKeyAndForwardedToOrigin;
};

export type CloudFrontCachePolicyParametersInCacheKeyAndForwardedToOrigin = {
  CookiesConfig: CloudFrontCachePolicyCookiesConfig;
  EnableAcceptEncodingBrotli?: boolean | undefined;
  EnableAcceptEncodingGzip: boolean;
  HeadersConfig: CloudFrontCachePolicyHeadersConfig;
  QueryStringsConfig: CloudFrontCachePolicyQueryStringsConfig;
};

export type CloudFrontCachePolicyCookiesConfig = {
  CookieBehavior: string;
  Cookies?: string[] | undefined;
};

export type CloudFrontCachePolicyHeadersConfig = {
  HeaderBehavior: string;
  Headers?: string[] | undefined;
};

export type CloudFrontCachePolicyQueryStringsConfig = {
  QueryStringBehavior: string;
  QueryStrings?: string[] | undefined;
};

export type CloudFrontDistributionProperties = {
  DistributionConfig: CloudFrontDistributionDistributionConfig;
  Tags?: { Key: string; Value: string }[] | undefined;
};

export type CloudFrontDistributionDistributionConfig = {
  Aliases?: string[] | undefined;
  AnycastIpListId?: string | undefined;
  CNAMEs?: string[] | undefined;
  CacheBehaviors?: CloudFrontDistributionCacheBehavior[] | undefined;
  CacheTagConfig?: CloudFrontDistributionCacheTagConfig | undefined;
  Comment?: string | undefined;
  ConnectionFunctionAssociation?: CloudFrontDistributionConnectionFunctionAssociation | undefined;
  ConnectionMode?: string | undefined;
  ContinuousDeploymentPolicyId?: string | undefined;
  CustomErrorResponses?: CloudFrontDistributionCustomErrorResponse[] | undefined;
  CustomOrigin?: CloudFrontDistributionLegacyCustomOrigin | undefined;
  DefaultCacheBehavior: CloudFrontDistributionDefaultCacheBehavior;
  DefaultRootObject?: string | undefined;
  Enabled: boolean;
  HttpVersion?: string | undefined;
  IPV6Enabled?: boolean | undefined;
  Logging?: CloudFrontDistributionLogging | undefined;
  OriginGroups?: CloudFrontDistributionOriginGroups | undefined;
  Origins?: CloudFrontDistributionOrigin[] | undefined;
  PriceClass?: string | undefined;
  Restrictions?: CloudFrontDistributionRestrictions | undefined;
  S3Origin?: CloudFrontDistributionLegacyS3Origin | undefined;
  Staging?: boolean | undefined;
  TenantConfig?: CloudFrontDistributionTenantConfig | undefined;
  ViewerCertificate?: CloudFrontDistributionViewerCertificate | undefined;
  ViewerMtlsConfig?: CloudFrontDistributionViewerMtlsConfig | undefined;
  WebACLId?: string | undefined;
};

export type CloudFrontDistributionCacheBehavior = {
  AllowedMethods?: string[] | undefined;
  CachePolicyId?: string | undefined;
  CachedMethods?: string[] | undefined;
  Compress?: boolean | undefined;
  DefaultTTL?: number | undefined;
  FieldLevelEncryptionId?: string | undefined;
  ForwardedValues?: CloudFrontDistributionForwardedValues | undefined;
  FunctionAssociations?: CloudFrontDistributionFunctionAssociation[] | undefined;
  GrpcConfig?: CloudFrontDistributionGrpcConfig | undefined;
  LambdaFunctionAssociations?: CloudFrontDistributionLambdaFunctionAssociation[] | undefined;
  MaxTTL?: number | undefined;
  MinTTL?: number | undefined;
  OriginRequestPolicyId?: string | undefined;
  PathPattern: string;
  RealtimeLogConfigArn?: string | undefined;
  ResponseHeadersPolicyId?: string | undefined;
  SmoothStreaming?: boolean | undefined;
  TargetOriginId: string;
  TrustedKeyGroups?: string[] | undefined;
  TrustedSigners?: string[] | undefined;
  ViewerProtocolPolicy: string;
};

export type CloudFrontDistributionCacheTagConfig = {
  HeaderName: string;
};

export type CloudFrontDistributionConnectionFunctionAssociation = {
  Id: string;
};

export type CloudFrontDistributionCustomErrorResponse = {
  ErrorCachingMinTTL?: number | undefined;
  ErrorCode: number;
  ResponseCode?: number | undefined;
  ResponsePagePath?: string | undefined;
};

export type CloudFrontDistributionLegacyCustomOrigin = {
  DNSName: string;
  HTTPPort?: number | undefined;
  HTTPSPort?: number | undefined;
  OriginProtocolPolicy: string;
  OriginSSLProtocols: string[];
};

export type CloudFrontDistributionDefaultCacheBehavior = {
  AllowedMethods?: string[] | undefined;
  CachePolicyId?: string | undefined;
  CachedMethods?: string[] | undefined;
  Compress?: boolean | undefined;
  DefaultTTL?: number | undefined;
  FieldLevelEncryptionId?: string | undefined;
  ForwardedValues?: CloudFrontDistributionForwardedValues | undefined;
  FunctionAssociations?: CloudFrontDistributionFunctionAssociation[] | undefined;
  GrpcConfig?: CloudFrontDistributionGrpcConfig | undefined;
  LambdaFunctionAssociations?: CloudFrontDistributionLambdaFunctionAssociation[] | undefined;
  MaxTTL?: number | undefined;
  MinTTL?: number | undefined;
  OriginRequestPolicyId?: string | undefined;
  RealtimeLogConfigArn?: string | undefined;
  ResponseHeadersPolicyId?: string | undefined;
  SmoothStreaming?: boolean | undefined;
  TargetOriginId: string;
  TrustedKeyGroups?: string[] | undefined;
  TrustedSigners?: string[] | undefined;
  ViewerProtocolPolicy: string;
};

export type CloudFrontDistributionLogging = {
  Bucket?: string | undefined;
  IncludeCookies?: boolean | undefined;
  Prefix?: string | undefined;
};

export type CloudFrontDistributionOriginGroups = {
  Items?: CloudFrontDistributionOriginGroup[] | undefined;
  Quantity: number;
};

export type CloudFrontDistributionOrigin = {
  ConnectionAttempts?: number | undefined;
  ConnectionTimeout?: number | undefined;
  CustomOriginConfig?: CloudFrontDistributionCustomOriginConfig | undefined;
  DomainName: string;
  Id: string;
  OriginAccessControlId?: string | undefined;
  OriginCustomHeaders?: CloudFrontDistributionOriginCustomHeader[] | undefined;
  OriginPath?: string | undefined;
  OriginShield?: CloudFrontDistributionOriginShield | undefined;
  ResponseCompletionTimeout?: number | undefined;
  S3OriginConfig?: CloudFrontDistributionS3OriginConfig | undefined;
  VpcOriginConfig?: CloudFrontDistributionVpcOriginConfig | undefined;
};

export type CloudFrontDistributionRestrictions = {
  GeoRestriction: CloudFrontDistributionGeoRestriction;
};

export type CloudFrontDistributionLegacyS3Origin = {
  DNSName: string;
  OriginAccessIdentity?: string | undefined;
};

export type CloudFrontDistributionTenantConfig = {
  ParameterDefinitions?: CloudFrontDistributionParameterDefinition[] | undefined;
};

export type CloudFrontDistributionViewerCertificate = {
  AcmCertificateArn?: string | undefined;
  CloudFrontDefaultCertificate?: boolean | undefined;
  IamCertificateId?: string | undefined;
  MinimumProtocolVersion?: string | undefined;
  SslSupportMethod?: string | undefined;
};

export type CloudFrontDistributionViewerMtlsConfig = {
  Mode?: string | undefined;
  TrustStoreConfig?: CloudFrontDistributionTrustStoreConfig | undefined;
};

export type CloudFrontDistributionForwardedValues = {
  Cookies?: CloudFrontDistributionCookies | undefined;
  Headers?: string[] | undefined;
  QueryString: boolean;
  QueryStringCacheKeys?: string[] | undefined;
};

export type CloudFrontDistributionFunctionAssociation = {
  EventType?: string | undefined;
  FunctionARN?: string | undefined;
};

export type CloudFrontDistributionGrpcConfig = {
  Enabled: boolean;
};

export type CloudFrontDistributionLambdaFunctionAssociation = {
  EventType?: string | undefined;
  IncludeBody?: boolean | undefined;
  LambdaFunctionARN?: string | undefined;
};

export type CloudFrontDistributionOriginGroup = {
  FailoverCriteria: CloudFrontDistributionOriginGroupFailoverCriteria;
  Id: string;
  Members: CloudFrontDistributionOriginGroupMembers;
  SelectionCriteria?: string | undefined;
};

export type CloudFrontDistributionCustomOriginConfig = {
  HTTPPort?: number | undefined;
  HTTPSPort?: number | undefined;
  IpAddressType?: string | undefined;
  OriginKeepaliveTimeout?: number | undefined;
  OriginMtlsConfig?: CloudFrontDistributionOriginMtlsConfig | undefined;
  OriginProtocolPolicy: string;
  OriginReadTimeout?: number | undefined;
  OriginSSLProtocols?: string[] | undefined;
};

export type CloudFrontDistributionOriginCustomHeader = {
  HeaderName: string;
  HeaderValue: string;
};

export type CloudFrontDistributionOriginShield = {
  Enabled?: boolean | undefined;
  OriginShieldRegion?: string | undefined;
};

export type CloudFrontDistributionS3OriginConfig = {
  OriginAccessIdentity?: string | undefined;
  OriginReadTimeout?: number | undefined;
};

export type CloudFrontDistributionVpcOriginConfig = {
  OriginKeepaliveTimeout?: number | undefined;
  OriginReadTimeout?: number | undefined;
  OwnerAccountId?: string | undefined;
  VpcOriginId: string;
};

export type CloudFrontDistributionGeoRestriction = {
  Locations?: string[] | undefined;
  RestrictionType: string;
};

export type CloudFrontDistributionParameterDefinition = {
  Definition: CloudFrontDistributionDefinition;
  Name: string;
};

export type CloudFrontDistributionTrustStoreConfig = {
  AdvertiseTrustStoreCaNames?: boolean | undefined;
  IgnoreCertificateExpiry?: boolean | undefined;
  TrustStoreId: string;
};

export type CloudFrontDistributionCookies = {
  Forward: string;
  WhitelistedNames?: string[] | undefined;
};

export type CloudFrontDistributionOriginGroupFailoverCriteria = {
  StatusCodes: CloudFrontDistributionStatusCodes;
};

export type CloudFrontDistributionOriginGroupMembers = {
  Items: CloudFrontDistributionOriginGroupMember[];
  Quantity: number;
};

export type CloudFrontDistributionOriginMtlsConfig = {
  ClientCertificateArn: string;
};

export type CloudFrontDistributionDefinition = {
  StringSchema?: CloudFrontDistributionStringSchema | undefined;
};

export type CloudFrontDistributionStatusCodes = {
  Items: number[];
  Quantity: number;
};

export type CloudFrontDistributionOriginGroupMember = {
  OriginId: string;
};

export type CloudFrontDistributionStringSchema = {
  Comment?: string | undefined;
  DefaultValue?: string | undefined;
  Required: boolean;
};

export type CloudFrontOriginAccessControlProperties = {
  OriginAccessControlConfig: CloudFrontOriginAccessControlOriginAccessControlConfig;
};

export type CloudFrontOriginAccessControlOriginAccessControlConfig = {
  Description?: string | undefined;
  Name: string;
  OriginAccessControlOriginType: string;
  SigningBehavior: string;
  SigningProtocol: string;
};

export type CloudFrontOriginRequestPolicyProperties = {
  OriginRequestPolicyConfig: CloudFrontOriginRequestPolicyOriginRequestPolicyConfig;
};

export type CloudFrontOriginRequestPolicyOriginRequestPolicyConfig = {
  Comment?: string | undefined;
  CookiesConfig: CloudFrontOriginRequestPolicyCookiesConfig;
  HeadersConfig: CloudFrontOriginRequestPolicyHeadersConfig;
  Name: string;
  QueryStringsConfig: CloudFrontOriginRequestPolicyQueryStringsConfig;
};

export type CloudFrontOriginRequestPolicyCookiesConfig = {
  CookieBehavior: string;
  Cookies?: string[] | undefined;
};

export type CloudFrontOriginRequestPolicyHeadersConfig = {
  HeaderBehavior: string;
  Headers?: string[] | undefined;
};

export type CloudFrontOriginRequestPolicyQueryStringsConfig = {
  QueryStringBehavior: string;
  QueryStrings?: string[] | undefined;
};

export type CloudFrontResponseHeadersPolicyProperties = {
  ResponseHeadersPolicyConfig: CloudFrontResponseHeadersPolicyResponseHeadersPolicyConfig;
};

export type CloudFrontResponseHeadersPolicyResponseHeadersPolicyConfig = {
  Comment?: string | undefined;
  CorsConfig?: CloudFrontResponseHeadersPolicyCorsConfig | undefined;
  CustomHeadersConfig?: CloudFrontResponseHeadersPolicyCustomHeadersConfig | undefined;
  Name: string;
  RemoveHeadersConfig?: CloudFrontResponseHeadersPolicyRemoveHeadersConfig | undefined;
  SecurityHeadersConfig?: CloudFrontResponseHeadersPolicySecurityHeadersConfig | undefined;
  ServerTimingHeadersConfig?: CloudFrontResponseHeadersPolicyServerTimingHeadersConfig | undefined;
};

export type CloudFrontResponseHeadersPolicyCorsConfig = {
  AccessControlAllowCredentials: boolean;
  AccessControlAllowHeaders: CloudFrontResponseHeadersPolicyAccessControlAllowHeaders;
  AccessControlAllowMethods: CloudFrontResponseHeadersPolicyAccessControlAllowMethods;
  AccessControlAllowOrigins: CloudFrontResponseHeadersPolicyAccessControlAllowOrigins;
  AccessControlExposeHeaders?: CloudFrontResponseHeadersPolicyAccessControlExposeHeaders | undefined;
  AccessControlMaxAgeSec?: number | undefined;
  OriginOverride: boolean;
};

export type CloudFrontResponseHeadersPolicyCustomHeadersConfig = {
  Items: CloudFrontResponseHeadersPolicyCustomHeader[];
};

export type CloudFrontResponseHeadersPolicyRemoveHeadersConfig = {
  Items: CloudFrontResponseHeadersPolicyRemoveHeader[];
};

export type CloudFrontResponseHeadersPolicySecurityHeadersConfig = {
  ContentSecurityPolicy?: CloudFrontResponseHeadersPolicyContentSecurityPolicy | undefined;
  ContentTypeOptions?: CloudFrontResponseHeadersPolicyContentTypeOptions | undefined;
  FrameOptions?: CloudFrontResponseHeadersPolicyFrameOptions | undefined;
  ReferrerPolicy?: CloudFrontResponseHeadersPolicyReferrerPolicy | undefined;
  StrictTransportSecurity?: CloudFrontResponseHeadersPolicyStrictTransportSecurity | undefined;
  XSSProtection?: CloudFrontResponseHeadersPolicyXSSProtection | undefined;
};

export type CloudFrontResponseHeadersPolicyServerTimingHeadersConfig = {
  Enabled: boolean;
  SamplingRate?: number | undefined;
};

export type CloudFrontResponseHeadersPolicyAccessControlAllowHeaders = {
  Items: string[];
};

export type CloudFrontResponseHeadersPolicyAccessControlAllowMethods = {
  Items: string[];
};

export type CloudFrontResponseHeadersPolicyAccessControlAllowOrigins = {
  Items: string[];
};

export type CloudFrontResponseHeadersPolicyAccessControlExposeHeaders = {
  Items: string[];
};

export type CloudFrontResponseHeadersPolicyCustomHeader = {
  Header: string;
  Override: boolean;
  Value: string;
};

export type CloudFrontResponseHeadersPolicyRemoveHeader = {
  Header: string;
};

export type CloudFrontResponseHeadersPolicyContentSecurityPolicy = {
  ContentSecurityPolicy: string;
  Override: boolean;
};

export type CloudFrontResponseHeadersPolicyContentTypeOptions = {
  Override: boolean;
};

export type CloudFrontResponseHeadersPolicyFrameOptions = {
  FrameOption: string;
  Override: boolean;
};

export type CloudFrontResponseHeadersPolicyReferrerPolicy = {
  Override: boolean;
  ReferrerPolicy: string;
};

export type CloudFrontResponseHeadersPolicyStrictTransportSecurity = {
  AccessControlMaxAgeSec: number;
  IncludeSubdomains?: boolean | undefined;
  Override: boolean;
  Preload?: boolean | undefined;
};

export type CloudFrontResponseHeadersPolicyXSSProtection = {
  ModeBlock?: boolean | undefined;
  Override: boolean;
  Protection: boolean;
  ReportUri?: string | undefined;
};

export type CloudWatchAlarmProperties = {
  ActionsEnabled?: boolean | undefined;
  AlarmActions?: string[] | undefined;
  AlarmDescription?: string | undefined;
  AlarmName?: string | undefined;
  ComparisonOperator?: string | undefined;
  DatapointsToAlarm?: number | undefined;
  Dimensions?: CloudWatchAlarmDimension[] | undefined;
  EvaluateLowSampleCountPercentile?: string | undefined;
  EvaluationCriteria?: CloudWatchAlarmEvaluationCriteria | undefined;
  EvaluationInterval?: number | undefined;
  EvaluationPeriods?: number | undefined;
  EvaluationWindow?: CloudWatchAlarmEvaluationWindow | undefined;
  ExtendedStatistic?: string | undefined;
  InsufficientDataActions?: string[] | undefined;
  MetricName?: string | undefined;
  Metrics?: CloudWatchAlarmMetricDataQuery[] | undefined;
  Namespace?: string | undefined;
  OKActions?: string[] | undefined;
  Period?: number | undefined;
  Statistic?: string | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
  Threshold?: number | undefined;
  ThresholdMetricId?: string | undefined;
  TreatMissingData?: string | undefined;
  Unit?: string | undefined;
  WarmUpConfiguration?: CloudWatchAlarmWarmUpConfiguration | undefined;
};

export type CloudWatchAlarmDimension = {
  Name: string;
  Value: string;
};

export type CloudWatchAlarmEvaluationCriteria = {
  PromQLCriteria?: CloudWatchAlarmAlarmPromQLCriteria | undefined;
};

export type CloudWatchAlarmEvaluationWindow = {
  SlidingWindow?: unknown;
  WallClockWindow?: CloudWatchAlarmWallClockWindow | undefined;
};

export type CloudWatchAlarmMetricDataQuery = {
  AccountId?: string | undefined;
  Expression?: string | undefined;
  Id: string;
  Label?: string | undefined;
  MetricStat?: CloudWatchAlarmMetricStat | undefined;
  Period?: number | undefined;
  ReturnData?: boolean | undefined;
};

export type CloudWatchAlarmWarmUpConfiguration = {
  OnlyStartEvaluatingAfterWarmUpPeriodEnds?: boolean | undefined;
  WarmUpPeriodDurationInMinutes?: number | undefined;
};

export type CloudWatchAlarmAlarmPromQLCriteria = {
  PendingPeriod?: number | undefined;
  Query?: string | undefined;
  RecoveryPeriod?: number | undefined;
};

export type CloudWatchAlarmWallClockWindow = {
  Timezone?: string | undefined;
};

export type CloudWatchAlarmMetricStat = {
  Metric: CloudWatchAlarmMetric;
  Period: number;
  Stat: string;
  Unit?: string | undefined;
};

export type CloudWatchAlarmMetric = {
  Dimensions?: CloudWatchAlarmDimension[] | undefined;
  MetricName?: string | undefined;
  Namespace?: string | undefined;
};

export type EC2EIPProperties = {
  Address?: string | undefined;
  Domain?: string | undefined;
  InstanceId?: string | undefined;
  IpamPoolId?: string | undefined;
  NetworkBorderGroup?: string | undefined;
  PublicIpv4Pool?: string | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
  TransferAddress?: string | undefined;
};

export type EC2InternetGatewayProperties = {
  Tags?: { Key: string; Value: string }[] | undefined;
};

export type EC2LaunchTemplateProperties = {
  LaunchTemplateData: EC2LaunchTemplateLaunchTemplateData;
  LaunchTemplateName?: string | undefined;
  TagSpecifications?: EC2LaunchTemplateLaunchTemplateTagSpecification[] | undefined;
  VersionDescription?: string | undefined;
};

export type EC2LaunchTemplateLaunchTemplateData = {
  BlockDeviceMappings?: EC2LaunchTemplateBlockDeviceMapping[] | undefined;
  CapacityReservationSpecification?: EC2LaunchTemplateCapacityReservationSpecification | undefined;
  CpuOptions?: EC2LaunchTemplateCpuOptions | undefined;
  CreditSpecification?: EC2LaunchTemplateCreditSpecification | undefined;
  DisableApiStop?: boolean | undefined;
  DisableApiTermination?: boolean | undefined;
  EbsOptimized?: boolean | undefined;
  ElasticGpuSpecifications?: EC2LaunchTemplateElasticGpuSpecification[] | undefined;
  ElasticInferenceAccelerators?: EC2LaunchTemplateLaunchTemplateElasticInferenceAccelerator[] | undefined;
  EnclaveOptions?: EC2LaunchTemplateEnclaveOptions | undefined;
  HibernationOptions?: EC2LaunchTemplateHibernationOptions | undefined;
  IamInstanceProfile?: EC2LaunchTemplateIamInstanceProfile | undefined;
  ImageId?: string | undefined;
  InstanceInitiatedShutdownBehavior?: string | undefined;
  InstanceMarketOptions?: EC2LaunchTemplateInstanceMarketOptions | undefined;
  InstanceRequirements?: EC2LaunchTemplateInstanceRequirements | undefined;
  InstanceType?: string | undefined;
  KernelId?: string | undefined;
  KeyName?: string | undefined;
  LicenseSpecifications?: EC2LaunchTemplateLicenseSpecification[] | undefined;
  MaintenanceOptions?: EC2LaunchTemplateMaintenanceOptions | undefined;
  MetadataOptions?: EC2LaunchTemplateMetadataOptions | undefined;
  Monitoring?: EC2LaunchTemplateMonitoring | undefined;
  NetworkInterfaces?: EC2LaunchTemplateNetworkInterface[] | undefined;
  NetworkPerformanceOptions?: EC2LaunchTemplateNetworkPerformanceOptions | undefined;
  Placement?: EC2LaunchTemplatePlacement | undefined;
  PrivateDnsNameOptions?: EC2LaunchTemplatePrivateDnsNameOptions | undefined;
  RamDiskId?: string | undefined;
  SecurityGroupIds?: string[] | undefined;
  SecurityGroups?: string[] | undefined;
  TagSpecifications?: EC2LaunchTemplateTagSpecification[] | undefined;
  UserData?: string | undefined;
};

export type EC2LaunchTemplateLaunchTemplateTagSpecification = {
  ResourceType?: string | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
};

export type EC2LaunchTemplateBlockDeviceMapping = {
  DeviceName?: string | undefined;
  Ebs?: EC2LaunchTemplateEbs | undefined;
  NoDevice?: string | undefined;
  VirtualName?: string | undefined;
};

export type EC2LaunchTemplateCapacityReservationSpecification = {
  CapacityReservationPreference?: string | undefined;
  CapacityReservationTarget?: EC2LaunchTemplateCapacityReservationTarget | undefined;
};

export type EC2LaunchTemplateCpuOptions = {
  AmdSevSnp?: string | undefined;
  CoreCount?: number | undefined;
  NestedVirtualization?: string | undefined;
  ThreadsPerCore?: number | undefined;
};

export type EC2LaunchTemplateCreditSpecification = {
  CpuCredits?: string | undefined;
};

export type EC2LaunchTemplateElasticGpuSpecification = {
  Type?: string | undefined;
};

export type EC2LaunchTemplateLaunchTemplateElasticInferenceAccelerator = {
  Count?: number | undefined;
  Type?: string | undefined;
};

export type EC2LaunchTemplateEnclaveOptions = {
  Enabled?: boolean | undefined;
};

export type EC2LaunchTemplateHibernationOptions = {
  Configured?: boolean | undefined;
};

export type EC2LaunchTemplateIamInstanceProfile = {
  Arn?: string | undefined;
  Name?: string | undefined;
};

export type EC2LaunchTemplateInstanceMarketOptions = {
  MarketType?: string | undefined;
  SpotOptions?: EC2LaunchTemplateSpotOptions | undefined;
};

export type EC2LaunchTemplateInstanceRequirements = {
  AcceleratorCount?: EC2LaunchTemplateAcceleratorCount | undefined;
  AcceleratorManufacturers?: string[] | undefined;
  AcceleratorNames?: string[] | undefined;
  AcceleratorTotalMemoryMiB?: EC2LaunchTemplateAcceleratorTotalMemoryMiB | undefined;
  AcceleratorTypes?: string[] | undefined;
  AllowedInstanceTypes?: string[] | undefined;
  BareMetal?: string | undefined;
  BaselineEbsBandwidthMbps?: EC2LaunchTemplateBaselineEbsBandwidthMbps | undefined;
  BaselinePerformanceFactors?: EC2LaunchTemplateBaselinePerformanceFactors | undefined;
  BurstablePerformance?: string | undefined;
  CpuManufacturers?: string[] | undefined;
  ExcludedInstanceTypes?: string[] | undefined;
  InstanceGenerations?: string[] | undefined;
  LocalStorage?: string | undefined;
  LocalStorageTypes?: string[] | undefined;
  MaxSpotPriceAsPercentageOfOptimalOnDemandPrice?: number | undefined;
  MemoryGiBPerVCpu?: EC2LaunchTemplateMemoryGiBPerVCpu | undefined;
  MemoryMiB?: EC2LaunchTemplateMemoryMiB | undefined;
  NetworkBandwidthGbps?: EC2LaunchTemplateNetworkBandwidthGbps | undefined;
  NetworkInterfaceCount?: EC2LaunchTemplateNetworkInterfaceCount | undefined;
  OnDemandMaxPricePercentageOverLowestPrice?: number | undefined;
  RequireHibernateSupport?: boolean | undefined;
  SpotMaxPricePercentageOverLowestPrice?: number | undefined;
  TotalLocalStorageGB?: EC2LaunchTemplateTotalLocalStorageGB | undefined;
  VCpuCount?: EC2LaunchTemplateVCpuCount | undefined;
};

export type EC2LaunchTemplateLicenseSpecification = {
  LicenseConfigurationArn?: string | undefined;
};

export type EC2LaunchTemplateMaintenanceOptions = {
  AutoRecovery?: string | undefined;
};

export type EC2LaunchTemplateMetadataOptions = {
  HttpEndpoint?: string | undefined;
  HttpProtocolIpv6?: string | undefined;
  HttpPutResponseHopLimit?: number | undefined;
  HttpTokens?: string | undefined;
  InstanceMetadataTags?: string | undefined;
};

export type EC2LaunchTemplateMonitoring = {
  Enabled?: boolean | undefined;
};

export type EC2LaunchTemplateNetworkInterface = {
  AssociateCarrierIpAddress?: boolean | undefined;
  AssociatePublicIpAddress?: boolean | undefined;
  ConnectionTrackingSpecification?: EC2LaunchTemplateConnectionTrackingSpecification | undefined;
  DeleteOnTermination?: boolean | undefined;
  Description?: string | undefined;
  DeviceIndex?: number | undefined;
  EnaQueueCount?: number | undefined;
  EnaSrdSpecification?: EC2LaunchTemplateEnaSrdSpecification | undefined;
  Groups?: string[] | undefined;
  InterfaceType?: string | undefined;
  Ipv4PrefixCount?: number | undefined;
  Ipv4Prefixes?: EC2LaunchTemplateIpv4PrefixSpecification[] | undefined;
  Ipv6AddressCount?: number | undefined;
  Ipv6Addresses?: EC2LaunchTemplateIpv6Add[] | undefined;
  Ipv6PrefixCount?: number | undefined;
  Ipv6Prefixes?: EC2LaunchTemplateIpv6PrefixSpecification[] | undefined;
  NetworkCardIndex?: number | undefined;
  NetworkInterfaceId?: string | undefined;
  PrimaryIpv6?: boolean | undefined;
  PrivateIpAddress?: string | undefined;
  PrivateIpAddresses?: EC2LaunchTemplatePrivateIpAdd[] | undefined;
  SecondaryPrivateIpAddressCount?: number | undefined;
  SubnetId?: string | undefined;
};

export type EC2LaunchTemplateNetworkPerformanceOptions = {
  BandwidthWeighting?: string | undefined;
};

export type EC2LaunchTemplatePlacement = {
  Affinity?: string | undefined;
  AvailabilityZone?: string | undefined;
  GroupId?: string | undefined;
  GroupName?: string | undefined;
  HostId?: string | undefined;
  HostResourceGroupArn?: string | undefined;
  PartitionNumber?: number | undefined;
  SpreadDomain?: string | undefined;
  Tenancy?: string | undefined;
};

export type EC2LaunchTemplatePrivateDnsNameOptions = {
  EnableResourceNameDnsAAAARecord?: boolean | undefined;
  EnableResourceNameDnsARecord?: boolean | undefined;
  HostnameType?: string | undefined;
};

export type EC2LaunchTemplateTagSpecification = {
  ResourceType?: string | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
};

export type EC2LaunchTemplateEbs = {
  DeleteOnTermination?: boolean | undefined;
  EbsCardIndex?: number | undefined;
  Encrypted?: boolean | undefined;
  Iops?: number | undefined;
  KmsKeyId?: string | undefined;
  SnapshotId?: string | undefined;
  Throughput?: number | undefined;
  VolumeInitializationRate?: number | undefined;
  VolumeSize?: number | undefined;
  VolumeType?: string | undefined;
};

export type EC2LaunchTemplateCapacityReservationTarget = {
  CapacityReservationId?: string | undefined;
  CapacityReservationResourceGroupArn?: string | undefined;
};

export type EC2LaunchTemplateSpotOptions = {
  BlockDurationMinutes?: number | undefined;
  InstanceInterruptionBehavior?: string | undefined;
  MaxPrice?: string | undefined;
  SpotInstanceType?: string | undefined;
  ValidUntil?: string | undefined;
};

export type EC2LaunchTemplateAcceleratorCount = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type EC2LaunchTemplateAcceleratorTotalMemoryMiB = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type EC2LaunchTemplateBaselineEbsBandwidthMbps = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type EC2LaunchTemplateBaselinePerformanceFactors = {
  Cpu?: EC2LaunchTemplateCpu | undefined;
};

export type EC2LaunchTemplateMemoryGiBPerVCpu = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type EC2LaunchTemplateMemoryMiB = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type EC2LaunchTemplateNetworkBandwidthGbps = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type EC2LaunchTemplateNetworkInterfaceCount = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type EC2LaunchTemplateTotalLocalStorageGB = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type EC2LaunchTemplateVCpuCount = {
  Max?: number | undefined;
  Min?: number | undefined;
};

export type EC2LaunchTemplateConnectionTrackingSpecification = {
  TcpEstablishedTimeout?: number | undefined;
  UdpStreamTimeout?: number | undefined;
  UdpTimeout?: number | undefined;
};

export type EC2LaunchTemplateEnaSrdSpecification = {
  EnaSrdEnabled?: boolean | undefined;
  EnaSrdUdpSpecification?: EC2LaunchTemplateEnaSrdUdpSpecification | undefined;
};

export type EC2LaunchTemplateIpv4PrefixSpecification = {
  Ipv4Prefix?: string | undefined;
};

export type EC2LaunchTemplateIpv6Add = {
  Ipv6Address?: string | undefined;
};

export type EC2LaunchTemplateIpv6PrefixSpecification = {
  Ipv6Prefix?: string | undefined;
};

export type EC2LaunchTemplatePrivateIpAdd = {
  Primary?: boolean | undefined;
  PrivateIpAddress?: string | undefined;
};

export type EC2LaunchTemplateCpu = {
  References?: EC2LaunchTemplateReference[] | undefined;
};

export type EC2LaunchTemplateEnaSrdUdpSpecification = {
  EnaSrdUdpEnabled?: boolean | undefined;
};

export type EC2LaunchTemplateReference = {
  InstanceFamily?: string | undefined;
};

export type EC2NatGatewayProperties = {
  AllocationId?: string | undefined;
  AvailabilityMode?: string | undefined;
  AvailabilityZoneAddresses?: EC2NatGatewayAvailabilityZoneAddress[] | undefined;
  ConnectivityType?: string | undefined;
  MaxDrainDurationSeconds?: number | undefined;
  PrivateIpAddress?: string | undefined;
  SecondaryAllocationIds?: string[] | undefined;
  SecondaryPrivateIpAddressCount?: number | undefined;
  SecondaryPrivateIpAddresses?: string[] | undefined;
  SubnetId?: string | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
  VpcId?: string | undefined;
};

export type EC2NatGatewayAvailabilityZoneAddress = {
  AllocationIds: string[];
  AvailabilityZone?: string | undefined;
  AvailabilityZoneId?: string | undefined;
};

export type EC2RouteProperties = {
  CarrierGatewayId?: string | undefined;
  CoreNetworkArn?: string | undefined;
  DestinationCidrBlock?: string | undefined;
  DestinationIpv6CidrBlock?: string | undefined;
  DestinationPrefixListId?: string | undefined;
  EgressOnlyInternetGatewayId?: string | undefined;
  GatewayId?: string | undefined;
  InstanceId?: string | undefined;
  LocalGatewayId?: string | undefined;
  NatGatewayId?: string | undefined;
  NetworkInterfaceId?: string | undefined;
  OdbNetworkArn?: string | undefined;
  RouteTableId: string;
  TransitGatewayId?: string | undefined;
  VpcEndpointId?: string | undefined;
  VpcPeeringConnectionId?: string | undefined;
};

export type EC2RouteTableProperties = {
  Tags?: { Key: string; Value: string }[] | undefined;
  VpcId: string;
};

export type EC2SecurityGroupProperties = {
  GroupDescription: string;
  GroupName?: string | undefined;
  SecurityGroupEgress?: EC2SecurityGroupEgress[] | undefined;
  SecurityGroupIngress?: EC2SecurityGroupIngress[] | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
  VpcId?: string | undefined;
};

export type EC2SecurityGroupEgress = {
  CidrIp?: string | undefined;
  CidrIpv6?: string | undefined;
  Description?: string | undefined;
  DestinationPrefixListId?: string | undefined;
  DestinationSecurityGroupId?: string | undefined;
  FromPort?: number | undefined;
  IpProtocol: string;
  ToPort?: number | undefined;
};

export type EC2SecurityGroupIngress = {
  CidrIp?: string | undefined;
  CidrIpv6?: string | undefined;
  Description?: string | undefined;
  FromPort?: number | undefined;
  IpProtocol: string;
  SourcePrefixListId?: string | undefined;
  SourceSecurityGroupId?: string | undefined;
  SourceSecurityGroupName?: string | undefined;
  SourceSecurityGroupOwnerId?: string | undefined;
  ToPort?: number | undefined;
};

export type EC2SecurityGroupEgressProperties = {
  CidrIp?: string | undefined;
  CidrIpv6?: string | undefined;
  Description?: string | undefined;
  DestinationPrefixListId?: string | undefined;
  DestinationSecurityGroupId?: string | undefined;
  FromPort?: number | undefined;
  GroupId: string;
  IpProtocol: string;
  ToPort?: number | undefined;
};

export type EC2SecurityGroupIngressProperties = {
  CidrIp?: string | undefined;
  CidrIpv6?: string | undefined;
  Description?: string | undefined;
  FromPort?: number | undefined;
  GroupId?: string | undefined;
  GroupName?: string | undefined;
  IpProtocol: string;
  SourcePrefixListId?: string | undefined;
  SourceSecurityGroupId?: string | undefined;
  SourceSecurityGroupName?: string | undefined;
  SourceSecurityGroupOwnerId?: string | undefined;
  ToPort?: number | undefined;
};

export type EC2SubnetProperties = {
  AssignIpv6AddressOnCreation?: boolean | undefined;
  AvailabilityZone?: string | undefined;
  AvailabilityZoneId?: string | undefined;
  CidrBlock?: string | undefined;
  EnableDns64?: boolean | undefined;
  EnableLniAtDeviceIndex?: number | undefined;
  Ipv4IpamPoolId?: string | undefined;
  Ipv4NetmaskLength?: number | undefined;
  Ipv6CidrBlock?: string | undefined;
  Ipv6IpamPoolId?: string | undefined;
  Ipv6Native?: boolean | undefined;
  Ipv6NetmaskLength?: number | undefined;
  MapPublicIpOnLaunch?: boolean | undefined;
  OutpostArn?: string | undefined;
  PrivateDnsNameOptionsOnLaunch?: EC2SubnetPrivateDnsNameOptionsOnLaunch | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
  VpcId: string;
};

export type EC2SubnetPrivateDnsNameOptionsOnLaunch = {
  EnableResourceNameDnsAAAARecord?: boolean | undefined;
  EnableResourceNameDnsARecord?: boolean | undefined;
  HostnameType?: string | undefined;
};

export type EC2SubnetRouteTableAssociationProperties = {
  RouteTableId: string;
  SubnetId: string;
};

export type EC2VPCProperties = {
  CidrBlock?: string | undefined;
  EnableDnsHostnames?: boolean | undefined;
  EnableDnsSupport?: boolean | undefined;
  InstanceTenancy?: string | undefined;
  Ipv4IpamPoolId?: string | undefined;
  Ipv4NetmaskLength?: number | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
  VpcEncryptionControl?: EC2VPCVpcEncryptionControl | undefined;
};

export type EC2VPCVpcEncryptionControl = {
  EgressOnlyInternetGatewayExclusion?: string | undefined;
  ElasticFileSystemExclusion?: string | undefined;
  InternetGatewayExclusion?: string | undefined;
  LambdaExclusion?: string | undefined;
  Mode?: string | undefined;
  NatGatewayExclusion?: string | undefined;
  ResourceExclusions?: EC2VPCVpcEncryptionControlExclusions | undefined;
  State?: string | undefined;
  StateMessage?: string | undefined;
  VirtualPrivateGatewayExclusion?: string | undefined;
  VpcEncryptionControlId?: string | undefined;
  VpcId?: string | undefined;
  VpcLatticeExclusion?: string | undefined;
  VpcPeeringExclusion?: string | undefined;
};

export type EC2VPCVpcEncryptionControlExclusions = {
  EgressOnlyInternetGateway?: EC2VPCVpcEncryptionControlExclusion | undefined;
  ElasticFileSystem?: EC2VPCVpcEncryptionControlExclusion | undefined;
  InternetGateway?: EC2VPCVpcEncryptionControlExclusion | undefined;
  Lambda?: EC2VPCVpcEncryptionControlExclusion | undefined;
  NatGateway?: EC2VPCVpcEncryptionControlExclusion | undefined;
  VirtualPrivateGateway?: EC2VPCVpcEncryptionControlExclusion | undefined;
  VpcLattice?: EC2VPCVpcEncryptionControlExclusion | undefined;
  VpcPeering?: EC2VPCVpcEncryptionControlExclusion | undefined;
};

export type EC2VPCVpcEncryptionControlExclusion = {
  State?: string | undefined;
  StateMessage?: string | undefined;
};

export type EC2VPCEndpointProperties = {
  DnsOptions?: EC2VPCEndpointDnsOptionsSpecification | undefined;
  IpAddressType?: string | undefined;
  PolicyDocument?: unknown;
  PrivateDnsEnabled?: boolean | undefined;
  ResourceConfigurationArn?: string | undefined;
  RouteTableIds?: string[] | undefined;
  SecurityGroupIds?: string[] | undefined;
  ServiceName?: string | undefined;
  ServiceNetworkArn?: string | undefined;
  ServiceRegion?: string | undefined;
  SubnetIds?: string[] | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
  VpcEndpointType?: string | undefined;
  VpcId: string;
};

export type EC2VPCEndpointDnsOptionsSpecification = {
  DnsRecordIpType?: string | undefined;
  PrivateDnsOnlyForInboundResolverEndpoint?: string | undefined;
  PrivateDnsPreference?: string | undefined;
  PrivateDnsSpecifiedDomains?: string[] | undefined;
};

export type EC2VPCGatewayAttachmentProperties = {
  InternetGatewayId?: string | undefined;
  VpcId: string;
  VpnGatewayId?: string | undefined;
};

export type ECRRepositoryProperties = {
  EmptyOnDelete?: boolean | undefined;
  EncryptionConfiguration?: ECRRepositoryEncryptionConfiguration | undefined;
  ImageScanningConfiguration?: ECRRepositoryImageScanningConfiguration | undefined;
  ImageTagMutability?: string | undefined;
  ImageTagMutabilityExclusionFilters?: ECRRepositoryImageTagMutabilityExclusionFilter[] | undefined;
  LifecyclePolicy?: ECRRepositoryLifecyclePolicy | undefined;
  RepositoryName?: string | undefined;
  RepositoryPolicyText?: unknown;
  Tags?: { Key: string; Value: string }[] | undefined;
};

export type ECRRepositoryEncryptionConfiguration = {
  EncryptionType: string;
  KmsKey?: string | undefined;
};

export type ECRRepositoryImageScanningConfiguration = {
  ScanOnPush?: boolean | undefined;
};

export type ECRRepositoryImageTagMutabilityExclusionFilter = {
  ImageTagMutabilityExclusionFilterType: string;
  ImageTagMutabilityExclusionFilterValue: string;
};

export type ECRRepositoryLifecyclePolicy = {
  LifecyclePolicyText?: string | undefined;
  RegistryId?: string | undefined;
};

export type ElasticLoadBalancingV2ListenerProperties = {
  AlpnPolicy?: string[] | undefined;
  Certificates?: ElasticLoadBalancingV2ListenerCertificate[] | undefined;
  DefaultActions: ElasticLoadBalancingV2ListenerAction[];
  ListenerAttributes?: ElasticLoadBalancingV2ListenerListenerAttribute[] | undefined;
  LoadBalancerArn: string;
  MutualAuthentication?: ElasticLoadBalancingV2ListenerMutualAuthentication | undefined;
  Port?: number | undefined;
  Protocol?: string | undefined;
  SslPolicy?: string | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
};

export type ElasticLoadBalancingV2ListenerCertificate = {
  CertificateArn?: string | undefined;
};

export type ElasticLoadBalancingV2ListenerAction = {
  AuthenticateCognitoConfig?: ElasticLoadBalancingV2ListenerAuthenticateCognitoConfig | undefined;
  AuthenticateOidcConfig?: ElasticLoadBalancingV2ListenerAuthenticateOidcConfig | undefined;
  FixedResponseConfig?: ElasticLoadBalancingV2ListenerFixedResponseConfig | undefined;
  ForwardConfig?: ElasticLoadBalancingV2ListenerForwardConfig | undefined;
  JwtValidationConfig?: ElasticLoadBalancingV2ListenerJwtValidationConfig | undefined;
  Order?: number | undefined;
  RedirectConfig?: ElasticLoadBalancingV2ListenerRedirectConfig | undefined;
  TargetGroupArn?: string | undefined;
  Type: string;
};

export type ElasticLoadBalancingV2ListenerListenerAttribute = {
  Key?: string | undefined;
  Value?: string | undefined;
};

export type ElasticLoadBalancingV2ListenerMutualAuthentication = {
  AdvertiseTrustStoreCaNames?: string | undefined;
  IgnoreClientCertificateExpiry?: boolean | undefined;
  Mode?: string | undefined;
  TrustStoreArn?: string | undefined;
};

export type ElasticLoadBalancingV2ListenerAuthenticateCognitoConfig = {
  AuthenticationRequestExtraParams?: Record<string, string> | undefined;
  OnUnauthenticatedRequest?: string | undefined;
  Scope?: string | undefined;
  SessionCookieName?: string | undefined;
  SessionTimeout?: string | undefined;
  UserPoolArn: string;
  UserPoolClientId: string;
  UserPoolDomain: string;
};

export type ElasticLoadBalancingV2ListenerAuthenticateOidcConfig = {
  AuthenticationRequestExtraParams?: Record<string, string> | undefined;
  AuthorizationEndpoint: string;
  ClientId: string;
  ClientSecret?: string | undefined;
  Issuer: string;
  OnUnauthenticatedRequest?: string | undefined;
  Scope?: string | undefined;
  SessionCookieName?: string | undefined;
  SessionTimeout?: string | undefined;
  TokenEndpoint: string;
  UseExistingClientSecret?: boolean | undefined;
  UserInfoEndpoint: string;
};

export type ElasticLoadBalancingV2ListenerFixedResponseConfig = {
  ContentType?: string | undefined;
  MessageBody?: string | undefined;
  StatusCode: string;
};

export type ElasticLoadBalancingV2ListenerForwardConfig = {
  TargetGroupStickinessConfig?: ElasticLoadBalancingV2ListenerTargetGroupStickinessConfig | undefined;
  TargetGroups?: ElasticLoadBalancingV2ListenerTargetGroupTuple[] | undefined;
};

export type ElasticLoadBalancingV2ListenerJwtValidationConfig = {
  AdditionalClaims?: ElasticLoadBalancingV2ListenerJwtValidationActionAdditionalClaim[] | undefined;
  Issuer: string;
  JwksEndpoint: string;
};

export type ElasticLoadBalancingV2ListenerRedirectConfig = {
  Host?: string | undefined;
  Path?: string | undefined;
  Port?: string | undefined;
  Protocol?: string | undefined;
  Query?: string | undefined;
  StatusCode: string;
};

export type ElasticLoadBalancingV2ListenerTargetGroupStickinessConfig = {
  DurationSeconds?: number | undefined;
  Enabled?: boolean | undefined;
};

export type ElasticLoadBalancingV2ListenerTargetGroupTuple = {
  TargetGroupArn?: string | undefined;
  Weight?: number | undefined;
};

export type ElasticLoadBalancingV2ListenerJwtValidationActionAdditionalClaim = {
  Format: string;
  Name: string;
  Values: string[];
};

export type ElasticLoadBalancingV2ListenerCertificateProperties = {
  Certificates: ElasticLoadBalancingV2ListenerCertificateCertificate[];
  ListenerArn: string;
};

export type ElasticLoadBalancingV2ListenerCertificateCertificate = {
  CertificateArn?: string | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleProperties = {
  Actions: ElasticLoadBalancingV2ListenerRuleAction[];
  Conditions: ElasticLoadBalancingV2ListenerRuleRuleCondition[];
  ListenerArn?: string | undefined;
  Priority: number;
  Tags?: { Key: string; Value: string }[] | undefined;
  Transforms?: ElasticLoadBalancingV2ListenerRuleTransform[] | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleAction = {
  AuthenticateCognitoConfig?: ElasticLoadBalancingV2ListenerRuleAuthenticateCognitoConfig | undefined;
  AuthenticateOidcConfig?: ElasticLoadBalancingV2ListenerRuleAuthenticateOidcConfig | undefined;
  FixedResponseConfig?: ElasticLoadBalancingV2ListenerRuleFixedResponseConfig | undefined;
  ForwardConfig?: ElasticLoadBalancingV2ListenerRuleForwardConfig | undefined;
  JwtValidationConfig?: ElasticLoadBalancingV2ListenerRuleJwtValidationConfig | undefined;
  Order?: number | undefined;
  RedirectConfig?: ElasticLoadBalancingV2ListenerRuleRedirectConfig | undefined;
  TargetGroupArn?: string | undefined;
  Type: string;
};

export type ElasticLoadBalancingV2ListenerRuleRuleCondition = {
  Field?: string | undefined;
  HostHeaderConfig?: ElasticLoadBalancingV2ListenerRuleHostHeaderConfig | undefined;
  HttpHeaderConfig?: ElasticLoadBalancingV2ListenerRuleHttpHeaderConfig | undefined;
  HttpRequestMethodConfig?: ElasticLoadBalancingV2ListenerRuleHttpRequestMethodConfig | undefined;
  PathPatternConfig?: ElasticLoadBalancingV2ListenerRulePathPatternConfig | undefined;
  QueryStringConfig?: ElasticLoadBalancingV2ListenerRuleQueryStringConfig | undefined;
  RegexValues?: string[] | undefined;
  SourceIpConfig?: ElasticLoadBalancingV2ListenerRuleSourceIpConfig | undefined;
  Values?: string[] | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleTransform = {
  HostHeaderRewriteConfig?: ElasticLoadBalancingV2ListenerRuleRewriteConfigObject | undefined;
  Type: string;
  UrlRewriteConfig?: ElasticLoadBalancingV2ListenerRuleRewriteConfigObject | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleAuthenticateCognitoConfig = {
  AuthenticationRequestExtraParams?: Record<string, string> | undefined;
  OnUnauthenticatedRequest?: string | undefined;
  Scope?: string | undefined;
  SessionCookieName?: string | undefined;
  SessionTimeout?: number | undefined;
  UserPoolArn: string;
  UserPoolClientId: string;
  UserPoolDomain: string;
};

export type ElasticLoadBalancingV2ListenerRuleAuthenticateOidcConfig = {
  AuthenticationRequestExtraParams?: Record<string, string> | undefined;
  AuthorizationEndpoint: string;
  ClientId: string;
  ClientSecret?: string | undefined;
  Issuer: string;
  OnUnauthenticatedRequest?: string | undefined;
  Scope?: string | undefined;
  SessionCookieName?: string | undefined;
  SessionTimeout?: number | undefined;
  TokenEndpoint: string;
  UseExistingClientSecret?: boolean | undefined;
  UserInfoEndpoint: string;
};

export type ElasticLoadBalancingV2ListenerRuleFixedResponseConfig = {
  ContentType?: string | undefined;
  MessageBody?: string | undefined;
  StatusCode: string;
};

export type ElasticLoadBalancingV2ListenerRuleForwardConfig = {
  TargetGroupStickinessConfig?: ElasticLoadBalancingV2ListenerRuleTargetGroupStickinessConfig | undefined;
  TargetGroups?: ElasticLoadBalancingV2ListenerRuleTargetGroupTuple[] | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleJwtValidationConfig = {
  AdditionalClaims?: ElasticLoadBalancingV2ListenerRuleJwtValidationActionAdditionalClaim[] | undefined;
  Issuer: string;
  JwksEndpoint: string;
};

export type ElasticLoadBalancingV2ListenerRuleRedirectConfig = {
  Host?: string | undefined;
  Path?: string | undefined;
  Port?: string | undefined;
  Protocol?: string | undefined;
  Query?: string | undefined;
  StatusCode: string;
};

export type ElasticLoadBalancingV2ListenerRuleHostHeaderConfig = {
  RegexValues?: string[] | undefined;
  Values?: string[] | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleHttpHeaderConfig = {
  HttpHeaderName?: string | undefined;
  RegexValues?: string[] | undefined;
  Values?: string[] | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleHttpRequestMethodConfig = {
  Values?: string[] | undefined;
};

export type ElasticLoadBalancingV2ListenerRulePathPatternConfig = {
  RegexValues?: string[] | undefined;
  Values?: string[] | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleQueryStringConfig = {
  Values?: ElasticLoadBalancingV2ListenerRuleQueryStringKeyValue[] | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleSourceIpConfig = {
  IpAddressType?: string | undefined;
  Values?: string[] | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleRewriteConfigObject = {
  Rewrites: ElasticLoadBalancingV2ListenerRuleRewriteConfig[];
};

export type ElasticLoadBalancingV2ListenerRuleTargetGroupStickinessConfig = {
  DurationSeconds?: number | undefined;
  Enabled?: boolean | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleTargetGroupTuple = {
  TargetGroupArn?: string | undefined;
  Weight?: number | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleJwtValidationActionAdditionalClaim = {
  Format: string;
  Name: string;
  Values: string[];
};

export type ElasticLoadBalancingV2ListenerRuleQueryStringKeyValue = {
  Key?: string | undefined;
  Value?: string | undefined;
};

export type ElasticLoadBalancingV2ListenerRuleRewriteConfig = {
  Regex: string;
  Replace: string;
};

export type ElasticLoadBalancingV2LoadBalancerProperties = {
  EnableCapacityReservationProvisionStabilize?: boolean | undefined;
  EnablePrefixForIpv6SourceNat?: string | undefined;
  EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic?: string | undefined;
  IpAddressType?: string | undefined;
  Ipv4IpamPoolId?: string | undefined;
  LoadBalancerAttributes?: ElasticLoadBalancingV2LoadBalancerLoadBalancerAttribute[] | undefined;
  MinimumLoadBalancerCapacity?: ElasticLoadBalancingV2LoadBalancerMinimumLoadBalancerCapacity | undefined;
  Name?: string | undefined;
  Scheme?: string | undefined;
  SecurityGroups?: string[] | undefined;
  SubnetMappings?: ElasticLoadBalancingV2LoadBalancerSubnetMapping[] | undefined;
  Subnets?: string[] | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
  Type?: string | undefined;
};

export type ElasticLoadBalancingV2LoadBalancerLoadBalancerAttribute = {
  Key?: string | undefined;
  Value?: string | undefined;
};

export type ElasticLoadBalancingV2LoadBalancerMinimumLoadBalancerCapacity = {
  CapacityUnits: number;
};

export type ElasticLoadBalancingV2LoadBalancerSubnetMapping = {
  AllocationId?: string | undefined;
  IPv6Address?: string | undefined;
  PrivateIPv4Address?: string | undefined;
  SourceNatIpv6Prefix?: string | undefined;
  SubnetId: string;
};

export type ElasticLoadBalancingV2TargetGroupProperties = {
  HealthCheckEnabled?: boolean | undefined;
  HealthCheckIntervalSeconds?: number | undefined;
  HealthCheckPath?: string | undefined;
  HealthCheckPort?: string | undefined;
  HealthCheckProtocol?: string | undefined;
  HealthCheckTimeoutSeconds?: number | undefined;
  HealthyThresholdCount?: number | undefined;
  IpAddressType?: string | undefined;
  Matcher?: ElasticLoadBalancingV2TargetGroupMatcher | undefined;
  Name?: string | undefined;
  Port?: number | undefined;
  Protocol?: string | undefined;
  ProtocolVersion?: string | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
  TargetControlPort?: number | undefined;
  TargetGroupAttributes?: ElasticLoadBalancingV2TargetGroupTargetGroupAttribute[] | undefined;
  TargetType?: string | undefined;
  Targets?: ElasticLoadBalancingV2TargetGroupTargetDescription[] | undefined;
  UnhealthyThresholdCount?: number | undefined;
  VpcId?: string | undefined;
};

export type ElasticLoadBalancingV2TargetGroupMatcher = {
  GrpcCode?: string | undefined;
  HttpCode?: string | undefined;
};

export type ElasticLoadBalancingV2TargetGroupTargetGroupAttribute = {
  Key?: string | undefined;
  Value?: string | undefined;
};

export type ElasticLoadBalancingV2TargetGroupTargetDescription = {
  AvailabilityZone?: string | undefined;
  Id: string;
  Port?: number | undefined;
  QuicServerId?: string | undefined;
};

export type IAMInstanceProfileProperties = {
  InstanceProfileName?: string | undefined;
  Path?: string | undefined;
  Roles: string[];
};

export type IAMManagedPolicyProperties = {
  Description?: string | undefined;
  Groups?: string[] | undefined;
  ManagedPolicyName?: string | undefined;
  Path?: string | undefined;
  PolicyDocument: unknown;
  Roles?: string[] | undefined;
  Users?: string[] | undefined;
};

export type IAMPolicyProperties = {
  Groups?: string[] | undefined;
  PolicyDocument: unknown;
  PolicyName: string;
  Roles?: string[] | undefined;
  Users?: string[] | undefined;
};

export type IAMRoleProperties = {
  AssumeRolePolicyDocument: unknown;
  Description?: string | undefined;
  ManagedPolicyArns?: string[] | undefined;
  MaxSessionDuration?: number | undefined;
  Path?: string | undefined;
  PermissionsBoundary?: string | undefined;
  Policies?: IAMRolePolicy[] | undefined;
  RoleName?: string | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
};

export type IAMRolePolicy = {
  PolicyDocument: unknown;
  PolicyName: string;
};

export type ImageBuilderComponentProperties = {
  ChangeDescription?: string | undefined;
  Data?: string | undefined;
  Description?: string | undefined;
  KmsKeyId?: string | undefined;
  Name: string;
  Platform: string;
  SupportedOsVersions?: string[] | undefined;
  Tags?: Record<string, string> | undefined;
  Uri?: string | undefined;
  Version: string;
};

export type ImageBuilderDistributionConfigurationProperties = {
  Description?: string | undefined;
  Distributions: ImageBuilderDistributionConfigurationDistribution[];
  Name: string;
  Tags?: Record<string, string> | undefined;
};

export type ImageBuilderDistributionConfigurationDistribution = {
  AmiDistributionConfiguration?: ImageBuilderDistributionConfigurationAmiDistributionConfiguration | undefined;
  ContainerDistributionConfiguration?: ImageBuilderDistributionConfigurationContainerDistributionConfiguration | undefined;
  FastLaunchConfigurations?: ImageBuilderDistributionConfigurationFastLaunchConfiguration[] | undefined;
  LaunchTemplateConfigurations?: ImageBuilderDistributionConfigurationLaunchTemplateConfiguration[] | undefined;
  LicenseConfigurationArns?: string[] | undefined;
  Region: string;
  SsmParameterConfigurations?: ImageBuilderDistributionConfigurationSsmParameterConfiguration[] | undefined;
};

export type ImageBuilderDistributionConfigurationAmiDistributionConfiguration = {
  AmiTags?: Record<string, string> | undefined;
  Description?: string | undefined;
  KmsKeyId?: string | undefined;
  LaunchPermissionConfiguration?: ImageBuilderDistributionConfigurationLaunchPermissionConfiguration | undefined;
  Name?: string | undefined;
  TargetAccountIds?: string[] | undefined;
};

export type ImageBuilderDistributionConfigurationContainerDistributionConfiguration = {
  ContainerTags?: string[] | undefined;
  Description?: string | undefined;
  TargetRepository?: ImageBuilderDistributionConfigurationTargetContainerRepository | undefined;
};

export type ImageBuilderDistributionConfigurationFastLaunchConfiguration = {
  AccountId?: string | undefined;
  Enabled?: boolean | undefined;
  LaunchTemplate?: ImageBuilderDistributionConfigurationFastLaunchLaunchTemplateSpecification | undefined;
  MaxParallelLaunches?: number | undefined;
  SnapshotConfiguration?: ImageBuilderDistributionConfigurationFastLaunchSnapshotConfiguration | undefined;
};

export type ImageBuilderDistributionConfigurationLaunchTemplateConfiguration = {
  AccountId?: string | undefined;
  LaunchTemplateId?: string | undefined;
  SetDefaultVersion?: boolean | undefined;
};

export type ImageBuilderDistributionConfigurationSsmParameterConfiguration = {
  AmiAccountId?: string | undefined;
  DataType?: string | undefined;
  ParameterName: string;
};

export type ImageBuilderDistributionConfigurationLaunchPermissionConfiguration = {
  OrganizationArns?: string[] | undefined;
  OrganizationalUnitArns?: string[] | undefined;
  UserGroups?: string[] | undefined;
  UserIds?: string[] | undefined;
};

export type ImageBuilderDistributionConfigurationTargetContainerRepository = {
  RepositoryName?: string | undefined;
  Service?: string | undefined;
};

export type ImageBuilderDistributionConfigurationFastLaunchLaunchTemplateSpecification = {
  LaunchTemplateId?: string | undefined;
  LaunchTemplateName?: string | undefined;
  LaunchTemplateVersion?: string | undefined;
};

export type ImageBuilderDistributionConfigurationFastLaunchSnapshotConfiguration = {
  TargetResourceCount?: number | undefined;
};

export type ImageBuilderImageProperties = {
  ContainerRecipeArn?: string | undefined;
  DeletionSettings?: ImageBuilderImageDeletionSettings | undefined;
  DistributionConfigurationArn?: string | undefined;
  EnhancedImageMetadataEnabled?: boolean | undefined;
  ExecutionRole?: string | undefined;
  ImagePipelineExecutionSettings?: ImageBuilderImageImagePipelineExecutionSettings | undefined;
  ImageRecipeArn?: string | undefined;
  ImageScanningConfiguration?: ImageBuilderImageImageScanningConfiguration | undefined;
  ImageTestsConfiguration?: ImageBuilderImageImageTestsConfiguration | undefined;
  InfrastructureConfigurationArn?: string | undefined;
  LoggingConfiguration?: ImageBuilderImageImageLoggingConfiguration | undefined;
  Tags?: Record<string, string> | undefined;
  Workflows?: ImageBuilderImageWorkflowConfiguration[] | undefined;
};

export type ImageBuilderImageDeletionSettings = {
  ExecutionRole: string;
};

export type ImageBuilderImageImagePipelineExecutionSettings = {
  DeploymentId?: string | undefined;
  OnUpdate?: boolean | undefined;
};

export type ImageBuilderImageImageScanningConfiguration = {
  EcrConfiguration?: ImageBuilderImageEcrConfiguration | undefined;
  ImageScanningEnabled?: boolean | undefined;
};

export type ImageBuilderImageImageTestsConfiguration = {
  ImageTestsEnabled?: boolean | undefined;
  TimeoutMinutes?: number | undefined;
};

export type ImageBuilderImageImageLoggingConfiguration = {
  LogGroupName?: string | undefined;
};

export type ImageBuilderImageWorkflowConfiguration = {
  OnFailure?: string | undefined;
  ParallelGroup?: string | undefined;
  Parameters?: ImageBuilderImageWorkflowParameter[] | undefined;
  WorkflowArn?: string | undefined;
};

export type ImageBuilderImageEcrConfiguration = {
  ContainerTags?: string[] | undefined;
  RepositoryName?: string | undefined;
};

export type ImageBuilderImageWorkflowParameter = {
  Name?: string | undefined;
  Value?: string[] | undefined;
};

export type ImageBuilderImageRecipeProperties = {
  AdditionalInstanceConfiguration?: ImageBuilderImageRecipeAdditionalInstanceConfiguration | undefined;
  AmiTags?: Record<string, string> | undefined;
  AmiWatermarks?: string[] | undefined;
  BlockDeviceMappings?: ImageBuilderImageRecipeInstanceBlockDeviceMapping[] | undefined;
  Components?: ImageBuilderImageRecipeComponentConfiguration[] | undefined;
  Description?: string | undefined;
  Name: string;
  ParentImage: string;
  Tags?: Record<string, string> | undefined;
  Version: string;
  WorkingDirectory?: string | undefined;
};

export type ImageBuilderImageRecipeAdditionalInstanceConfiguration = {
  SystemsManagerAgent?: ImageBuilderImageRecipeSystemsManagerAgent | undefined;
  UserDataOverride?: string | undefined;
};

export type ImageBuilderImageRecipeInstanceBlockDeviceMapping = {
  DeviceName?: string | undefined;
  Ebs?: ImageBuilderImageRecipeEbsInstanceBlockDeviceSpecification | undefined;
  NoDevice?: string | undefined;
  VirtualName?: string | undefined;
};

export type ImageBuilderImageRecipeComponentConfiguration = {
  ComponentArn?: string | undefined;
  Parameters?: ImageBuilderImageRecipeComponentParameter[] | undefined;
};

export type ImageBuilderImageRecipeSystemsManagerAgent = {
  UninstallAfterBuild?: boolean | undefined;
};

export type ImageBuilderImageRecipeEbsInstanceBlockDeviceSpecification = {
  DeleteOnTermination?: boolean | undefined;
  Encrypted?: boolean | undefined;
  Iops?: number | undefined;
  KmsKeyId?: string | undefined;
  SnapshotId?: string | undefined;
  Throughput?: number | undefined;
  VolumeSize?: number | undefined;
  VolumeType?: string | undefined;
};

export type ImageBuilderImageRecipeComponentParameter = {
  Name: string;
  Value: string[];
};

export type ImageBuilderInfrastructureConfigurationProperties = {
  Description?: string | undefined;
  InstanceMetadataOptions?: ImageBuilderInfrastructureConfigurationInstanceMetadataOptions | undefined;
  InstanceProfileName: string;
  InstanceTypes?: string[] | undefined;
  KeyPair?: string | undefined;
  Logging?: ImageBuilderInfrastructureConfigurationLogging | undefined;
  Name: string;
  Placement?: ImageBuilderInfrastructureConfigurationPlacement | undefined;
  ResourceTags?: Record<string, string> | undefined;
  SecurityGroupIds?: string[] | undefined;
  SnsTopicArn?: string | undefined;
  SubnetId?: string | undefined;
  Tags?: Record<string, string> | undefined;
  TerminateInstanceOnFailure?: boolean | undefined;
};

export type ImageBuilderInfrastructureConfigurationInstanceMetadataOptions = {
  HttpPutResponseHopLimit?: number | undefined;
  HttpTokens?: string | undefined;
};

export type ImageBuilderInfrastructureConfigurationLogging = {
  S3Logs?: ImageBuilderInfrastructureConfigurationS3Logs | undefined;
};

export type ImageBuilderInfrastructureConfigurationPlacement = {
  AvailabilityZone?: string | undefined;
  HostId?: string | undefined;
  HostResourceGroupArn?: string | undefined;
  Tenancy?: string | undefined;
};

export type ImageBuilderInfrastructureConfigurationS3Logs = {
  S3BucketName?: string | undefined;
  S3KeyPrefix?: string | undefined;
};

export type ImageBuilderLifecyclePolicyProperties = {
  Description?: string | undefined;
  ExecutionRole: string;
  Name: string;
  PolicyDetails: ImageBuilderLifecyclePolicyPolicyDetail[];
  ResourceSelection: ImageBuilderLifecyclePolicyResourceSelection;
  ResourceType: string;
  Status?: string | undefined;
  Tags?: Record<string, string> | undefined;
};

export type ImageBuilderLifecyclePolicyPolicyDetail = {
  Action: ImageBuilderLifecyclePolicyAction;
  ExclusionRules?: ImageBuilderLifecyclePolicyExclusionRules | undefined;
  Filter: ImageBuilderLifecyclePolicyFilter;
};

export type ImageBuilderLifecyclePolicyResourceSelection = {
  Recipes?: ImageBuilderLifecyclePolicyRecipeSelection[] | undefined;
  TagMap?: Record<string, string> | undefined;
};

export type ImageBuilderLifecyclePolicyAction = {
  IncludeResources?: ImageBuilderLifecyclePolicyIncludeResources | undefined;
  Type: string;
};

export type ImageBuilderLifecyclePolicyExclusionRules = {
  Amis?: ImageBuilderLifecyclePolicyAmiExclusionRules | undefined;
  TagMap?: Record<string, string> | undefined;
};

export type ImageBuilderLifecyclePolicyFilter = {
  RetainAtLeast?: number | undefined;
  Type: string;
  Unit?: string | undefined;
  Value: number;
};

export type ImageBuilderLifecyclePolicyRecipeSelection = {
  Name: string;
  SemanticVersion: string;
};

export type ImageBuilderLifecyclePolicyIncludeResources = {
  Amis?: boolean | undefined;
  Containers?: boolean | undefined;
  Snapshots?: boolean | undefined;
};

export type ImageBuilderLifecyclePolicyAmiExclusionRules = {
  IsPublic?: boolean | undefined;
  LastLaunched?: ImageBuilderLifecyclePolicyLastLaunched | undefined;
  Regions?: string[] | undefined;
  SharedAccounts?: string[] | undefined;
  TagMap?: Record<string, string> | undefined;
};

export type ImageBuilderLifecyclePolicyLastLaunched = {
  Unit: string;
  Value: number;
};

export type LogsLogGroupProperties = {
  BearerTokenAuthenticationEnabled?: boolean | undefined;
  DataProtectionPolicy?: unknown;
  DeletionProtectionEnabled?: boolean | undefined;
  FieldIndexPolicies?: unknown[] | undefined;
  KmsKeyId?: string | undefined;
  LogGroupClass?: string | undefined;
  LogGroupName?: string | undefined;
  ResourcePolicyDocument?: unknown;
  RetentionInDays?: number | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
};

export type Route53HealthCheckProperties = {
  HealthCheckConfig: Route53HealthCheckHealthCheckConfig;
  HealthCheckTags?: Route53HealthCheckHealthCheckTag[] | undefined;
};

export type Route53HealthCheckHealthCheckConfig = {
  AlarmIdentifier?: Route53HealthCheckAlarmIdentifier | undefined;
  ChildHealthChecks?: string[] | undefined;
  EnableSNI?: boolean | undefined;
  FailureThreshold?: number | undefined;
  FullyQualifiedDomainName?: string | undefined;
  HealthThreshold?: number | undefined;
  IPAddress?: string | undefined;
  InsufficientDataHealthStatus?: string | undefined;
  Inverted?: boolean | undefined;
  MeasureLatency?: boolean | undefined;
  Port?: number | undefined;
  Regions?: string[] | undefined;
  RequestInterval?: number | undefined;
  ResourcePath?: string | undefined;
  RoutingControlArn?: string | undefined;
  SearchString?: string | undefined;
  Type: string;
};

export type Route53HealthCheckHealthCheckTag = {
  Key: string;
  Value: string;
};

export type Route53HealthCheckAlarmIdentifier = {
  Name: string;
  Region: string;
};

export type Route53HostedZoneProperties = {
  HostedZoneConfig?: Route53HostedZoneHostedZoneConfig | undefined;
  HostedZoneFeatures?: Route53HostedZoneHostedZoneFeatures | undefined;
  HostedZoneTags?: Route53HostedZoneHostedZoneTag[] | undefined;
  Name?: string | undefined;
  QueryLoggingConfig?: Route53HostedZoneQueryLoggingConfig | undefined;
  VPCs?: Route53HostedZoneVPC[] | undefined;
};

export type Route53HostedZoneHostedZoneConfig = {
  Comment?: string | undefined;
};

export type Route53HostedZoneHostedZoneFeatures = {
  EnableAcceleratedRecovery?: boolean | undefined;
};

export type Route53HostedZoneHostedZoneTag = {
  Key: string;
  Value: string;
};

export type Route53HostedZoneQueryLoggingConfig = {
  CloudWatchLogsLogGroupArn: string;
};

export type Route53HostedZoneVPC = {
  VPCId: string;
  VPCRegion: string;
};

export type Route53RecordSetProperties = {
  AliasTarget?: Route53RecordSetAliasTarget | undefined;
  CidrRoutingConfig?: Route53RecordSetCidrRoutingConfig | undefined;
  Comment?: string | undefined;
  Failover?: string | undefined;
  GeoLocation?: Route53RecordSetGeoLocation | undefined;
  HealthCheckId?: string | undefined;
  HostedZoneId?: string | undefined;
  HostedZoneName?: string | undefined;
  MultiValueAnswer?: boolean | undefined;
  Name: string;
  Region?: string | undefined;
  ResourceRecords?: string[] | undefined;
  SetIdentifier?: string | undefined;
  TTL?: string | undefined;
  Type: string;
  Weight?: number | undefined;
};

export type Route53RecordSetAliasTarget = {
  DNSName: string;
  EvaluateTargetHealth?: boolean | undefined;
  HostedZoneId: string;
};

export type Route53RecordSetCidrRoutingConfig = {
  CollectionId: string;
  LocationName: string;
};

export type Route53RecordSetGeoLocation = {
  ContinentCode?: string | undefined;
  CountryCode?: string | undefined;
  SubdivisionCode?: string | undefined;
};

export type Route53RecordSetGroupProperties = {
  Comment?: string | undefined;
  HostedZoneId?: string | undefined;
  HostedZoneName?: string | undefined;
  RecordSets?: Route53RecordSetGroupRecordSet[] | undefined;
};

export type Route53RecordSetGroupRecordSet = {
  AliasTarget?: Route53RecordSetGroupAliasTarget | undefined;
  CidrRoutingConfig?: Route53RecordSetGroupCidrRoutingConfig | undefined;
  Failover?: string | undefined;
  GeoLocation?: Route53RecordSetGroupGeoLocation | undefined;
  GeoProximityLocation?: Route53RecordSetGroupGeoProximityLocation | undefined;
  HealthCheckId?: string | undefined;
  HostedZoneId?: string | undefined;
  HostedZoneName?: string | undefined;
  MultiValueAnswer?: boolean | undefined;
  Name: string;
  Region?: string | undefined;
  ResourceRecords?: string[] | undefined;
  SetIdentifier?: string | undefined;
  TTL?: string | undefined;
  Type: string;
  Weight?: number | undefined;
};

export type Route53RecordSetGroupAliasTarget = {
  DNSName: string;
  EvaluateTargetHealth?: boolean | undefined;
  HostedZoneId: string;
};

export type Route53RecordSetGroupCidrRoutingConfig = {
  CollectionId: string;
  LocationName: string;
};

export type Route53RecordSetGroupGeoLocation = {
  ContinentCode?: string | undefined;
  CountryCode?: string | undefined;
  SubdivisionCode?: string | undefined;
};

export type Route53RecordSetGroupGeoProximityLocation = {
  AWSRegion?: string | undefined;
  Bias?: number | undefined;
  Coordinates?: Route53RecordSetGroupCoordinates | undefined;
  LocalZoneGroup?: string | undefined;
};

export type Route53RecordSetGroupCoordinates = {
  Latitude: string;
  Longitude: string;
};

export type S3BucketProperties = {
  AbacStatus?: string | undefined;
  AccelerateConfiguration?: S3BucketAccelerateConfiguration | undefined;
  AccessControl?: string | undefined;
  AnalyticsConfigurations?: S3BucketAnalyticsConfiguration[] | undefined;
  BucketEncryption?: S3BucketBucketEncryption | undefined;
  BucketName?: string | undefined;
  BucketNamePrefix?: string | undefined;
  BucketNamespace?: string | undefined;
  CorsConfiguration?: S3BucketCorsConfiguration | undefined;
  IntelligentTieringConfigurations?: S3BucketIntelligentTieringConfiguration[] | undefined;
  InventoryConfigurations?: S3BucketInventoryConfiguration[] | undefined;
  LifecycleConfiguration?: S3BucketLifecycleConfiguration | undefined;
  LoggingConfiguration?: S3BucketLoggingConfiguration | undefined;
  MetadataConfiguration?: S3BucketMetadataConfiguration | undefined;
  MetadataTableConfiguration?: S3BucketMetadataTableConfiguration | undefined;
  MetricsConfigurations?: S3BucketMetricsConfiguration[] | undefined;
  NotificationConfiguration?: S3BucketNotificationConfiguration | undefined;
  ObjectLockConfiguration?: S3BucketObjectLockConfiguration | undefined;
  ObjectLockEnabled?: boolean | undefined;
  OwnershipControls?: S3BucketOwnershipControls | undefined;
  PublicAccessBlockConfiguration?: S3BucketPublicAccessBlockConfiguration | undefined;
  ReplicationConfiguration?: S3BucketReplicationConfiguration | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
  VersioningConfiguration?: S3BucketVersioningConfiguration | undefined;
  WebsiteConfiguration?: S3BucketWebsiteConfiguration | undefined;
};

export type S3BucketAccelerateConfiguration = {
  AccelerationStatus: string;
};

export type S3BucketAnalyticsConfiguration = {
  Id: string;
  Prefix?: string | undefined;
  StorageClassAnalysis: S3BucketStorageClassAnalysis;
  TagFilters?: S3BucketTagFilter[] | undefined;
};

export type S3BucketBucketEncryption = {
  ServerSideEncryptionConfiguration: S3BucketServerSideEncryptionRule[];
};

export type S3BucketCorsConfiguration = {
  CorsRules: S3BucketCorsRule[];
};

export type S3BucketIntelligentTieringConfiguration = {
  Id: string;
  Prefix?: string | undefined;
  Status: string;
  TagFilters?: S3BucketTagFilter[] | undefined;
  Tierings: S3BucketTiering[];
};

export type S3BucketInventoryConfiguration = {
  Destination: S3BucketDestination;
  Enabled: boolean;
  Id: string;
  IncludedObjectVersions: string;
  OptionalFields?: string[] | undefined;
  Prefix?: string | undefined;
  ScheduleFrequency: string;
};

export type S3BucketLifecycleConfiguration = {
  Rules: S3BucketRule[];
  TransitionDefaultMinimumObjectSize?: string | undefined;
};

export type S3BucketLoggingConfiguration = {
  DestinationBucketName?: string | undefined;
  LogFilePrefix?: string | undefined;
  TargetObjectKeyFormat?: S3BucketTargetObjectKeyFormat | undefined;
};

export type S3BucketMetadataConfiguration = {
  AnnotationTableConfiguration?: S3BucketAnnotationTableConfiguration | undefined;
  Destination?: S3BucketMetadataDestination | undefined;
  InventoryTableConfiguration?: S3BucketInventoryTableConfiguration | undefined;
  JournalTableConfiguration: S3BucketJournalTableConfiguration;
};

export type S3BucketMetadataTableConfiguration = {
  S3TablesDestination: S3BucketS3TablesDestination;
};

export type S3BucketMetricsConfiguration = {
  AccessPointArn?: string | undefined;
  Id: string;
  Prefix?: string | undefined;
  TagFilters?: S3BucketTagFilter[] | undefined;
};

export type S3BucketNotificationConfiguration = {
  EventBridgeConfiguration?: S3BucketEventBridgeConfiguration | undefined;
  LambdaConfigurations?: S3BucketLambdaConfiguration[] | undefined;
  QueueConfigurations?: S3BucketQueueConfiguration[] | undefined;
  TopicConfigurations?: S3BucketTopicConfiguration[] | undefined;
};

export type S3BucketObjectLockConfiguration = {
  ObjectLockEnabled?: string | undefined;
  Rule?: S3BucketObjectLockRule | undefined;
};

export type S3BucketOwnershipControls = {
  Rules: S3BucketOwnershipControlsRule[];
};

export type S3BucketPublicAccessBlockConfiguration = {
  BlockPublicAcls?: boolean | undefined;
  BlockPublicPolicy?: boolean | undefined;
  IgnorePublicAcls?: boolean | undefined;
  RestrictPublicBuckets?: boolean | undefined;
};

export type S3BucketReplicationConfiguration = {
  Role: string;
  Rules: S3BucketReplicationRule[];
};

export type S3BucketVersioningConfiguration = {
  Status: string;
};

export type S3BucketWebsiteConfiguration = {
  ErrorDocument?: string | undefined;
  IndexDocument?: string | undefined;
  RedirectAllRequestsTo?: S3BucketRedirectAllRequestsTo | undefined;
  RoutingRules?: S3BucketRoutingRule[] | undefined;
};

export type S3BucketStorageClassAnalysis = {
  DataExport?: S3BucketDataExport | undefined;
};

export type S3BucketTagFilter = {
  Key: string;
  Value: string;
};

export type S3BucketServerSideEncryptionRule = {
  BlockedEncryptionTypes?: S3BucketBlockedEncryptionTypes | undefined;
  BucketKeyEnabled?: boolean | undefined;
  ServerSideEncryptionByDefault?: S3BucketServerSideEncryptionByDefault | undefined;
};

export type S3BucketCorsRule = {
  AllowedHeaders?: string[] | undefined;
  AllowedMethods: string[];
  AllowedOrigins: string[];
  ExposedHeaders?: string[] | undefined;
  Id?: string | undefined;
  MaxAge?: number | undefined;
};

export type S3BucketTiering = {
  AccessTier: string;
  Days: number;
};

export type S3BucketDestination = {
  BucketAccountId?: string | undefined;
  BucketArn: string;
  Format: string;
  Prefix?: string | undefined;
};

export type S3BucketRule = {
  AbortIncompleteMultipartUpload?: S3BucketAbortIncompleteMultipartUpload | undefined;
  ExpirationDate?: string | undefined;
  ExpirationInDays?: number | undefined;
  ExpiredObjectDeleteMarker?: boolean | undefined;
  Id?: string | undefined;
  NoncurrentVersionExpiration?: S3BucketNoncurrentVersionExpiration | undefined;
  NoncurrentVersionExpirationInDays?: number | undefined;
  NoncurrentVersionTransition?: S3BucketNoncurrentVersionTransition | undefined;
  NoncurrentVersionTransitions?: S3BucketNoncurrentVersionTransition[] | undefined;
  ObjectSizeGreaterThan?: number | undefined;
  ObjectSizeLessThan?: number | undefined;
  Prefix?: string | undefined;
  Status: string;
  TagFilters?: S3BucketTagFilter[] | undefined;
  Transition?: S3BucketTransition | undefined;
  Transitions?: S3BucketTransition[] | undefined;
};

export type S3BucketTargetObjectKeyFormat = {
  PartitionedPrefix?: S3BucketPartitionedPrefix | undefined;
  SimplePrefix?: unknown;
};

export type S3BucketAnnotationTableConfiguration = {
  ConfigurationState: string;
  EncryptionConfiguration?: S3BucketMetadataTableEncryptionConfiguration | undefined;
  Role?: string | undefined;
  TableArn?: string | undefined;
  TableName?: string | undefined;
};

export type S3BucketMetadataDestination = {
  TableBucketArn?: string | undefined;
  TableBucketType: string;
  TableNamespace?: string | undefined;
};

export type S3BucketInventoryTableConfiguration = {
  ConfigurationState: string;
  EncryptionConfiguration?: S3BucketMetadataTableEncryptionConfiguration | undefined;
  TableArn?: string | undefined;
  TableName?: string | undefined;
};

export type S3BucketJournalTableConfiguration = {
  EncryptionConfiguration?: S3BucketMetadataTableEncryptionConfiguration | undefined;
  RecordExpiration: S3BucketRecordExpiration;
  TableArn?: string | undefined;
  TableName?: string | undefined;
};

export type S3BucketS3TablesDestination = {
  TableArn?: string | undefined;
  TableBucketArn: string;
  TableName: string;
  TableNamespace?: string | undefined;
};

export type S3BucketEventBridgeConfiguration = {
  EventBridgeEnabled: boolean;
};

export type S3BucketLambdaConfiguration = {
  Event: string;
  Filter?: S3BucketNotificationFilter | undefined;
  Function: string;
};

export type S3BucketQueueConfiguration = {
  Event: string;
  Filter?: S3BucketNotificationFilter | undefined;
  Queue: string;
};

export type S3BucketTopicConfiguration = {
  Event: string;
  Filter?: S3BucketNotificationFilter | undefined;
  Topic: string;
};

export type S3BucketObjectLockRule = {
  DefaultRetention?: S3BucketDefaultRetention | undefined;
};

export type S3BucketOwnershipControlsRule = {
  ObjectOwnership?: string | undefined;
};

export type S3BucketReplicationRule = {
  DeleteMarkerReplication?: S3BucketDeleteMarkerReplication | undefined;
  Destination: S3BucketReplicationDestination;
  Filter?: S3BucketReplicationRuleFilter | undefined;
  Id?: string | undefined;
  Prefix?: string | undefined;
  Priority?: number | undefined;
  SourceSelectionCriteria?: S3BucketSourceSelectionCriteria | undefined;
  Status: string;
};

export type S3BucketRedirectAllRequestsTo = {
  HostName: string;
  Protocol?: string | undefined;
};

export type S3BucketRoutingRule = {
  RedirectRule: S3BucketRedirectRule;
  RoutingRuleCondition?: S3BucketRoutingRuleCondition | undefined;
};

export type S3BucketDataExport = {
  Destination: S3BucketDestination;
  OutputSchemaVersion: string;
};

export type S3BucketBlockedEncryptionTypes = {
  EncryptionType?: string[] | undefined;
};

export type S3BucketServerSideEncryptionByDefault = {
  KMSMasterKeyID?: string | undefined;
  SSEAlgorithm: string;
};

export type S3BucketAbortIncompleteMultipartUpload = {
  DaysAfterInitiation: number;
};

export type S3BucketNoncurrentVersionExpiration = {
  NewerNoncurrentVersions?: number | undefined;
  NoncurrentDays: number;
};

export type S3BucketNoncurrentVersionTransition = {
  NewerNoncurrentVersions?: number | undefined;
  StorageClass: string;
  TransitionInDays: number;
};

export type S3BucketTransition = {
  StorageClass: string;
  TransitionDate?: string | undefined;
  TransitionInDays?: number | undefined;
};

export type S3BucketPartitionedPrefix = {
  PartitionDateSource?: string | undefined;
};

export type S3BucketMetadataTableEncryptionConfiguration = {
  KmsKeyArn?: string | undefined;
  SseAlgorithm: string;
};

export type S3BucketRecordExpiration = {
  Days?: number | undefined;
  Expiration: string;
};

export type S3BucketNotificationFilter = {
  S3Key: S3BucketS3KeyFilter;
};

export type S3BucketDefaultRetention = {
  Days?: number | undefined;
  DefaultEventHold?: S3BucketDefaultEventHold | undefined;
  Mode?: string | undefined;
  Years?: number | undefined;
};

export type S3BucketDeleteMarkerReplication = {
  Status?: string | undefined;
};

export type S3BucketReplicationDestination = {
  AccessControlTranslation?: S3BucketAccessControlTranslation | undefined;
  Account?: string | undefined;
  Bucket: string;
  EncryptionConfiguration?: S3BucketEncryptionConfiguration | undefined;
  Metrics?: S3BucketMetrics | undefined;
  ReplicationTime?: S3BucketReplicationTime | undefined;
  StorageClass?: string | undefined;
};

export type S3BucketReplicationRuleFilter = {
  And?: S3BucketReplicationRuleAndOperator | undefined;
  Prefix?: string | undefined;
  TagFilter?: S3BucketTagFilter | undefined;
};

export type S3BucketSourceSelectionCriteria = {
  ReplicaModifications?: S3BucketReplicaModifications | undefined;
  SseKmsEncryptedObjects?: S3BucketSseKmsEncryptedObjects | undefined;
};

export type S3BucketRedirectRule = {
  HostName?: string | undefined;
  HttpRedirectCode?: string | undefined;
  Protocol?: string | undefined;
  ReplaceKeyPrefixWith?: string | undefined;
  ReplaceKeyWith?: string | undefined;
};

export type S3BucketRoutingRuleCondition = {
  HttpErrorCodeReturnedEquals?: string | undefined;
  KeyPrefixEquals?: string | undefined;
};

export type S3BucketS3KeyFilter = {
  Rules: S3BucketFilterRule[];
};

export type S3BucketDefaultEventHold = {
  Days?: number | undefined;
  Years?: number | undefined;
};

export type S3BucketAccessControlTranslation = {
  Owner: string;
};

export type S3BucketEncryptionConfiguration = {
  ReplicaKmsKeyID: string;
};

export type S3BucketMetrics = {
  EventThreshold?: S3BucketReplicationTimeValue | undefined;
  Status: string;
};

export type S3BucketReplicationTime = {
  Status: string;
  Time: S3BucketReplicationTimeValue;
};

export type S3BucketReplicationRuleAndOperator = {
  Prefix?: string | undefined;
  TagFilters?: S3BucketTagFilter[] | undefined;
};

export type S3BucketReplicaModifications = {
  Status: string;
};

export type S3BucketSseKmsEncryptedObjects = {
  Status: string;
};

export type S3BucketFilterRule = {
  Name: string;
  Value: string;
};

export type S3BucketReplicationTimeValue = {
  Minutes: number;
};

export type S3BucketPolicyProperties = {
  Bucket: string;
  PolicyDocument: unknown;
};

export type SNSSubscriptionProperties = {
  DeliveryPolicy?: unknown;
  Endpoint?: string | undefined;
  FilterPolicy?: unknown;
  FilterPolicyScope?: string | undefined;
  Protocol: string;
  RawMessageDelivery?: boolean | undefined;
  RedrivePolicy?: unknown;
  Region?: string | undefined;
  ReplayPolicy?: unknown;
  SubscriptionRoleArn?: string | undefined;
  TopicArn: string;
};

export type SNSTopicProperties = {
  ArchivePolicy?: unknown;
  ContentBasedDeduplication?: boolean | undefined;
  DataProtectionPolicy?: unknown;
  DeliveryStatusLogging?: SNSTopicLoggingConfig[] | undefined;
  DisplayName?: string | undefined;
  FifoThroughputScope?: string | undefined;
  FifoTopic?: boolean | undefined;
  KmsMasterKeyId?: string | undefined;
  MaximumMessageSize?: number | undefined;
  SignatureVersion?: string | undefined;
  Subscription?: SNSTopicSubscription[] | undefined;
  Tags?: { Key: string; Value: string }[] | undefined;
  TopicName?: string | undefined;
  TracingConfig?: string | undefined;
};

export type SNSTopicLoggingConfig = {
  FailureFeedbackRoleArn?: string | undefined;
  Protocol: string;
  SuccessFeedbackRoleArn?: string | undefined;
  SuccessFeedbackSampleRate?: string | undefined;
};

export type SNSTopicSubscription = {
  Endpoint: string;
  Protocol: string;
};

export type SNSTopicPolicyProperties = {
  PolicyDocument: unknown;
  Topics: string[];
};

export type SSMParameterProperties = {
  AllowedPattern?: string | undefined;
  DataType?: string | undefined;
  Description?: string | undefined;
  Name?: string | undefined;
  Policies?: string | undefined;
  Tags?: Record<string, string> | undefined;
  Tier?: string | undefined;
  Type: string;
  Value: string;
};
