import type { WireResponse } from '@understudy/wire';

/** What S3's answers have that the SDK's schemas do not tell. */
export function finishResponse(
  encoded: WireResponse,
  call: { operation: string; output: unknown },
): WireResponse {
  const members = (call.output ?? {}) as Record<string, unknown>;
  const headers: Record<string, string> = { ...encoded.headers, server: 'AmazonS3' };
  // The schemas have a date there; S3 gives back what was put, date or not.
  const expires = members['ExpiresString'];
  if (typeof expires === 'string') headers['expires'] = expires;
  delete headers['expiresstring'];
  const isPart = members['ContentRange'] !== undefined;
  return { ...encoded, headers, status: isPart ? 206 : encoded.status };
}
