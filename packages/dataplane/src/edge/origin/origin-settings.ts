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

export function keepaliveSeconds(origin: Origin): number {
  return origin.target.kind === 's3' ? S3_KEEPALIVE_SECONDS : origin.target.keepaliveTimeoutSeconds;
}
