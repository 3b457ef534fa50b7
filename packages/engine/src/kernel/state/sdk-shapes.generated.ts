// Written by `npx node tools/sdk-shapes/main.ts` from the SDK clients' own schemas.
// tidy: long because it lists every member of every structure.
import type { CachePolicyConfig, DistributionConfig, OriginAccessControlConfig, OriginRequestPolicyConfig, ResponseHeadersPolicyConfig } from '@aws-sdk/client-cloudfront';
import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { ComponentConfiguration, CreateDistributionConfigurationRequest, CreateImageRecipeRequest, CreateInfrastructureConfigurationRequest, CreateLifecyclePolicyRequest } from '@aws-sdk/client-imagebuilder';
import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import { sdkShape, type Structures } from '@understudy/contract';

const CLOUDFRONT: Structures = {
  CachePolicyConfig: {
    Name: 'string',
    MinTTL: 'number',
    Comment: 'string',
    DefaultTTL: 'number',
    MaxTTL: 'number',
    ParametersInCacheKeyAndForwardedToOrigin: 'ParametersInCacheKeyAndForwardedToOrigin',
  },
  ParametersInCacheKeyAndForwardedToOrigin: {
    EnableAcceptEncodingGzip: 'boolean',
    HeadersConfig: 'CachePolicyHeadersConfig',
    CookiesConfig: 'CachePolicyCookiesConfig',
    QueryStringsConfig: 'CachePolicyQueryStringsConfig',
    EnableAcceptEncodingBrotli: 'boolean',
  },
  CachePolicyHeadersConfig: {
    HeaderBehavior: 'string',
    Headers: 'Headers',
  },
  Headers: {
    Quantity: 'number',
    Items: 'string[]',
  },
  CachePolicyCookiesConfig: {
    CookieBehavior: 'string',
    Cookies: 'CookieNames',
  },
  CookieNames: {
    Quantity: 'number',
    Items: 'string[]',
  },
  CachePolicyQueryStringsConfig: {
    QueryStringBehavior: 'string',
    QueryStrings: 'QueryStringNames',
  },
  QueryStringNames: {
    Quantity: 'number',
    Items: 'string[]',
  },
  DistributionConfig: {
    CallerReference: 'string',
    Origins: 'Origins',
    DefaultCacheBehavior: 'DefaultCacheBehavior',
    Comment: 'string',
    Enabled: 'boolean',
    Aliases: 'Aliases',
    DefaultRootObject: 'string',
    OriginGroups: 'OriginGroups',
    CacheBehaviors: 'CacheBehaviors',
    CustomErrorResponses: 'CustomErrorResponses',
    Logging: 'LoggingConfig',
    PriceClass: 'string',
    ViewerCertificate: 'ViewerCertificate',
    Restrictions: 'Restrictions',
    WebACLId: 'string',
    HttpVersion: 'string',
    IsIPV6Enabled: 'boolean',
    ContinuousDeploymentPolicyId: 'string',
    Staging: 'boolean',
    AnycastIpListId: 'string',
    TenantConfig: 'TenantConfig',
    ConnectionMode: 'string',
    ViewerMtlsConfig: 'ViewerMtlsConfig',
    ConnectionFunctionAssociation: 'ConnectionFunctionAssociation',
    CacheTagConfig: 'CacheTagConfig',
  },
  Origins: {
    Quantity: 'number',
    Items: 'Origin[]',
  },
  Origin: {
    Id: 'string',
    DomainName: 'string',
    OriginPath: 'string',
    CustomHeaders: 'CustomHeaders',
    S3OriginConfig: 'S3OriginConfig',
    CustomOriginConfig: 'CustomOriginConfig',
    VpcOriginConfig: 'VpcOriginConfig',
    ConnectionAttempts: 'number',
    ConnectionTimeout: 'number',
    ResponseCompletionTimeout: 'number',
    OriginShield: 'OriginShield',
    OriginAccessControlId: 'string',
  },
  CustomHeaders: {
    Quantity: 'number',
    Items: 'OriginCustomHeader[]',
  },
  OriginCustomHeader: {
    HeaderName: 'string',
    HeaderValue: 'string',
  },
  S3OriginConfig: {
    OriginAccessIdentity: 'string',
    OriginReadTimeout: 'number',
  },
  CustomOriginConfig: {
    HTTPPort: 'number',
    HTTPSPort: 'number',
    OriginProtocolPolicy: 'string',
    OriginSslProtocols: 'OriginSslProtocols',
    OriginReadTimeout: 'number',
    OriginKeepaliveTimeout: 'number',
    IpAddressType: 'string',
    OriginMtlsConfig: 'OriginMtlsConfig',
  },
  OriginSslProtocols: {
    Quantity: 'number',
    Items: 'string[]',
  },
  OriginMtlsConfig: {
    ClientCertificateArn: 'string',
  },
  VpcOriginConfig: {
    VpcOriginId: 'string',
    OwnerAccountId: 'string',
    OriginReadTimeout: 'number',
    OriginKeepaliveTimeout: 'number',
  },
  OriginShield: {
    Enabled: 'boolean',
    OriginShieldRegion: 'string',
  },
  DefaultCacheBehavior: {
    TargetOriginId: 'string',
    ViewerProtocolPolicy: 'string',
    TrustedSigners: 'TrustedSigners',
    TrustedKeyGroups: 'TrustedKeyGroups',
    AllowedMethods: 'AllowedMethods',
    SmoothStreaming: 'boolean',
    Compress: 'boolean',
    LambdaFunctionAssociations: 'LambdaFunctionAssociations',
    FunctionAssociations: 'FunctionAssociations',
    FieldLevelEncryptionId: 'string',
    RealtimeLogConfigArn: 'string',
    CachePolicyId: 'string',
    OriginRequestPolicyId: 'string',
    ResponseHeadersPolicyId: 'string',
    GrpcConfig: 'GrpcConfig',
    ForwardedValues: 'ForwardedValues',
    MinTTL: 'number',
    DefaultTTL: 'number',
    MaxTTL: 'number',
  },
  TrustedSigners: {
    Enabled: 'boolean',
    Quantity: 'number',
    Items: 'string[]',
  },
  TrustedKeyGroups: {
    Enabled: 'boolean',
    Quantity: 'number',
    Items: 'string[]',
  },
  AllowedMethods: {
    Quantity: 'number',
    Items: 'string[]',
    CachedMethods: 'CachedMethods',
  },
  CachedMethods: {
    Quantity: 'number',
    Items: 'string[]',
  },
  LambdaFunctionAssociations: {
    Quantity: 'number',
    Items: 'LambdaFunctionAssociation[]',
  },
  LambdaFunctionAssociation: {
    LambdaFunctionARN: 'string',
    EventType: 'string',
    IncludeBody: 'boolean',
  },
  FunctionAssociations: {
    Quantity: 'number',
    Items: 'FunctionAssociation[]',
  },
  FunctionAssociation: {
    FunctionARN: 'string',
    EventType: 'string',
  },
  GrpcConfig: {
    Enabled: 'boolean',
  },
  ForwardedValues: {
    QueryString: 'boolean',
    Cookies: 'CookiePreference',
    Headers: 'Headers',
    QueryStringCacheKeys: 'QueryStringCacheKeys',
  },
  CookiePreference: {
    Forward: 'string',
    WhitelistedNames: 'CookieNames',
  },
  QueryStringCacheKeys: {
    Quantity: 'number',
    Items: 'string[]',
  },
  Aliases: {
    Quantity: 'number',
    Items: 'string[]',
  },
  OriginGroups: {
    Quantity: 'number',
    Items: 'OriginGroup[]',
  },
  OriginGroup: {
    Id: 'string',
    FailoverCriteria: 'OriginGroupFailoverCriteria',
    Members: 'OriginGroupMembers',
    SelectionCriteria: 'string',
  },
  OriginGroupFailoverCriteria: {
    StatusCodes: 'StatusCodes',
  },
  StatusCodes: {
    Quantity: 'number',
    Items: 'number[]',
  },
  OriginGroupMembers: {
    Quantity: 'number',
    Items: 'OriginGroupMember[]',
  },
  OriginGroupMember: {
    OriginId: 'string',
  },
  CacheBehaviors: {
    Quantity: 'number',
    Items: 'CacheBehavior[]',
  },
  CacheBehavior: {
    PathPattern: 'string',
    TargetOriginId: 'string',
    ViewerProtocolPolicy: 'string',
    TrustedSigners: 'TrustedSigners',
    TrustedKeyGroups: 'TrustedKeyGroups',
    AllowedMethods: 'AllowedMethods',
    SmoothStreaming: 'boolean',
    Compress: 'boolean',
    LambdaFunctionAssociations: 'LambdaFunctionAssociations',
    FunctionAssociations: 'FunctionAssociations',
    FieldLevelEncryptionId: 'string',
    RealtimeLogConfigArn: 'string',
    CachePolicyId: 'string',
    OriginRequestPolicyId: 'string',
    ResponseHeadersPolicyId: 'string',
    GrpcConfig: 'GrpcConfig',
    ForwardedValues: 'ForwardedValues',
    MinTTL: 'number',
    DefaultTTL: 'number',
    MaxTTL: 'number',
  },
  CustomErrorResponses: {
    Quantity: 'number',
    Items: 'CustomErrorResponse[]',
  },
  CustomErrorResponse: {
    ErrorCode: 'number',
    ResponsePagePath: 'string',
    ResponseCode: 'string',
    ErrorCachingMinTTL: 'number',
  },
  LoggingConfig: {
    Enabled: 'boolean',
    IncludeCookies: 'boolean',
    Bucket: 'string',
    Prefix: 'string',
  },
  ViewerCertificate: {
    CloudFrontDefaultCertificate: 'boolean',
    IAMCertificateId: 'string',
    ACMCertificateArn: 'string',
    SSLSupportMethod: 'string',
    MinimumProtocolVersion: 'string',
    Certificate: 'string',
    CertificateSource: 'string',
  },
  Restrictions: {
    GeoRestriction: 'GeoRestriction',
  },
  GeoRestriction: {
    RestrictionType: 'string',
    Quantity: 'number',
    Items: 'string[]',
  },
  TenantConfig: {
    ParameterDefinitions: 'ParameterDefinition[]',
  },
  ParameterDefinition: {
    Name: 'string',
    Definition: 'ParameterDefinitionSchema',
  },
  ParameterDefinitionSchema: {
    StringSchema: 'StringSchemaConfig',
  },
  StringSchemaConfig: {
    Required: 'boolean',
    Comment: 'string',
    DefaultValue: 'string',
  },
  ViewerMtlsConfig: {
    Mode: 'string',
    TrustStoreConfig: 'TrustStoreConfig',
  },
  TrustStoreConfig: {
    TrustStoreId: 'string',
    AdvertiseTrustStoreCaNames: 'boolean',
    IgnoreCertificateExpiry: 'boolean',
  },
  ConnectionFunctionAssociation: {
    Id: 'string',
  },
  CacheTagConfig: {
    HeaderName: 'string',
  },
  OriginAccessControlConfig: {
    Name: 'string',
    SigningProtocol: 'string',
    SigningBehavior: 'string',
    OriginAccessControlOriginType: 'string',
    Description: 'string',
  },
  OriginRequestPolicyConfig: {
    Name: 'string',
    HeadersConfig: 'OriginRequestPolicyHeadersConfig',
    CookiesConfig: 'OriginRequestPolicyCookiesConfig',
    QueryStringsConfig: 'OriginRequestPolicyQueryStringsConfig',
    Comment: 'string',
  },
  OriginRequestPolicyHeadersConfig: {
    HeaderBehavior: 'string',
    Headers: 'Headers',
  },
  OriginRequestPolicyCookiesConfig: {
    CookieBehavior: 'string',
    Cookies: 'CookieNames',
  },
  OriginRequestPolicyQueryStringsConfig: {
    QueryStringBehavior: 'string',
    QueryStrings: 'QueryStringNames',
  },
  ResponseHeadersPolicyConfig: {
    Name: 'string',
    Comment: 'string',
    CorsConfig: 'ResponseHeadersPolicyCorsConfig',
    SecurityHeadersConfig: 'ResponseHeadersPolicySecurityHeadersConfig',
    ServerTimingHeadersConfig: 'ResponseHeadersPolicyServerTimingHeadersConfig',
    CustomHeadersConfig: 'ResponseHeadersPolicyCustomHeadersConfig',
    RemoveHeadersConfig: 'ResponseHeadersPolicyRemoveHeadersConfig',
  },
  ResponseHeadersPolicyCorsConfig: {
    AccessControlAllowOrigins: 'ResponseHeadersPolicyAccessControlAllowOrigins',
    AccessControlAllowHeaders: 'ResponseHeadersPolicyAccessControlAllowHeaders',
    AccessControlAllowMethods: 'ResponseHeadersPolicyAccessControlAllowMethods',
    AccessControlAllowCredentials: 'boolean',
    OriginOverride: 'boolean',
    AccessControlExposeHeaders: 'ResponseHeadersPolicyAccessControlExposeHeaders',
    AccessControlMaxAgeSec: 'number',
  },
  ResponseHeadersPolicyAccessControlAllowOrigins: {
    Quantity: 'number',
    Items: 'string[]',
  },
  ResponseHeadersPolicyAccessControlAllowHeaders: {
    Quantity: 'number',
    Items: 'string[]',
  },
  ResponseHeadersPolicyAccessControlAllowMethods: {
    Quantity: 'number',
    Items: 'string[]',
  },
  ResponseHeadersPolicyAccessControlExposeHeaders: {
    Quantity: 'number',
    Items: 'string[]',
  },
  ResponseHeadersPolicySecurityHeadersConfig: {
    XSSProtection: 'ResponseHeadersPolicyXSSProtection',
    FrameOptions: 'ResponseHeadersPolicyFrameOptions',
    ReferrerPolicy: 'ResponseHeadersPolicyReferrerPolicy',
    ContentSecurityPolicy: 'ResponseHeadersPolicyContentSecurityPolicy',
    ContentTypeOptions: 'ResponseHeadersPolicyContentTypeOptions',
    StrictTransportSecurity: 'ResponseHeadersPolicyStrictTransportSecurity',
  },
  ResponseHeadersPolicyXSSProtection: {
    Override: 'boolean',
    Protection: 'boolean',
    ModeBlock: 'boolean',
    ReportUri: 'string',
  },
  ResponseHeadersPolicyFrameOptions: {
    Override: 'boolean',
    FrameOption: 'string',
  },
  ResponseHeadersPolicyReferrerPolicy: {
    Override: 'boolean',
    ReferrerPolicy: 'string',
  },
  ResponseHeadersPolicyContentSecurityPolicy: {
    Override: 'boolean',
    ContentSecurityPolicy: 'string',
  },
  ResponseHeadersPolicyContentTypeOptions: {
    Override: 'boolean',
  },
  ResponseHeadersPolicyStrictTransportSecurity: {
    Override: 'boolean',
    AccessControlMaxAgeSec: 'number',
    IncludeSubdomains: 'boolean',
    Preload: 'boolean',
  },
  ResponseHeadersPolicyServerTimingHeadersConfig: {
    Enabled: 'boolean',
    SamplingRate: 'number',
  },
  ResponseHeadersPolicyCustomHeadersConfig: {
    Quantity: 'number',
    Items: 'ResponseHeadersPolicyCustomHeader[]',
  },
  ResponseHeadersPolicyCustomHeader: {
    Header: 'string',
    Value: 'string',
    Override: 'boolean',
  },
  ResponseHeadersPolicyRemoveHeadersConfig: {
    Quantity: 'number',
    Items: 'ResponseHeadersPolicyRemoveHeader[]',
  },
  ResponseHeadersPolicyRemoveHeader: {
    Header: 'string',
  },
};

export const cloudfrontCachePolicyConfig = sdkShape<CachePolicyConfig>(CLOUDFRONT, 'CachePolicyConfig');

export const cloudfrontDistributionConfig = sdkShape<DistributionConfig>(CLOUDFRONT, 'DistributionConfig');

export const cloudfrontOriginAccessControlConfig = sdkShape<OriginAccessControlConfig>(CLOUDFRONT, 'OriginAccessControlConfig');

export const cloudfrontOriginRequestPolicyConfig = sdkShape<OriginRequestPolicyConfig>(CLOUDFRONT, 'OriginRequestPolicyConfig');

export const cloudfrontResponseHeadersPolicyConfig = sdkShape<ResponseHeadersPolicyConfig>(CLOUDFRONT, 'ResponseHeadersPolicyConfig');

const EC2: Structures = {
  RequestLaunchTemplateData: {
    KernelId: 'string',
    EbsOptimized: 'boolean',
    IamInstanceProfile: 'LaunchTemplateIamInstanceProfileSpecificationRequest',
    BlockDeviceMappings: 'LaunchTemplateBlockDeviceMappingRequest[]',
    NetworkInterfaces: 'LaunchTemplateInstanceNetworkInterfaceSpecificationRequest[]',
    ImageId: 'string',
    InstanceType: 'string',
    KeyName: 'string',
    Monitoring: 'LaunchTemplatesMonitoringRequest',
    Placement: 'LaunchTemplatePlacementRequest',
    RamDiskId: 'string',
    DisableApiTermination: 'boolean',
    InstanceInitiatedShutdownBehavior: 'string',
    UserData: 'string',
    TagSpecifications: 'LaunchTemplateTagSpecificationRequest[]',
    ElasticGpuSpecifications: 'ElasticGpuSpecification[]',
    ElasticInferenceAccelerators: 'LaunchTemplateElasticInferenceAccelerator[]',
    SecurityGroupIds: 'string[]',
    SecurityGroups: 'string[]',
    CreditSpecification: 'CreditSpecificationRequest',
    CpuOptions: 'LaunchTemplateCpuOptionsRequest',
    CapacityReservationSpecification: 'LaunchTemplateCapacityReservationSpecificationRequest',
    LicenseSpecifications: 'LaunchTemplateLicenseConfigurationRequest[]',
    HibernationOptions: 'LaunchTemplateHibernationOptionsRequest',
    MetadataOptions: 'LaunchTemplateInstanceMetadataOptionsRequest',
    EnclaveOptions: 'LaunchTemplateEnclaveOptionsRequest',
    InstanceRequirements: 'InstanceRequirementsRequest',
    PrivateDnsNameOptions: 'LaunchTemplatePrivateDnsNameOptionsRequest',
    MaintenanceOptions: 'LaunchTemplateInstanceMaintenanceOptionsRequest',
    DisableApiStop: 'boolean',
    Operator: 'OperatorRequest',
    NetworkPerformanceOptions: 'LaunchTemplateNetworkPerformanceOptionsRequest',
    SecondaryInterfaces: 'LaunchTemplateInstanceSecondaryInterfaceSpecificationRequest[]',
  },
  LaunchTemplateIamInstanceProfileSpecificationRequest: {
    Arn: 'string',
    Name: 'string',
  },
  LaunchTemplateBlockDeviceMappingRequest: {
    DeviceName: 'string',
    VirtualName: 'string',
    Ebs: 'LaunchTemplateEbsBlockDeviceRequest',
    NoDevice: 'string',
  },
  LaunchTemplateEbsBlockDeviceRequest: {
    Encrypted: 'boolean',
    DeleteOnTermination: 'boolean',
    Iops: 'number',
    KmsKeyId: 'string',
    SnapshotId: 'string',
    VolumeSize: 'number',
    VolumeType: 'string',
    Throughput: 'number',
    VolumeInitializationRate: 'number',
    EbsCardIndex: 'number',
  },
  LaunchTemplateInstanceNetworkInterfaceSpecificationRequest: {
    AssociateCarrierIpAddress: 'boolean',
    AssociatePublicIpAddress: 'boolean',
    DeleteOnTermination: 'boolean',
    Description: 'string',
    DeviceIndex: 'number',
    Groups: 'string[]',
    InterfaceType: 'string',
    Ipv6AddressCount: 'number',
    Ipv6Addresses: 'InstanceIpv6AddressRequest[]',
    NetworkInterfaceId: 'string',
    PrivateIpAddress: 'string',
    PrivateIpAddresses: 'PrivateIpAddressSpecification[]',
    SecondaryPrivateIpAddressCount: 'number',
    SubnetId: 'string',
    NetworkCardIndex: 'number',
    Ipv4Prefixes: 'Ipv4PrefixSpecificationRequest[]',
    Ipv4PrefixCount: 'number',
    Ipv6Prefixes: 'Ipv6PrefixSpecificationRequest[]',
    Ipv6PrefixCount: 'number',
    PrimaryIpv6: 'boolean',
    EnaSrdSpecification: 'EnaSrdSpecificationRequest',
    ConnectionTrackingSpecification: 'ConnectionTrackingSpecificationRequest',
    EnaQueueCount: 'number',
  },
  InstanceIpv6AddressRequest: {
    Ipv6Address: 'string',
  },
  PrivateIpAddressSpecification: {
    Primary: 'boolean',
    PrivateIpAddress: 'string',
  },
  Ipv4PrefixSpecificationRequest: {
    Ipv4Prefix: 'string',
  },
  Ipv6PrefixSpecificationRequest: {
    Ipv6Prefix: 'string',
  },
  EnaSrdSpecificationRequest: {
    EnaSrdEnabled: 'boolean',
    EnaSrdUdpSpecification: 'EnaSrdUdpSpecificationRequest',
  },
  EnaSrdUdpSpecificationRequest: {
    EnaSrdUdpEnabled: 'boolean',
  },
  ConnectionTrackingSpecificationRequest: {
    TcpEstablishedTimeout: 'number',
    UdpStreamTimeout: 'number',
    UdpTimeout: 'number',
  },
  LaunchTemplatesMonitoringRequest: {
    Enabled: 'boolean',
    MetricCategoryIds: 'string[]',
  },
  LaunchTemplatePlacementRequest: {
    AvailabilityZone: 'string',
    AvailabilityZoneId: 'string',
    Affinity: 'string',
    GroupName: 'string',
    HostId: 'string',
    Tenancy: 'string',
    SpreadDomain: 'string',
    HostResourceGroupArn: 'string',
    PartitionNumber: 'number',
    GroupId: 'string',
  },
  LaunchTemplateTagSpecificationRequest: {
    ResourceType: 'string',
    Tags: 'Tag[]',
  },
  Tag: {
    Key: 'string',
    Value: 'string',
  },
  ElasticGpuSpecification: {
    Type: 'string',
  },
  LaunchTemplateElasticInferenceAccelerator: {
    Type: 'string',
    Count: 'number',
  },
  CreditSpecificationRequest: {
    CpuCredits: 'string',
  },
  LaunchTemplateCpuOptionsRequest: {
    CoreCount: 'number',
    ThreadsPerCore: 'number',
    AmdSevSnp: 'string',
    NestedVirtualization: 'string',
  },
  LaunchTemplateCapacityReservationSpecificationRequest: {
    CapacityReservationPreference: 'string',
    CapacityReservationTarget: 'CapacityReservationTarget',
  },
  CapacityReservationTarget: {
    CapacityReservationId: 'string',
    CapacityReservationResourceGroupArn: 'string',
  },
  LaunchTemplateLicenseConfigurationRequest: {
    LicenseConfigurationArn: 'string',
  },
  LaunchTemplateHibernationOptionsRequest: {
    Configured: 'boolean',
  },
  LaunchTemplateInstanceMetadataOptionsRequest: {
    HttpTokens: 'string',
    HttpPutResponseHopLimit: 'number',
    HttpEndpoint: 'string',
    HttpProtocolIpv6: 'string',
    InstanceMetadataTags: 'string',
  },
  LaunchTemplateEnclaveOptionsRequest: {
    Enabled: 'boolean',
  },
  InstanceRequirementsRequest: {
    VCpuCount: 'VCpuCountRangeRequest',
    MemoryMiB: 'MemoryMiBRequest',
    CpuManufacturers: 'string[]',
    MemoryGiBPerVCpu: 'MemoryGiBPerVCpuRequest',
    ExcludedInstanceTypes: 'string[]',
    InstanceGenerations: 'string[]',
    SpotMaxPricePercentageOverLowestPrice: 'number',
    OnDemandMaxPricePercentageOverLowestPrice: 'number',
    BareMetal: 'string',
    BurstablePerformance: 'string',
    RequireHibernateSupport: 'boolean',
    NetworkInterfaceCount: 'NetworkInterfaceCountRequest',
    LocalStorage: 'string',
    LocalStorageTypes: 'string[]',
    TotalLocalStorageGB: 'TotalLocalStorageGBRequest',
    BaselineEbsBandwidthMbps: 'BaselineEbsBandwidthMbpsRequest',
    AcceleratorTypes: 'string[]',
    AcceleratorCount: 'AcceleratorCountRequest',
    AcceleratorManufacturers: 'string[]',
    AcceleratorNames: 'string[]',
    AcceleratorTotalMemoryMiB: 'AcceleratorTotalMemoryMiBRequest',
    NetworkBandwidthGbps: 'NetworkBandwidthGbpsRequest',
    AllowedInstanceTypes: 'string[]',
    MaxSpotPriceAsPercentageOfOptimalOnDemandPrice: 'number',
    BaselinePerformanceFactors: 'BaselinePerformanceFactorsRequest',
    RequireEncryptionInTransit: 'boolean',
  },
  VCpuCountRangeRequest: {
    Min: 'number',
    Max: 'number',
  },
  MemoryMiBRequest: {
    Min: 'number',
    Max: 'number',
  },
  MemoryGiBPerVCpuRequest: {
    Min: 'number',
    Max: 'number',
  },
  NetworkInterfaceCountRequest: {
    Min: 'number',
    Max: 'number',
  },
  TotalLocalStorageGBRequest: {
    Min: 'number',
    Max: 'number',
  },
  BaselineEbsBandwidthMbpsRequest: {
    Min: 'number',
    Max: 'number',
  },
  AcceleratorCountRequest: {
    Min: 'number',
    Max: 'number',
  },
  AcceleratorTotalMemoryMiBRequest: {
    Min: 'number',
    Max: 'number',
  },
  NetworkBandwidthGbpsRequest: {
    Min: 'number',
    Max: 'number',
  },
  BaselinePerformanceFactorsRequest: {
    Cpu: 'CpuPerformanceFactorRequest',
  },
  CpuPerformanceFactorRequest: {
    References: 'PerformanceFactorReferenceRequest[]',
  },
  PerformanceFactorReferenceRequest: {
    InstanceFamily: 'string',
  },
  LaunchTemplatePrivateDnsNameOptionsRequest: {
    HostnameType: 'string',
    EnableResourceNameDnsARecord: 'boolean',
    EnableResourceNameDnsAAAARecord: 'boolean',
  },
  LaunchTemplateInstanceMaintenanceOptionsRequest: {
    AutoRecovery: 'string',
  },
  OperatorRequest: {
    Principal: 'string',
  },
  LaunchTemplateNetworkPerformanceOptionsRequest: {
    BandwidthWeighting: 'string',
  },
  LaunchTemplateInstanceSecondaryInterfaceSpecificationRequest: {
    DeleteOnTermination: 'boolean',
    DeviceIndex: 'number',
    PrivateIpAddresses: 'SecondaryInterfacePrivateIpAddressSpecificationRequest[]',
    PrivateIpAddressCount: 'number',
    SecondarySubnetId: 'string',
    InterfaceType: 'string',
    NetworkCardIndex: 'number',
  },
  SecondaryInterfacePrivateIpAddressSpecificationRequest: {
    PrivateIpAddress: 'string',
  },
};

export const ec2RequestLaunchTemplateData = sdkShape<Omit<RequestLaunchTemplateData, 'InstanceMarketOptions'>>(EC2, 'RequestLaunchTemplateData');

const IMAGEBUILDER: Structures = {
  ComponentConfiguration: {
    componentArn: 'string',
    parameters: 'ComponentParameter[]',
  },
  ComponentParameter: {
    name: 'string',
    value: 'string[]',
  },
  CreateDistributionConfigurationRequest: {
    name: 'string',
    distributions: 'Distribution[]',
    description: 'string',
    tags: 'string{}',
    clientToken: 'string',
  },
  Distribution: {
    region: 'string',
    amiDistributionConfiguration: 'AmiDistributionConfiguration',
    containerDistributionConfiguration: 'ContainerDistributionConfiguration',
    licenseConfigurationArns: 'string[]',
    launchTemplateConfigurations: 'LaunchTemplateConfiguration[]',
    s3ExportConfiguration: 'S3ExportConfiguration',
    fastLaunchConfigurations: 'FastLaunchConfiguration[]',
    ssmParameterConfigurations: 'SsmParameterConfiguration[]',
  },
  AmiDistributionConfiguration: {
    name: 'string',
    description: 'string',
    targetAccountIds: 'string[]',
    amiTags: 'string{}',
    kmsKeyId: 'string',
    launchPermission: 'LaunchPermissionConfiguration',
  },
  LaunchPermissionConfiguration: {
    userIds: 'string[]',
    userGroups: 'string[]',
    organizationArns: 'string[]',
    organizationalUnitArns: 'string[]',
  },
  ContainerDistributionConfiguration: {
    targetRepository: 'TargetContainerRepository',
    description: 'string',
    containerTags: 'string[]',
  },
  TargetContainerRepository: {
    service: 'string',
    repositoryName: 'string',
  },
  LaunchTemplateConfiguration: {
    launchTemplateId: 'string',
    accountId: 'string',
    setDefaultVersion: 'boolean',
  },
  S3ExportConfiguration: {
    roleName: 'string',
    diskImageFormat: 'string',
    s3Bucket: 'string',
    s3Prefix: 'string',
  },
  FastLaunchConfiguration: {
    enabled: 'boolean',
    snapshotConfiguration: 'FastLaunchSnapshotConfiguration',
    maxParallelLaunches: 'number',
    launchTemplate: 'FastLaunchLaunchTemplateSpecification',
    accountId: 'string',
  },
  FastLaunchSnapshotConfiguration: {
    targetResourceCount: 'number',
  },
  FastLaunchLaunchTemplateSpecification: {
    launchTemplateId: 'string',
    launchTemplateName: 'string',
    launchTemplateVersion: 'string',
  },
  SsmParameterConfiguration: {
    parameterName: 'string',
    amiAccountId: 'string',
    dataType: 'string',
  },
  CreateImageRecipeRequest: {
    name: 'string',
    semanticVersion: 'string',
    parentImage: 'string',
    description: 'string',
    components: 'ComponentConfiguration[]',
    blockDeviceMappings: 'InstanceBlockDeviceMapping[]',
    tags: 'string{}',
    workingDirectory: 'string',
    additionalInstanceConfiguration: 'AdditionalInstanceConfiguration',
    amiTags: 'string{}',
    clientToken: 'string',
  },
  InstanceBlockDeviceMapping: {
    deviceName: 'string',
    ebs: 'EbsInstanceBlockDeviceSpecification',
    virtualName: 'string',
    noDevice: 'string',
  },
  EbsInstanceBlockDeviceSpecification: {
    encrypted: 'boolean',
    deleteOnTermination: 'boolean',
    iops: 'number',
    kmsKeyId: 'string',
    snapshotId: 'string',
    volumeSize: 'number',
    volumeType: 'string',
    throughput: 'number',
  },
  AdditionalInstanceConfiguration: {
    systemsManagerAgent: 'SystemsManagerAgent',
    userDataOverride: 'string',
  },
  SystemsManagerAgent: {
    uninstallAfterBuild: 'boolean',
  },
  CreateInfrastructureConfigurationRequest: {
    name: 'string',
    instanceProfileName: 'string',
    description: 'string',
    instanceTypes: 'string[]',
    securityGroupIds: 'string[]',
    subnetId: 'string',
    logging: 'Logging',
    keyPair: 'string',
    terminateInstanceOnFailure: 'boolean',
    snsTopicArn: 'string',
    resourceTags: 'string{}',
    instanceMetadataOptions: 'InstanceMetadataOptions',
    tags: 'string{}',
    placement: 'Placement',
    clientToken: 'string',
  },
  Logging: {
    s3Logs: 'S3Logs',
  },
  S3Logs: {
    s3BucketName: 'string',
    s3KeyPrefix: 'string',
  },
  InstanceMetadataOptions: {
    httpTokens: 'string',
    httpPutResponseHopLimit: 'number',
  },
  Placement: {
    availabilityZone: 'string',
    tenancy: 'string',
    hostId: 'string',
    hostResourceGroupArn: 'string',
  },
  CreateLifecyclePolicyRequest: {
    name: 'string',
    executionRole: 'string',
    resourceType: 'string',
    policyDetails: 'LifecyclePolicyDetail[]',
    resourceSelection: 'LifecyclePolicyResourceSelection',
    description: 'string',
    status: 'string',
    tags: 'string{}',
    clientToken: 'string',
  },
  LifecyclePolicyDetail: {
    action: 'LifecyclePolicyDetailAction',
    filter: 'LifecyclePolicyDetailFilter',
    exclusionRules: 'LifecyclePolicyDetailExclusionRules',
  },
  LifecyclePolicyDetailAction: {
    type: 'string',
    includeResources: 'LifecyclePolicyDetailActionIncludeResources',
  },
  LifecyclePolicyDetailActionIncludeResources: {
    amis: 'boolean',
    snapshots: 'boolean',
    containers: 'boolean',
  },
  LifecyclePolicyDetailFilter: {
    type: 'string',
    value: 'number',
    unit: 'string',
    retainAtLeast: 'number',
  },
  LifecyclePolicyDetailExclusionRules: {
    tagMap: 'string{}',
    amis: 'LifecyclePolicyDetailExclusionRulesAmis',
  },
  LifecyclePolicyDetailExclusionRulesAmis: {
    isPublic: 'boolean',
    regions: 'string[]',
    sharedAccounts: 'string[]',
    lastLaunched: 'LifecyclePolicyDetailExclusionRulesAmisLastLaunched',
    tagMap: 'string{}',
  },
  LifecyclePolicyDetailExclusionRulesAmisLastLaunched: {
    value: 'number',
    unit: 'string',
  },
  LifecyclePolicyResourceSelection: {
    recipes: 'LifecyclePolicyResourceSelectionRecipe[]',
    tagMap: 'string{}',
  },
  LifecyclePolicyResourceSelectionRecipe: {
    name: 'string',
    semanticVersion: 'string',
  },
};

export const imagebuilderComponentConfiguration = sdkShape<ComponentConfiguration>(IMAGEBUILDER, 'ComponentConfiguration');

export const imagebuilderCreateDistributionConfigurationRequest = sdkShape<CreateDistributionConfigurationRequest>(IMAGEBUILDER, 'CreateDistributionConfigurationRequest');

export const imagebuilderCreateImageRecipeRequest = sdkShape<CreateImageRecipeRequest>(IMAGEBUILDER, 'CreateImageRecipeRequest');

export const imagebuilderCreateInfrastructureConfigurationRequest = sdkShape<CreateInfrastructureConfigurationRequest>(IMAGEBUILDER, 'CreateInfrastructureConfigurationRequest');

export const imagebuilderCreateLifecyclePolicyRequest = sdkShape<CreateLifecyclePolicyRequest>(IMAGEBUILDER, 'CreateLifecyclePolicyRequest');

const ROUTE_53: Structures = {
  HealthCheckConfig: {
    Type: 'string',
    IPAddress: 'string',
    Port: 'number',
    ResourcePath: 'string',
    FullyQualifiedDomainName: 'string',
    SearchString: 'string',
    RequestInterval: 'number',
    FailureThreshold: 'number',
    MeasureLatency: 'boolean',
    Inverted: 'boolean',
    Disabled: 'boolean',
    HealthThreshold: 'number',
    ChildHealthChecks: 'string[]',
    EnableSNI: 'boolean',
    Regions: 'string[]',
    AlarmIdentifier: 'AlarmIdentifier',
    InsufficientDataHealthStatus: 'string',
    RoutingControlArn: 'string',
  },
  AlarmIdentifier: {
    Region: 'string',
    Name: 'string',
  },
};

export const route53HealthCheckConfig = sdkShape<HealthCheckConfig>(ROUTE_53, 'HealthCheckConfig');
