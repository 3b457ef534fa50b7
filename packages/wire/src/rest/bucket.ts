/** Where an S3 request's bucket and key are; both still percent-encoded. */
export interface BucketAddress {
  bucket: string | undefined;
  /** `/` for the bucket itself, else `/KEY`. */
  rawPath: string;
}

/**
 * Virtual-hosted style (`bucket.s3.REGION.amazonaws.com`) or path style. A host that is not one of
 * S3's (an address, `localhost`) has the bucket in the path.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function bucketAddress(host: string | undefined, rawPath: string): BucketAddress {
  const hosted = bucketOfHost(host ?? '');
  if (hosted !== undefined) return { bucket: hosted, rawPath: rawPath === '' ? '/' : rawPath };
  const [, bucket = '', rest = ''] = /^\/?([^/]*)(.*)$/s.exec(rawPath) ?? [];
  if (bucket === '') return { bucket: undefined, rawPath: '/' };
  return { bucket, rawPath: rest === '' ? '/' : rest };
}

// `s3.amazonaws.com`, `s3.REGION.…`, `s3-REGION.…` (legacy) and `s3.dualstack.REGION.…`.
const S3_HOST =
  /^(?:(.+)\.)?s3(?:[.-](?:dualstack\.)?([a-z0-9-]+))?\.amazonaws\.com(?:\.cn)?(?::\d+)?$/;

/**
 * What clients make of an endpoint `http://localhost:PORT` or `http://s3.localhost:PORT`: the SDKs
 * of most languages put the bucket before every endpoint that is no address, unless they are told
 * to force the path style; the AWS CLI and boto3 leave it in the path.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
const LOCAL_HOST = /^(?!s3\.localhost)(.+?)\.(?:s3\.)?localhost(?::\d+)?$/;

/** The bucket in an S3 host name; undefined where there is none. */
export function bucketOfHost(host: string): string | undefined {
  const name = host.toLowerCase();
  return S3_HOST.exec(name)?.[1] ?? LOCAL_HOST.exec(name)?.[1];
}

/** The region in an S3 host name; undefined where it names none (the global name, an address). */
export function regionOfHost(host: string): string | undefined {
  return S3_HOST.exec(host.toLowerCase())?.[2];
}

/** Whether it is one of AWS's own names of S3. */
export function isS3Host(host: string): boolean {
  return S3_HOST.test(host.toLowerCase());
}
