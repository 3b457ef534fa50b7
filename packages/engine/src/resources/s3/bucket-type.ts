import { below } from '../below.ts';
import { resourceType } from '../resource-type.ts';

const NO_ACLS = { refused: 'the local store has no access control lists; use a bucket policy' };
const LISTS_COUNT = { inert: 'on AWS, access control lists count; here there are none' };
const NO_REGIONAL_NAMES = {
  refused: 'the local store has no account-regional names; set BucketName',
};
const NO_LOCKS = { refused: 'the local store does not lock objects' };
const CHEAPER_STORAGE = { inert: 'on AWS, objects would move to cheaper storage after days' };
const TABLES = { inert: 'on AWS, tables of the objects to query' };

/** Members of a replication rule that are accepted without effect. */
const REPLICATION_RULE = {
  ...below('Destination', {
    AccessControlTranslation: { inert: 'on AWS, who owns the replicas; here there is one account' },
    EncryptionConfiguration: { inert: 'on AWS, the key that encrypts the replicas' },
    'Metrics.Status': { except: { Enabled: { inert: 'on AWS, metrics of what is under way' } } },
    'ReplicationTime.Status': {
      except: { Enabled: { inert: 'on AWS, a promised time; here objects travel at once' } },
    },
  }),
  'SourceSelectionCriteria.SseKmsEncryptedObjects': {
    inert: 'on AWS, objects encrypted with KMS keys; here there are none',
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
export const bucketType = resourceType('AWS::S3::Bucket', {
  AbacStatus: {
    except: { Enabled: { inert: 'on AWS, access could depend on tags of the bucket' } },
  },
  AccelerateConfiguration: 'works',
  'AccelerateConfiguration.AccelerationStatus': {
    except: { Enabled: { inert: 'on AWS, a faster way to the bucket from far away' } },
  },
  AccessControl: {
    except: {
      AuthenticatedRead: NO_ACLS,
      AwsExecRead: NO_ACLS,
      BucketOwnerFullControl: NO_ACLS,
      BucketOwnerRead: NO_ACLS,
      LogDeliveryWrite: NO_ACLS,
      PublicRead: NO_ACLS,
      PublicReadWrite: NO_ACLS,
    },
  },
  AnalyticsConfigurations: { inert: 'on AWS, reports on how objects are used' },
  BucketEncryption: 'works',
  'BucketEncryption.ServerSideEncryptionConfiguration.BlockedEncryptionTypes.EncryptionType': {
    except: { NONE: { inert: 'on AWS, objects with keys of customers; here there are none' } },
  },
  BucketName: 'works',
  BucketNamePrefix: NO_REGIONAL_NAMES,
  BucketNamespace: { except: { 'account-regional': NO_REGIONAL_NAMES } },
  CorsConfiguration: { refused: 'the local store adds no CORS headers' },
  IntelligentTieringConfigurations: { inert: 'on AWS, the price of objects that are seldom read' },
  InventoryConfigurations: { inert: 'on AWS, lists of the objects in another bucket' },
  LifecycleConfiguration: 'works',
  ...below('LifecycleConfiguration', {
    TransitionDefaultMinimumObjectSize: CHEAPER_STORAGE,
    'Rules.NoncurrentVersionTransition': CHEAPER_STORAGE,
    'Rules.NoncurrentVersionTransitions': CHEAPER_STORAGE,
    'Rules.Transition': CHEAPER_STORAGE,
    'Rules.Transitions': CHEAPER_STORAGE,
  }),
  LoggingConfiguration: { inert: 'on AWS, access logs in another bucket' },
  MetadataConfiguration: TABLES,
  MetadataTableConfiguration: TABLES,
  MetricsConfigurations: { inert: 'on AWS, request metrics in CloudWatch' },
  NotificationConfiguration: { refused: 'the local store sends no notifications' },
  ObjectLockConfiguration: NO_LOCKS,
  ObjectLockEnabled: { except: { true: NO_LOCKS } },
  OwnershipControls: 'works',
  'OwnershipControls.Rules.ObjectOwnership': {
    except: { BucketOwnerPreferred: LISTS_COUNT, ObjectWriter: LISTS_COUNT },
  },
  PublicAccessBlockConfiguration: 'works',
  ReplicationConfiguration: 'works',
  ...below('ReplicationConfiguration.Rules', REPLICATION_RULE),
  Tags: 'works',
  VersioningConfiguration: 'works',
  WebsiteConfiguration: { refused: 'the local store has no website endpoints' },
});
