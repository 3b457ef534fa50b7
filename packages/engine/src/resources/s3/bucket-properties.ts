import type { ResourceHandler } from '../../kernel/resource.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
export const BUCKET_PROPERTIES: ResourceHandler['properties'] = {
  AbacStatus: { inert: 'on AWS, access could depend on tags of the bucket' },
  AccelerateConfiguration: { inert: 'on AWS, a faster way to the bucket from far away' },
  AccessControl: { refused: 'the local store has no access control lists; use a bucket policy' },
  AnalyticsConfigurations: { inert: 'on AWS, reports on how objects are used' },
  BucketEncryption: 'works',
  BucketName: 'works',
  BucketNamePrefix: { refused: 'the local store has no account-regional names; set BucketName' },
  BucketNamespace: { refused: 'the local store has no account-regional names; set BucketName' },
  CorsConfiguration: { refused: 'the local store adds no CORS headers' },
  IntelligentTieringConfigurations: { inert: 'on AWS, the price of objects that are seldom read' },
  InventoryConfigurations: { inert: 'on AWS, lists of the objects in another bucket' },
  LifecycleConfiguration: {
    inert: 'on AWS, objects would expire or move to cheaper storage after days',
  },
  LoggingConfiguration: { inert: 'on AWS, access logs in another bucket' },
  MetadataConfiguration: { inert: 'on AWS, tables of the objects to query' },
  MetadataTableConfiguration: { inert: 'on AWS, tables of the objects to query' },
  MetricsConfigurations: { inert: 'on AWS, request metrics in CloudWatch' },
  NotificationConfiguration: { refused: 'the local store sends no notifications' },
  ObjectLockConfiguration: { refused: 'the local store does not lock objects' },
  ObjectLockEnabled: { refused: 'the local store does not lock objects' },
  OwnershipControls: 'works',
  PublicAccessBlockConfiguration: 'works',
  ReplicationConfiguration: 'works',
  Tags: 'works',
  VersioningConfiguration: 'works',
  WebsiteConfiguration: { refused: 'the local store has no website endpoints' },
};
