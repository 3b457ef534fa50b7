// Written by `npx node tools/sdk-shapes/main.ts` from the SDK clients' own schemas.
// tidy: long because it lists every member of every structure.
import type { OwnershipControls, PublicAccessBlockConfiguration, ReplicationConfiguration, ServerSideEncryptionConfiguration } from '@aws-sdk/client-s3';
import { sdkShape, type Structures } from '@understudy/contract';

const S3: Structures = {
  OwnershipControls: {
    Rules: 'OwnershipControlsRule[]',
  },
  OwnershipControlsRule: {
    ObjectOwnership: 'string',
  },
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: 'boolean',
    IgnorePublicAcls: 'boolean',
    BlockPublicPolicy: 'boolean',
    RestrictPublicBuckets: 'boolean',
  },
  ReplicationConfiguration: {
    Role: 'string',
    Rules: 'ReplicationRule[]',
  },
  ReplicationRule: {
    Status: 'string',
    Destination: 'Destination',
    ID: 'string',
    Priority: 'number',
    Prefix: 'string',
    Filter: 'ReplicationRuleFilter',
    SourceSelectionCriteria: 'SourceSelectionCriteria',
    ExistingObjectReplication: 'ExistingObjectReplication',
    DeleteMarkerReplication: 'DeleteMarkerReplication',
  },
  Destination: {
    Bucket: 'string',
    Account: 'string',
    StorageClass: 'string',
    AccessControlTranslation: 'AccessControlTranslation',
    EncryptionConfiguration: 'EncryptionConfiguration',
    ReplicationTime: 'ReplicationTime',
    Metrics: 'Metrics',
  },
  AccessControlTranslation: {
    Owner: 'string',
  },
  EncryptionConfiguration: {
    ReplicaKmsKeyID: 'string',
  },
  ReplicationTime: {
    Status: 'string',
    Time: 'ReplicationTimeValue',
  },
  ReplicationTimeValue: {
    Minutes: 'number',
  },
  Metrics: {
    Status: 'string',
    EventThreshold: 'ReplicationTimeValue',
  },
  ReplicationRuleFilter: {
    Prefix: 'string',
    Tag: 'Tag',
    And: 'ReplicationRuleAndOperator',
  },
  Tag: {
    Key: 'string',
    Value: 'string',
  },
  ReplicationRuleAndOperator: {
    Prefix: 'string',
    Tags: 'Tag[]',
  },
  SourceSelectionCriteria: {
    SseKmsEncryptedObjects: 'SseKmsEncryptedObjects',
    ReplicaModifications: 'ReplicaModifications',
  },
  SseKmsEncryptedObjects: {
    Status: 'string',
  },
  ReplicaModifications: {
    Status: 'string',
  },
  ExistingObjectReplication: {
    Status: 'string',
  },
  DeleteMarkerReplication: {
    Status: 'string',
  },
  ServerSideEncryptionConfiguration: {
    Rules: 'ServerSideEncryptionRule[]',
  },
  ServerSideEncryptionRule: {
    ApplyServerSideEncryptionByDefault: 'ServerSideEncryptionByDefault',
    BucketKeyEnabled: 'boolean',
    BlockedEncryptionTypes: 'BlockedEncryptionTypes',
  },
  ServerSideEncryptionByDefault: {
    SSEAlgorithm: 'string',
    KMSMasterKeyID: 'string',
  },
  BlockedEncryptionTypes: {
    EncryptionType: 'string[]',
  },
};

export const s3OwnershipControls = sdkShape<OwnershipControls>(S3, 'OwnershipControls');

export const s3PublicAccessBlockConfiguration = sdkShape<PublicAccessBlockConfiguration>(S3, 'PublicAccessBlockConfiguration');

export const s3ReplicationConfiguration = sdkShape<ReplicationConfiguration>(S3, 'ReplicationConfiguration');

export const s3ServerSideEncryptionConfiguration = sdkShape<ServerSideEncryptionConfiguration>(S3, 'ServerSideEncryptionConfiguration');
