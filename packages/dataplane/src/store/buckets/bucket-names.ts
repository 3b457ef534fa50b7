import { isIPv4 } from 'node:net';
import { AwsError } from '@understudy/wire';

const RESERVED_PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const RESERVED_SUFFIXES = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !isIPv4(name) &&
    !RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix)) &&
    !RESERVED_SUFFIXES.some((suffix) => name.endsWith(suffix))
  );
}

export function checkBucketName(name: string): void {
  if (isBucketName(name)) return;
  throw new AwsError({
    code: 'InvalidBucketName',
    message: 'The specified bucket is not valid.',
    detail: { BucketName: name },
  });
}

export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

/** The bucket that an ARN names, or undefined where it names something else. */
export function bucketOfArn(arn: string): string | undefined {
  return /^arn:aws:s3:::([^/]+)$/.exec(arn)?.[1];
}
