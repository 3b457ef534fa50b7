import { AwsError } from '../aws-error.ts';
import { algorithmOfHeader, type ChecksumAlgorithm } from './checksums.ts';

/** How a request's body is framed and vouched for, told by `x-amz-content-sha256`. */
export type PayloadEncoding =
  | { kind: 'hashed'; sha256: string }
  | { kind: 'unsigned' }
  | {
      kind: 'chunked';
      signed: boolean;
      /** What the trailer will hold; undefined where the encoding has none. */
      trailer: readonly ChecksumAlgorithm[] | undefined;
      decodedBytes: number;
    };

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-
 * trailers.html
 */
export function payloadEncoding(headers: Headers): PayloadEncoding {
  const told = headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  switch (told) {
    case 'UNSIGNED-PAYLOAD':
      return { kind: 'unsigned' };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return chunked(headers, { signed: true, trailer: false });
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return chunked(headers, { signed: true, trailer: true });
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return chunked(headers, { signed: false, trailer: true });
    default:
      if (/^[0-9a-f]{64}$/.test(told)) return { kind: 'hashed', sha256: told };
      throw new AwsError({
        code: 'NotImplemented',
        message: 'A header you provided implies functionality that is not implemented.',
        status: 501,
        detail: { Header: 'x-amz-content-sha256' },
      });
  }
}

function chunked(
  headers: Headers,
  { signed, trailer }: { signed: boolean; trailer: boolean },
): PayloadEncoding {
  const length = headers['x-amz-decoded-content-length'] ?? '';
  if (!/^\d{1,15}$/.test(length))
    throw new AwsError({
      code: 'MissingContentLength',
      message: 'You must provide the Content-Length HTTP header.',
      status: 411,
    });
  const names = (headers['x-amz-trailer'] ?? '').split(',').map((name) => name.trim());
  return {
    kind: 'chunked',
    signed,
    trailer: trailer
      ? names.filter((name) => name !== '').map((name) => algorithmOfHeader(name.toLowerCase()))
      : undefined,
    decodedBytes: Number(length),
  };
}

/** A `Content-Encoding` without `aws-chunked`, which is of the transfer and not of the object. */
export function withoutAwsChunked(contentEncoding: string | undefined): string | undefined {
  const codings = (contentEncoding ?? '')
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding.toLowerCase() !== 'aws-chunked');
  return codings.length === 0 ? undefined : codings.join(', ');
}
