import { AwsError } from '../aws-error.ts';
import type { Signable } from './canonical.ts';
import type { ClaimedSignature } from './claim.ts';

/**
 * A header that tells what to do must be signed, or whoever sees a request go by can turn it into
 * another: `x-amz-target` alone chooses the operation of a JSON service.
 */
export function checkSignedHeaders(request: Signable, claim: ClaimedSignature): void {
  const signed = new Set(claim.signedHeaders);
  const unsigned = Object.keys(request.headers).filter((name) => mustBeSigned(name, signed));
  if (claim.scope.service === 's3') {
    if (unsigned.length > 0) throw headersNotSigned(unsigned);
    return;
  }
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html:
  // "host" (":authority" in HTTP/2) and every x-amz-* header are to be in the canonical headers.
  if (!signed.has('host') && !signed.has(':authority'))
    throw refused(`'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.`);
  const [first] = unsigned;
  if (first !== undefined)
    throw refused(`'${first}' must be a 'SignedHeader' in the AWS Authorization.`);
  const absent = claim.signedHeaders.find(
    (name) => name !== ':authority' && request.headers[name] === undefined,
  );
  if (absent !== undefined)
    throw refused(
      `'${absent}' is named as a SignedHeader, but it does not exist in the HTTP request`,
    );
}

function mustBeSigned(name: string, signed: ReadonlySet<string>): boolean {
  if (signed.has(name) || (name === 'host' && signed.has(':authority'))) return false;
  // The payload's hash goes into what is signed by itself.
  return name === 'host' || (name.startsWith('x-amz-') && name !== 'x-amz-content-sha256');
}

function refused(message: string): AwsError {
  return new AwsError({ code: 'SignatureDoesNotMatch', message, status: 403 });
}

function headersNotSigned(names: readonly string[]): AwsError {
  return new AwsError({
    code: 'AccessDenied',
    message: 'There were headers present in the request which were not signed',
    status: 403,
    detail: { HeadersNotSigned: names.join(', ') },
  });
}
