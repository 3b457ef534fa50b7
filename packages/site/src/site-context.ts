/**
 * What a `TwoRegionSite` is synthesized under, whatever the app around it has: weak cross-stack
 * references, names that no other site of the account has, and current defaults.
 */
export const SITE_CONTEXT: Readonly<Record<string, unknown>> = {
  '@aws-cdk/core:defaultCrossStackReferences': 'weak',
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:target-partitions': ['aws'],
  '@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig': true,
  // Without it every app's replication role has one name, and the second app of an account fails.
  '@aws-cdk/aws-s3:setUniqueReplicationRoleName': true,
  // Buckets let their logs in by policy: new buckets have no access control lists.
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
};
