import type { Origin } from '@understudy/contract';

/**
 * Not configurable for S3 origins.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html
 */
const S3_READ_TIMEOUT_SECONDS = 30;
const S3_KEEPALIVE_SECONDS = 5;

/** S3 origins are asked as the viewer asked; custom ones as their protocol policy says. */
export function usesTls(origin: Origin, viewerSecure: boolean): boolean {
  if (origin.target.kind === 's3' || origin.target.protocolPolicy === 'match-viewer')
    return viewerSecure;
  return origin.target.protocolPolicy === 'https-only';
}

export function portOf(origin: Origin, secure: boolean): number {
  if (origin.target.kind === 's3') return secure ? 443 : 80;
  return secure ? origin.target.httpsPort : origin.target.httpPort;
}

export function readTimeoutSeconds(origin: Origin): number {
  return origin.target.kind === 's3' ? S3_READ_TIMEOUT_SECONDS : origin.target.readTimeoutSeconds;
}

/**
 * "For a custom origin …, this setting also specifies the number of times CloudFront attempts to
 * get a response from the origin, in the case of an origin response timeout": S3 is asked once.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html
 */
export function asksAgainAfterTimeout(origin: Origin): boolean {
  return origin.target.kind === 'custom';
}

export function keepaliveSeconds(origin: Origin): number {
  return origin.target.kind === 's3' ? S3_KEEPALIVE_SECONDS : origin.target.keepaliveTimeoutSeconds;
}
