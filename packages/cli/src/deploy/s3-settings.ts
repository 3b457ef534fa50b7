import process from 'node:process';

/** An endpoint on this machine has no bucket host names, so the bucket goes into the path. */
export function s3Settings(region: string): { region: string; forcePathStyle: boolean } {
  const endpoint = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  return {
    region,
    forcePathStyle:
      endpoint !== undefined &&
      ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname),
  };
}
