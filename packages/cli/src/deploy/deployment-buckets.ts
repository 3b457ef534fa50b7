import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { deploymentBucketName, siteRegions, type SiteConfig } from '@understudy/site';
import { s3Settings } from './s3-settings.ts';

/** One private bucket a region for templates and archives of web apps; made when absent. */
export async function ensureDeploymentBuckets(site: SiteConfig, account: string): Promise<void> {
  await Promise.all(
    siteRegions(site).map((region) => ensure(region, deploymentBucketName({ account, region }))),
  );
}

async function ensure(region: string, bucket: string): Promise<void> {
  const client = new S3Client(s3Settings(region));
  try {
    if (await exists(client, bucket)) return;
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
  } finally {
    client.destroy();
  }
}

async function exists(client: S3Client, bucket: string): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    if (error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchBucket'))
      return false;
    throw error;
  }
}
