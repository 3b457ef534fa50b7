import {
  abortMultipartUpload,
  createMultipartUpload,
  uploadPart,
  uploadPartCopy,
} from './objects/multipart.ts';
import * as absent from './buckets/absent-configurations.ts';
import * as configuration from './buckets/bucket-configuration.ts';
import * as policy from './buckets/bucket-policy.ts';
import * as replication from './buckets/bucket-replication.ts';
import * as buckets from './buckets/buckets.ts';
import type { BucketCall } from './core.ts';
import * as lifecycle from './lifecycle/bucket-lifecycle.ts';
import { listObjects, listObjectsV2 } from './listings/list-objects.ts';
import { listMultipartUploads, listParts } from './listings/list-uploads.ts';
import { listObjectVersions } from './listings/list-versions.ts';
import { completeMultipartUpload } from './objects/multipart-complete.ts';
import * as tagging from './objects/object-tagging.ts';
import { copyObject } from './objects/objects-copy.ts';
import { deleteObject, deleteObjects } from './objects/objects-delete.ts';
import { getObject, getObjectAttributes, headObject } from './objects/objects-read.ts';
import { putObject } from './objects/objects-write.ts';
import type { AnyInput, Operation } from './operation.ts';

/**
 * What S3 names that this store does; every other operation is answered NotImplemented, by name.
 */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ListBuckets: { scope: 'service', action: 's3:ListAllMyBuckets', handle: buckets.listBuckets },
  CreateBucket: { scope: 'service', action: 's3:CreateBucket', handle: buckets.createBucket },
  DeleteBucket: onBucket('s3:DeleteBucket', buckets.deleteBucket),
  HeadBucket: onBucket('s3:ListBucket', buckets.headBucket),
  GetBucketLocation: onBucket('s3:GetBucketLocation', buckets.getBucketLocation),
  GetBucketAcl: onBucket('s3:GetBucketAcl', buckets.getBucketAcl),
  PutBucketAcl: onBucket('s3:PutBucketAcl', absent.putBucketAcl),

  GetBucketVersioning: onBucket('s3:GetBucketVersioning', configuration.getBucketVersioning),
  PutBucketVersioning: onBucket('s3:PutBucketVersioning', configuration.putBucketVersioning),
  GetBucketTagging: onBucket('s3:GetBucketTagging', configuration.getBucketTagging),
  PutBucketTagging: onBucket('s3:PutBucketTagging', configuration.putBucketTagging),
  DeleteBucketTagging: onBucket('s3:PutBucketTagging', configuration.deleteBucketTagging),
  GetBucketEncryption: onBucket('s3:GetEncryptionConfiguration', configuration.getBucketEncryption),
  PutBucketEncryption: onBucket('s3:PutEncryptionConfiguration', configuration.putBucketEncryption),
  DeleteBucketEncryption: onBucket(
    's3:PutEncryptionConfiguration',
    configuration.deleteBucketEncryption,
  ),
  GetBucketOwnershipControls: onBucket(
    's3:GetBucketOwnershipControls',
    configuration.getBucketOwnershipControls,
  ),
  PutBucketOwnershipControls: onBucket(
    's3:PutBucketOwnershipControls',
    configuration.putBucketOwnershipControls,
  ),

  GetBucketPolicy: onBucket('s3:GetBucketPolicy', policy.getBucketPolicy),
  PutBucketPolicy: onBucket('s3:PutBucketPolicy', policy.putBucketPolicy),
  DeleteBucketPolicy: onBucket('s3:DeleteBucketPolicy', policy.deleteBucketPolicy),
  GetBucketPolicyStatus: onBucket('s3:GetBucketPolicyStatus', policy.getBucketPolicyStatus),
  GetPublicAccessBlock: onBucket('s3:GetBucketPublicAccessBlock', policy.getPublicAccessBlock),
  PutPublicAccessBlock: onBucket('s3:PutBucketPublicAccessBlock', policy.putPublicAccessBlock),
  DeletePublicAccessBlock: onBucket(
    's3:PutBucketPublicAccessBlock',
    policy.deletePublicAccessBlock,
  ),

  GetBucketReplication: onBucket(
    's3:GetReplicationConfiguration',
    replication.getBucketReplication,
  ),
  PutBucketReplication: onBucket(
    's3:PutReplicationConfiguration',
    replication.putBucketReplication,
  ),
  DeleteBucketReplication: onBucket(
    's3:PutReplicationConfiguration',
    replication.deleteBucketReplication,
  ),

  GetBucketLifecycleConfiguration: onBucket(
    's3:GetLifecycleConfiguration',
    lifecycle.getBucketLifecycleConfiguration,
  ),
  PutBucketLifecycleConfiguration: onBucket(
    's3:PutLifecycleConfiguration',
    lifecycle.putBucketLifecycleConfiguration,
  ),
  DeleteBucketLifecycle: onBucket('s3:PutLifecycleConfiguration', lifecycle.deleteBucketLifecycle),

  ...absent.ABSENT_OPERATIONS,

  ListObjects: onBucket('s3:ListBucket', listObjects),
  ListObjectsV2: onBucket('s3:ListBucket', listObjectsV2),
  ListObjectVersions: onBucket('s3:ListBucketVersions', listObjectVersions),
  ListMultipartUploads: onBucket('s3:ListBucketMultipartUploads', listMultipartUploads),
  // Each key is authorized by itself.
  DeleteObjects: { scope: 'bucket', actions: () => [], handle: deleteObjects },

  GetObject: onVersion('s3:GetObject', getObject),
  HeadObject: onVersion('s3:GetObject', headObject),
  GetObjectAttributes: {
    scope: 'object',
    actions: (input) => [
      versioned('s3:GetObject', input),
      versioned('s3:GetObjectAttributes', input),
    ],
    handle: getObjectAttributes,
  },
  GetObjectAcl: {
    scope: 'object',
    actions: ({ VersionId }) => [VersionId ? 's3:GetObjectVersionAcl' : 's3:GetObjectAcl'],
    handle: tagging.getObjectAcl,
  },
  PutObjectAcl: onVersion('s3:PutObjectAcl', absent.putObjectAcl),
  PutObject: onNewObject(putObject),
  CopyObject: onNewObject(copyObject),
  DeleteObject: onVersion('s3:DeleteObject', deleteObject),
  GetObjectTagging: onTags('Get', tagging.getObjectTagging),
  PutObjectTagging: onTags('Put', tagging.putObjectTagging),
  DeleteObjectTagging: onTags('Delete', tagging.deleteObjectTagging),

  CreateMultipartUpload: onNewObject(createMultipartUpload),
  UploadPart: onObject('s3:PutObject', uploadPart),
  UploadPartCopy: onObject('s3:PutObject', uploadPartCopy),
  CompleteMultipartUpload: onObject('s3:PutObject', completeMultipartUpload),
  AbortMultipartUpload: onObject('s3:AbortMultipartUpload', abortMultipartUpload),
  ListParts: onObject('s3:ListMultipartUploadParts', listParts),
};

type Handler = (call: BucketCall<never>) => unknown;

function onBucket(action: string, handle: Handler): Operation {
  return { scope: 'bucket', actions: () => [action], handle };
}

function onObject(action: string, handle: Handler): Operation {
  return { scope: 'object', actions: () => [action], handle };
}

/** The action has another name where a version is named. */
function onVersion(action: string, handle: Handler): Operation {
  return { scope: 'object', actions: (input) => [versioned(action, input)], handle };
}

function onNewObject(handle: Handler): Operation {
  return {
    scope: 'object',
    actions: ({ Tagging }) =>
      Tagging === undefined ? ['s3:PutObject'] : ['s3:PutObject', 's3:PutObjectTagging'],
    handle,
  };
}

function onTags(verb: 'Get' | 'Put' | 'Delete', handle: Handler): Operation {
  return {
    scope: 'object',
    actions: ({ VersionId }) => [`s3:${verb}Object${VersionId ? 'Version' : ''}Tagging`],
    handle,
  };
}

/** `s3:GetObject` and `s3:GetObjectVersion`. */
function versioned(action: string, input: AnyInput): string {
  if (input.VersionId === undefined) return action;
  return action.replace(/^(s3:[A-Z][a-z]+Object)/, '$1Version');
}
