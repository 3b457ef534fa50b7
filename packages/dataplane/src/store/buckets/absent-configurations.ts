import { AwsError } from '@understudy/wire';
import type { BucketCall } from '../core.ts';
import { aclNotSupported } from '../objects/object-input.ts';
import type { Operation } from '../operation.ts';

/**
 * Configurations that cannot be put here, and so are never there: clients that look get S3's own
 * answer for a bucket without one, and removing one that is not there succeeds, as on S3.
 */
export const ABSENT_OPERATIONS: Readonly<Record<string, Operation>> = {
  GetBucketCors: missing('s3:GetBucketCORS', {
    code: 'NoSuchCORSConfiguration',
    message: 'The CORS configuration does not exist',
  }),
  DeleteBucketCors: nothing('s3:PutBucketCORS'),
  GetBucketWebsite: missing('s3:GetBucketWebsite', {
    code: 'NoSuchWebsiteConfiguration',
    message: 'The specified bucket does not have a website configuration',
  }),
  DeleteBucketWebsite: nothing('s3:DeleteBucketWebsite'),
  GetObjectLockConfiguration: missing('s3:GetBucketObjectLockConfiguration', {
    code: 'ObjectLockConfigurationNotFoundError',
    message: 'Object Lock configuration does not exist for this bucket',
  }),
  GetBucketLogging: nothing('s3:GetBucketLogging'),
  GetBucketNotificationConfiguration: nothing('s3:GetBucketNotification'),
  GetBucketAccelerateConfiguration: nothing('s3:GetAccelerateConfiguration'),
  GetBucketRequestPayment: {
    scope: 'bucket',
    actions: () => ['s3:GetBucketRequestPayment'],
    handle: () => ({ Payer: 'BucketOwner' }),
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
export function putBucketAcl(call: BucketCall<{ ACL?: string | undefined }>): unknown {
  if (call.input.ACL === 'bucket-owner-full-control') return {};
  throw aclNotSupported();
}

export function putObjectAcl(call: BucketCall<{ ACL?: string | undefined }>): unknown {
  return putBucketAcl(call);
}

function missing(action: string, error: { code: string; message: string }): Operation {
  return {
    scope: 'bucket',
    actions: () => [action],
    handle: ({ bucket }) => {
      throw new AwsError({ ...error, status: 404, detail: { BucketName: bucket.name } });
    },
  };
}

function nothing(action: string): Operation {
  return { scope: 'bucket', actions: () => [action], handle: () => ({}) };
}
