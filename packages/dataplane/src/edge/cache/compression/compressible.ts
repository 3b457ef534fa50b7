import type { CacheBehavior } from '@understudy/contract';
import { encodingOf } from '../cache-key.ts';
import { fieldOf, type StoredHeaders } from '../object/stored-headers.ts';

export type ContentCoding = 'br' | 'gzip';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html#compressed-content-cloudfront-notes */
const BYTES_MIN = 1_000;
const BYTES_MAX = 10_000_000;
const STATUSES: ReadonlySet<number> = new Set([200, 403, 404]);

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html#compressed-content-cloudfront-file-types */
const CONTENT_TYPES: ReadonlySet<string> = new Set([
  'application/dash+xml',
  'application/eot',
  'application/font',
  'application/font-sfnt',
  'application/javascript',
  'application/json',
  'application/opentype',
  'application/otf',
  'application/pdf',
  'application/pkcs7-mime',
  'application/protobuf',
  'application/rss+xml',
  'application/truetype',
  'application/ttf',
  'application/vnd.apple.mpegurl',
  'application/vnd.mapbox-vector-tile',
  'application/vnd.ms-fontobject',
  'application/wasm',
  'application/xhtml+xml',
  'application/xml',
  'application/x-font-opentype',
  'application/x-font-truetype',
  'application/x-font-ttf',
  'application/x-httpd-cgi',
  'application/x-javascript',
  'application/x-mpegurl',
  'application/x-opentype',
  'application/x-otf',
  'application/x-perl',
  'application/x-ttf',
  'font/eot',
  'font/opentype',
  'font/otf',
  'font/ttf',
  'image/svg+xml',
  'text/css',
  'text/csv',
  'text/html',
  'text/javascript',
  'text/js',
  'text/plain',
  'text/richtext',
  'text/tab-separated-values',
  'text/xml',
  'text/x-component',
  'text/x-java-source',
  'text/x-script',
  'vnd.apple.mpegurl',
]);

/**
 * How the body of an origin's answer is compressed for the viewers of its cache key, if it is.
 * Whether it is kept, and what Cache-Control says, is no condition of AWS's.
 */
export function codingFor(
  answer: { status: number; headers: Readonly<StoredHeaders> },
  behavior: CacheBehavior,
  accepted: string | undefined,
): ContentCoding | undefined {
  if (!behavior.compress) return undefined;
  const encodings = encodingOf(accepted, behavior.cachePolicy);
  if (encodings === '' || !isCompressible(answer)) return undefined;
  // "When the viewer supports both Gzip and Brotli, CloudFront uses Brotli."
  return encodings.startsWith('br') ? 'br' : 'gzip';
}

function isCompressible(answer: { status: number; headers: Readonly<StoredHeaders> }): boolean {
  const { status, headers } = answer;
  // "CloudFront doesn't compress the object, regardless of the header's value."
  if (!STATUSES.has(status) || headers['content-encoding'] !== undefined) return false;
  // "If the Content-Length header is missing, contains an invalid value, or contains a value
  // outside the range of sizes that CloudFront compresses, CloudFront doesn't compress the object."
  const length = Number(fieldOf(headers, 'content-length'));
  if (!(length >= BYTES_MIN && length <= BYTES_MAX)) return false;
  const [type = ''] = (fieldOf(headers, 'content-type') ?? '').split(';');
  return CONTENT_TYPES.has(type.trim().toLowerCase());
}

/** Headers of the compressed copy; its length is not known yet. */
export function compressedHeaders(
  { etag: tag, 'accept-ranges': _ranges, 'content-length': _length, ...rest }: StoredHeaders,
  coding: ContentCoding,
): StoredHeaders {
  const etag = weakened(fieldOf({ etag: tag ?? '' }, 'etag'));
  return {
    ...rest,
    ...(etag === undefined ? {} : { etag }),
    'content-encoding': coding,
    vary: vary(fieldOf(rest, 'vary')),
  };
}

/**
 * A strong one becomes weak, a weak one stays, an invalid one is removed.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html#compressed-content-cloudfront-etag-header
 */
function weakened(etag: string | undefined): string | undefined {
  if (etag?.startsWith('W/') === true) return etag;
  return etag?.startsWith('"') === true ? `W/${etag}` : undefined;
}

function vary(known: string | undefined): string {
  return known === undefined || known === ''
    ? 'Accept-Encoding'
    : /accept-encoding/i.test(known)
      ? known
      : `${known}, Accept-Encoding`;
}
