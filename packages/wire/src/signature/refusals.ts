import { AwsError } from '../aws-error.ts';
import { timestampText } from './canonical.ts';

/**
 * Ways in which a signature is refused. S3 words them its own way; all other services share
 * theirs.
 */
export interface Refusals {
  malformed(problem: MalformedAuthorization): AwsError;
  badPresignedParameter(message: string): AwsError;
  missingDate(): AwsError;
  unknownKey(accessKeyId: string): AwsError;
  skewed(signedMs: number, wallMs: number): AwsError;
  expired(expiresMs: number, expiresSeconds: number, wallMs: number): AwsError;
  notYetValid(): AwsError;
  mismatch(detail: MismatchDetail): AwsError;
  badToken(): AwsError;
  expiredToken(): AwsError;
}

export type MalformedAuthorization =
  | { kind: 'algorithm'; algorithm: string }
  | { kind: 'parts'; missing: readonly string[]; authorization: string }
  | { kind: 'credential' }
  | { kind: 'scope-date'; scopeDate: string; date: string };

export interface MismatchDetail {
  accessKeyId: string;
  canonicalRequest: string;
  stringToSign: string;
  signature: string;
}

/** How far a request's date may be from the clock. */
export const SKEW_MS_MAX = 15 * 60_000;

export function refusalsOf(service: string): Refusals {
  return service === 's3' ? S3_REFUSALS : COMMON_REFUSALS;
}

const CREDENTIAL_FORM =
  'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
const S3_REFUSALS: Refusals = {
  malformed: (problem) =>
    problem.kind === 'algorithm'
      ? new AwsError({ code: 'InvalidArgument', message: 'Unsupported Authorization Type' })
      : new AwsError({
          code: 'AuthorizationHeaderMalformed',
          message: `The authorization header is malformed; ${describeForS3(problem)}`,
        }),
  badPresignedParameter: (message) =>
    new AwsError({ code: 'AuthorizationQueryParametersError', message }),
  missingDate: () =>
    new AwsError({
      code: 'AccessDenied',
      message: 'AWS authentication requires a valid Date or x-amz-date header',
      status: 403,
    }),
  unknownKey: (accessKeyId) =>
    new AwsError({
      code: 'InvalidAccessKeyId',
      message: 'The AWS Access Key Id you provided does not exist in our records.',
      status: 403,
      detail: { AWSAccessKeyId: accessKeyId },
    }),
  skewed: (signedMs, wallMs) =>
    new AwsError({
      code: 'RequestTimeTooSkewed',
      message: 'The difference between the request time and the current time is too large.',
      status: 403,
      detail: {
        RequestTime: timestampText(signedMs),
        ServerTime: isoSeconds(wallMs),
        MaxAllowedSkewMilliseconds: String(SKEW_MS_MAX),
      },
    }),
  expired: (expiresMs, expiresSeconds, wallMs) =>
    new AwsError({
      code: 'AccessDenied',
      message: 'Request has expired',
      status: 403,
      detail: {
        'X-Amz-Expires': String(expiresSeconds),
        Expires: isoSeconds(expiresMs),
        ServerTime: isoSeconds(wallMs),
      },
    }),
  notYetValid: () =>
    new AwsError({ code: 'AccessDenied', message: 'Request is not yet valid', status: 403 }),
  mismatch: ({ accessKeyId, canonicalRequest, stringToSign, signature }) =>
    new AwsError({
      code: 'SignatureDoesNotMatch',
      message:
        'The request signature we calculated does not match the signature you provided. ' +
        'Check your key and signing method.',
      status: 403,
      detail: {
        AWSAccessKeyId: accessKeyId,
        StringToSign: stringToSign,
        SignatureProvided: signature,
        CanonicalRequest: canonicalRequest,
      },
    }),
  badToken: () =>
    new AwsError({
      code: 'InvalidToken',
      message: 'The provided token is malformed or otherwise invalid.',
    }),
  expiredToken: () =>
    new AwsError({ code: 'ExpiredToken', message: 'The provided token has expired.' }),
};

function describeForS3(problem: Exclude<MalformedAuthorization, { kind: 'algorithm' }>): string {
  switch (problem.kind) {
    case 'parts':
      return (
        'the authorization header requires three components: ' +
        'Credential, SignedHeaders, and Signature.'
      );
    case 'credential':
      return CREDENTIAL_FORM;
    case 'scope-date':
      return (
        `Invalid credential date "${problem.scopeDate}". ` +
        `This date is not the same as X-Amz-Date: "${problem.date}".`
      );
  }
}

export const PRESIGNED_CREDENTIAL_MALFORMED =
  'Error parsing the X-Amz-Credential parameter; ' + CREDENTIAL_FORM;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const COMMON_REFUSALS: Refusals = {
  malformed: (problem) => new AwsError({ code: 'IncompleteSignature', message: describe(problem) }),
  badPresignedParameter: (message) => new AwsError({ code: 'IncompleteSignature', message }),
  missingDate: () =>
    new AwsError({
      code: 'IncompleteSignature',
      message:
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    }),
  unknownKey: () =>
    new AwsError({
      code: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
      status: 403,
    }),
  skewed: (signedMs, wallMs) => {
    const [signed, now] = [timestampText(signedMs), timestampText(wallMs)];
    const message =
      signedMs < wallMs
        ? `Signature expired: ${signed} is now earlier than ` +
          `${timestampText(wallMs - SKEW_MS_MAX)} (${now} - 15 min.)`
        : `Signature not yet current: ${signed} is still later than ` +
          `${timestampText(wallMs + SKEW_MS_MAX)} (${now} + 15 min.)`;
    return new AwsError({ code: 'SignatureDoesNotMatch', message, status: 403 });
  },
  expired: (expiresMs, _expiresSeconds, wallMs) =>
    new AwsError({
      code: 'SignatureDoesNotMatch',
      message:
        `Signature expired: ${timestampText(expiresMs)} ` +
        `is now earlier than ${timestampText(wallMs)}`,
      status: 403,
    }),
  notYetValid: () =>
    new AwsError({
      code: 'SignatureDoesNotMatch',
      message: 'Signature not yet current',
      status: 403,
    }),
  mismatch: () =>
    new AwsError({
      code: 'SignatureDoesNotMatch',
      message:
        'The request signature we calculated does not match the signature you provided. ' +
        'Check your AWS Secret Access Key and signing method. ' +
        'Consult the service documentation for details.',
      status: 403,
    }),
  badToken: () =>
    new AwsError({
      code: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
      status: 403,
    }),
  expiredToken: () =>
    new AwsError({
      code: 'ExpiredToken',
      message: 'The security token included in the request is expired',
      status: 403,
    }),
};

function describe(problem: MalformedAuthorization): string {
  switch (problem.kind) {
    case 'algorithm':
      return `Unsupported AWS 'algorithm': '${problem.algorithm}'.`;
    case 'parts':
      return [
        ...problem.missing.map((part) => `Authorization header requires '${part}' parameter.`),
        `Authorization=${problem.authorization}`,
      ].join(' ');
    case 'credential':
      return (
        'Credential must have exactly 5 slash-delimited elements, ' +
        'e.g. keyid/date/region/service/term'
      );
    case 'scope-date':
      return (
        'Date in Credential scope does not match YYYYMMDD ' +
        'from ISO-8601 version of date from HTTP: ' +
        `'${problem.scopeDate}' != '${problem.date}', from '${problem.date}'.`
      );
  }
}

function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}/, '');
}
