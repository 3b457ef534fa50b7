import { AwsError } from '../aws-error.ts';
import { httpDateMs } from '../http/http-date.ts';
import { parseQuery, splitTarget, type QueryParameters } from '../target.ts';
import { ALGORITHM, timestampMs, timestampText, type Scope, type Signable } from './canonical.ts';
import { PRESIGNED_CREDENTIAL_MALFORMED, refusalsOf } from './refusals.ts';

/** What a request says of its own signature, before any of it is believed. */
export interface ClaimedSignature {
  accessKeyId: string;
  scope: Scope;
  /** In the order sent, lower case. */
  signedHeaders: readonly string[];
  signature: string;
  /** When it was signed: `YYYYMMDDTHHMMSSZ`. */
  timestamp: string;
  timestampMs: number;
  /** How long a presigned URL is good for; undefined for a signature in the header. */
  expiresSeconds: number | undefined;
}

/**
 * Reads the signature that a request carries: in `Authorization` or in its query. Undefined where
 * it carries none. Throws `AwsError` for what is none.
 */
export function claimedSignature(request: Signable): ClaimedSignature | undefined {
  const authorization = request.headers['authorization'];
  if (authorization !== undefined) return claimOfHeader(authorization, request);
  const query = parseQuery(splitTarget(request.target).rawQuery);
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) return claimOfQuery(query);
  if (query.has('AWSAccessKeyId') && query.has('Signature')) throw signatureVersion2();
  return undefined;
}

function claimOfHeader(authorization: string, request: Signable): ClaimedSignature {
  const [algorithm = '', ...rest] = authorization.trim().split(' ');
  if (algorithm === 'AWS') throw signatureVersion2();
  const parts = headerParts(rest.join(' '));
  const credential = parseCredential(parts.get('Credential') ?? '');
  // What is not even readable is refused in S3's words where it asks for S3, which alone names no
  // service in vain.
  const refusals = refusalsOf(credential?.scope.service ?? serviceOfCredential(authorization));
  if (algorithm !== ALGORITHM) throw refusals.malformed({ kind: 'algorithm', algorithm });
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((part) => !parts.get(part));
  if (missing.length > 0) throw refusals.malformed({ kind: 'parts', missing, authorization });
  if (credential === undefined) throw refusals.malformed({ kind: 'credential' });
  const timestamp = dateOf(request);
  const signedMs = timestamp === undefined ? undefined : timestampMs(timestamp);
  if (timestamp === undefined || signedMs === undefined) throw refusals.missingDate();
  const { scope } = credential;
  if (timestamp.slice(0, 8) !== scope.date)
    throw refusals.malformed({
      kind: 'scope-date',
      scopeDate: scope.date,
      date: timestamp.slice(0, 8),
    });
  return {
    ...credential,
    signedHeaders: (parts.get('SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: parts.get('Signature') ?? '',
    timestamp,
    timestampMs: signedMs,
    expiresSeconds: undefined,
  };
}

const QUERY_PARTS = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires'];

/** Seven days. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const EXPIRES_SECONDS_MAX = 604_800;

function claimOfQuery(query: QueryParameters): ClaimedSignature {
  const part = (name: string): string => query.get(`X-Amz-${name}`)?.[0] ?? '';
  const credential = parseCredential(part('Credential'));
  const { badPresignedParameter } = refusalsOf(credential?.scope.service ?? 's3');
  const isS3 = (credential?.scope.service ?? 's3') === 's3';
  // Only S3 insists on a lifetime; elsewhere (STS) a URL without one is good for the skew that is
  // allowed.
  const missing = QUERY_PARTS.filter((name) => part(name) === '' && (isS3 || name !== 'Expires'));
  if (missing.length > 0)
    throw badPresignedParameter(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, ' +
        'X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  if (part('Algorithm') !== ALGORITHM)
    throw badPresignedParameter(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  if (credential === undefined) throw badPresignedParameter(PRESIGNED_CREDENTIAL_MALFORMED);
  const signedMs = timestampMs(part('Date'));
  if (signedMs === undefined)
    throw badPresignedParameter(
      `X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`,
    );
  if (part('Date').slice(0, 8) !== credential.scope.date)
    throw badPresignedParameter(
      `Invalid credential date "${credential.scope.date}". ` +
        `This date is not the same as X-Amz-Date: "${part('Date').slice(0, 8)}".`,
    );
  return {
    ...credential,
    signedHeaders: part('SignedHeaders').toLowerCase().split(';'),
    signature: part('Signature'),
    timestamp: part('Date'),
    timestampMs: signedMs,
    expiresSeconds: expiresSeconds(part('Expires') || '900', badPresignedParameter),
  };
}

function expiresSeconds(text: string, refuse: (message: string) => Error): number {
  if (!/^-?\d+$/.test(text)) throw refuse('X-Amz-Expires should be a number');
  const seconds = Number(text);
  if (seconds < 0) throw refuse('X-Amz-Expires must be non-negative');
  if (seconds > EXPIRES_SECONDS_MAX)
    throw refuse(
      'X-Amz-Expires must be less than a week (in seconds); that is, ' +
        `the given X-Amz-Expires must be less than ${EXPIRES_SECONDS_MAX} seconds`,
    );
  return seconds;
}

/** `AKID/YYYYMMDD/REGION/SERVICE/aws4_request`; undefined where it has another form. */
function parseCredential(credential: string): { accessKeyId: string; scope: Scope } | undefined {
  const found = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential);
  const [, accessKeyId, date, region, service] = found ?? [];
  if (!accessKeyId || !date || !region || !service) return undefined;
  return { accessKeyId, scope: { date, region, service } };
}

function serviceOfCredential(authorization: string): string {
  return /\/s3\/aws4_request/.test(authorization) ? 's3' : '';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
function signatureVersion2(): AwsError {
  return new AwsError({
    code: 'InvalidRequest',
    message:
      'The authorization mechanism you have provided is not supported. ' +
      'Please use AWS4-HMAC-SHA256.',
  });
}

function headerParts(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.split(',')) {
    const equals = part.indexOf('=');
    if (equals > 0) parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return parts;
}

/** `x-amz-date`, else `date`, which may be an HTTP date. */
function dateOf({ headers }: Signable): string | undefined {
  const date = headers['x-amz-date'] ?? headers['date'];
  if (date === undefined || timestampMs(date) !== undefined) return date;
  const ms = httpDateMs(date);
  return ms === undefined ? undefined : timestampText(ms);
}
