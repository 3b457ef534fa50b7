import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketLifecycleConfigurationCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/contract';
import { deploymentBucketName, siteRegions, type SiteConfig } from '@understudy/site';
import { s3Settings } from './s3-settings.ts';

/**
 * Templates and archives are read while a stack is deployed, and put again by the next deployment
 * that wants them.
 */
const OLD_DEPLOYMENTS = {
  ...({ ID: 'old-deployments', Status: 'Enabled', Filter: { Prefix: '' } } as const),
  Expiration: { Days: 90 },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
};

/** One private bucket a region for templates and archives of web apps; made when absent. */
export async function ensureDeploymentBuckets(site: SiteConfig, account: string): Promise<void> {
  await Promise.all(siteRegions(site).map((region) => ensure({ account, region })));
}

async function ensure(location: { account: string; region: string }): Promise<void> {
  const { account, region } = location;
  const bucket = deploymentBucketName(location);
  const client = new S3Client(s3Settings(region));
  try {
    if (await exists(client, bucket, account)) return;
    // us-east-1 is the one region that may not be named.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    const location =
      region === 'us-east-1'
        ? {}
        : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
    await client.send(new CreateBucketCommand({ Bucket: bucket, ...location }));
    await client.send(
      new PutPublicAccessBlockCommand({
        Bucket: bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      }),
    );
    await client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: bucket,
        LifecycleConfiguration: { Rules: [OLD_DEPLOYMENTS] },
      }),
    );
  } finally {
    client.destroy();
  }
}

async function exists(client: S3Client, bucket: string, account: string): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: account }));
    return true;
  } catch (error) {
    // The name can be guessed: whoever made it first elsewhere must not be given the app, nor give
    // it.
    if (error instanceof Error && statusOf(error) === 403)
      throw new UnderstudyError('AwsCallFailed', {
        message: `the bucket ${bucket} is not account ${account}'s, or may not be looked at`,
        hint: 'grant s3:ListBucket on it; if it is another account’s, tell AWS, and do not deploy',
        cause: error,
      });
    if (error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchBucket'))
      return false;
    throw error;
  }
}

function statusOf(error: Error & { $metadata?: { httpStatusCode?: number } }): number | undefined {
  return error.$metadata?.httpStatusCode;
}
