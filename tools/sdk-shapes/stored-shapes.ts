/** A shape of the SDK's that a record has in itself. */
export interface StoredShape {
  /** Of `@aws-sdk/client-…`. */
  client: string;
  shape: string;
  /** Members that the service refuses, so that no record has them. */
  without?: readonly string[];
}

/** The shapes of the SDK's that records hold, by the file with their schemas. */
export const STORED_SHAPES: Readonly<Record<string, readonly StoredShape[]>> = {
  'packages/engine/src/kernel/state/sdk-shapes.generated.ts': [
    { client: 'cloudfront', shape: 'CachePolicyConfig' },
    { client: 'cloudfront', shape: 'DistributionConfig' },
    { client: 'cloudfront', shape: 'OriginAccessControlConfig' },
    { client: 'cloudfront', shape: 'OriginRequestPolicyConfig' },
    { client: 'cloudfront', shape: 'ResponseHeadersPolicyConfig' },
    // A time of it would come back from JSON as text.
    { client: 'ec2', shape: 'RequestLaunchTemplateData', without: ['InstanceMarketOptions'] },
    { client: 'imagebuilder', shape: 'ComponentConfiguration' },
    { client: 'imagebuilder', shape: 'CreateDistributionConfigurationRequest' },
    { client: 'imagebuilder', shape: 'CreateImageRecipeRequest' },
    { client: 'imagebuilder', shape: 'CreateInfrastructureConfigurationRequest' },
    { client: 'imagebuilder', shape: 'CreateLifecyclePolicyRequest' },
    { client: 'route-53', shape: 'HealthCheckConfig' },
  ],
  'packages/dataplane/src/store/disk/sdk-shapes.generated.ts': [
    { client: 's3', shape: 'OwnershipControls' },
    { client: 's3', shape: 'PublicAccessBlockConfiguration' },
    { client: 's3', shape: 'ReplicationConfiguration' },
    { client: 's3', shape: 'ServerSideEncryptionConfiguration' },
  ],
};
