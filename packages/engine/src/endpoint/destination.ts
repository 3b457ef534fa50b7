import {
  bucketAddress,
  bucketOfHost,
  claimedSignature,
  isS3Host,
  regionOfHost,
  type ClaimedSignature,
  type Protocol,
  type WireRequest,
} from '@understudy/wire';

export interface S3Destination {
  kind: 's3';
  /** Undefined where neither a signature nor the host names it. */
  region: string | undefined;
  /** Percent-encoded; undefined where the request is about none. */
  bucket: string | undefined;
  /** Lower case; undefined for a request without a signature. */
  signedHeaders: readonly string[] | undefined;
}

/** Whom an AWS request is for, told by its signature, or by its looks where it has none. */
export type Destination =
  | S3Destination
  | { kind: 'service'; signingName: string; claim: ClaimedSignature }
  | { kind: 'unsigned'; protocol: Protocol };

export function destinationOf(request: WireRequest): Destination {
  const claim = claimedSignature(request);
  if (claim !== undefined && claim.scope.service !== 's3')
    return { kind: 'service', signingName: claim.scope.service, claim };
  const protocol = protocolByLooks(request);
  if (claim === undefined && protocol !== 's3') return { kind: 'unsigned', protocol };
  const host = request.headers['host'] ?? '';
  const { bucket } = bucketAddress(host, request.target.split('?', 1)[0] ?? '/');
  const region = claim?.scope.region ?? regionOfHost(host);
  return { kind: 's3', region, bucket, signedHeaders: claim?.signedHeaders };
}

/**
 * What a request seems to speak that tells no service. S3 alone takes unsigned requests, so what
 * looks like nothing else is S3's.
 */
export function protocolByLooks(request: WireRequest): Protocol | 's3' {
  const { headers, target } = request;
  const type = headers['content-type']?.toLowerCase() ?? '';
  if (headers['x-amz-target'] !== undefined)
    return type.includes('json-1.0') ? 'awsJson1_0' : 'awsJson1_1';
  const host = headers['host'] ?? '';
  if (isS3Host(host) || bucketOfHost(host) !== undefined) return 's3';
  if (type.startsWith('application/x-www-form-urlencoded')) return 'awsQuery';
  if (/^\/[^?]*\?(?:.*&)?Action=/.test(target)) return 'awsQuery';
  // Route 53's and CloudFront's paths begin with their API's version.
  if (/^\/20\d\d-\d\d-\d\d\//.test(target)) return 'restXml';
  return 's3';
}
