import { timingSafeEqual } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { parseQuery, splitTarget } from '../target.ts';
import type { VerifiedSignature } from '../types.ts';
import {
  canonicalRequest,
  EMPTY_SHA256,
  hmac,
  stringToSign,
  type Scope,
  type Signable,
} from './canonical.ts';
import { claimedSignature, type ClaimedSignature } from './claim.ts';
import { refusalsOf, SKEW_MS_MAX } from './refusals.ts';
import { checkSignedHeaders } from './signed-headers.ts';
import { signingKeys } from './signing-keys.ts';

export interface KnownKey {
  secretAccessKey: string;
  /** Of temporary credentials; wall time. */
  session?: { token: string; expiresMs: number };
}

export interface VerifyOptions {
  /** @param sessionToken What the request brings of one; not believed yet. */
  lookup(accessKeyId: string, sessionToken?: string): KnownKey | undefined;
  /** Wall time: signatures are made by other programs' clocks. */
  wallMs: number;
  /**
   * Of the body, in hexadecimal. Needed for every service but S3, whose requests tell their own.
   */
  payloadSha256?: string;
  /**
   * Admits any access key with any secret. What is signed rightly with a known key is still told
   * from what is not: see `chunkKey`.
   */
  anyKey?: boolean;
}

/** What the signatures of a streamed body's chunks are chained to. */
export interface ChunkKey {
  key: Buffer;
  timestamp: string;
  scope: Scope;
  /** The request's own signature: the chain's first link. */
  seed: string;
}

export type SignatureResult =
  | { kind: 'anonymous' }
  | ({
      kind: 'signed';
      /**
       * Undefined where the signature is not that of a known key and any key is admitted: nobody
       * knows then who has signed, and chunks cannot be checked either.
       */
      chunkKey: ChunkKey | undefined;
    } & VerifiedSignature);

/**
 * Verifies Signature Version 4, in the header or in a presigned URL. A request that carries no
 * signature at all is anonymous; whether that suffices is the service's affair. Throws `AwsError`
 * in AWS's wording. Temporary credentials need their session's token, until they expire.
 */
export function verifySignature(request: Signable, options: VerifyOptions): SignatureResult {
  const claim = claimedSignature(request);
  if (claim === undefined) return { kind: 'anonymous' };
  const { accessKeyId, scope } = claim;
  const presigned = claim.expiresSeconds !== undefined;
  const { region, service } = scope;
  const sessionToken = sessionTokenOf(request);
  const signedMs = claim.timestampMs;
  const who = { accessKeyId, region, service, presigned, signedMs, sessionToken };
  checkTime(claim, options.wallMs);
  checkSignedHeaders(request, claim);
  const proof = proofOf(request, claim, options);
  if (!(proof instanceof AwsError)) return { kind: 'signed', chunkKey: proof, ...who };
  if (options.anyKey === true) return { kind: 'signed', chunkKey: undefined, ...who };
  throw proof;
}

/** What the signature proves to know, or the refusal where it is not that of a known key. */
function proofOf(
  request: Signable,
  claim: ClaimedSignature,
  options: VerifyOptions,
): ChunkKey | AwsError {
  const { accessKeyId, scope, timestamp, signature } = claim;
  const token = sessionTokenOf(request);
  const found = options.lookup(accessKeyId, token);
  const refusals = refusalsOf(scope.service);
  // Who brings a token is told of that: `InvalidToken` of S3.
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
  if (found === undefined)
    return token === undefined ? refusals.unknownKey(accessKeyId) : refusals.badToken();
  const key = signingKeys.of(found.secretAccessKey, scope);
  const hash = payloadHash(request, claim, options.payloadSha256);
  const mismatch =
    signatureMismatch(request, claim, key, hash) ??
    sessionProblem(request, found, { service: scope.service, wallMs: options.wallMs });
  return mismatch ?? { key, timestamp, scope, seed: signature };
}

function sessionProblem(
  request: Signable,
  { session }: KnownKey,
  { service, wallMs }: { service: string; wallMs: number },
): AwsError | undefined {
  if (session === undefined) return undefined;
  if (!sameText(sessionTokenOf(request) ?? '', session.token))
    return refusalsOf(service).badToken();
  return wallMs < session.expiresMs ? undefined : refusalsOf(service).expiredToken();
}

function sessionTokenOf({ headers, target }: Signable): string | undefined {
  const query = (): string | undefined =>
    parseQuery(splitTarget(target).rawQuery).get('X-Amz-Security-Token')?.[0];
  return headers['x-amz-security-token'] ?? query();
}

/** Constant in time for texts of one length. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function checkTime(claim: ClaimedSignature, wallMs: number): void {
  const refusals = refusalsOf(claim.scope.service);
  if (claim.expiresSeconds === undefined) {
    if (Math.abs(wallMs - claim.timestampMs) > SKEW_MS_MAX)
      throw refusals.skewed(claim.timestampMs, wallMs);
    return;
  }
  if (claim.timestampMs > wallMs + SKEW_MS_MAX) throw refusals.notYetValid();
  const expiresMs = claim.timestampMs + claim.expiresSeconds * 1000;
  if (wallMs > expiresMs) throw refusals.expired(expiresMs, claim.expiresSeconds, wallMs);
}

const S3_PAYLOAD = /^([0-9a-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+)$/;

function payloadHash(
  request: Signable,
  claim: ClaimedSignature,
  computed: string | undefined,
): string {
  // What a service other than S3 signs is the body's true hash, whatever a header says of it.
  if (claim.scope.service !== 's3') return computed ?? EMPTY_SHA256;
  const query = parseQuery(splitTarget(request.target).rawQuery);
  const told = request.headers['x-amz-content-sha256'] ?? query.get('X-Amz-Content-Sha256')?.[0];
  if (told === undefined && claim.expiresSeconds !== undefined) return 'UNSIGNED-PAYLOAD';
  if (told === undefined)
    throw new AwsError({
      code: 'InvalidRequest',
      message: 'Missing required header for this request: x-amz-content-sha256',
    });
  if (!S3_PAYLOAD.test(told))
    throw new AwsError({
      code: 'InvalidArgument',
      message:
        'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, ' +
        'STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER ' +
        'or a valid sha256 value.',
      detail: { ArgumentName: 'x-amz-content-sha256', ArgumentValue: told },
    });
  return told;
}

const UNSIGNED_PARAMETERS = new Set(['X-Amz-Signature']);

function signatureMismatch(
  request: Signable,
  claim: ClaimedSignature,
  key: Buffer,
  hash: string,
): AwsError | undefined {
  const canonical = canonicalRequest(request, {
    service: claim.scope.service,
    signedHeaders: claim.signedHeaders,
    payloadHash: hash,
    ...(claim.expiresSeconds === undefined ? {} : { unsigned: UNSIGNED_PARAMETERS }),
  });
  const toSign = stringToSign(canonical, claim.timestamp, claim.scope);
  if (sameText(hmac(key, toSign).toString('hex'), claim.signature)) return undefined;
  return refusalsOf(claim.scope.service).mismatch({
    accessKeyId: claim.accessKeyId,
    canonicalRequest: canonical,
    stringToSign: toSign,
    signature: claim.signature,
  });
}
