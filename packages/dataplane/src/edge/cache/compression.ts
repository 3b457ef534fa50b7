import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { CacheBehavior } from '@understudy/contract';
import { encodingOf } from './cache-key.ts';
import type { CachedObject } from './object-cache.ts';
import { fieldOf } from './stored-headers.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html */
const COMPRESSED_BYTES_MIN = 1_000;
const COMPRESSED_BYTES_MAX = 10_000_000;
const COMPRESSED_TYPES =
  /^(?:text\/(?!event-stream)|application\/(?:javascript|json|xml|wasm|x-javascript|manifest\+json|[a-z0-9.-]+\+(?:xml|json))|image\/svg\+xml|font\/(?:ttf|otf)|image\/(?:bmp|x-icon))/;
/** Middling, as a cache that compresses while a viewer waits would choose. */
const BROTLI_QUALITY = 5;

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

/** The object as the viewers of this cache key want it. */
export async function compressed(
  object: CachedObject,
  behavior: CacheBehavior,
  accepted: string | undefined,
): Promise<CachedObject> {
  const encodings = encodingOf(accepted, behavior.cachePolicy);
  if (!behavior.compress || encodings === '' || !isCompressible(object)) return object;
  const encoding = encodings.startsWith('br') ? 'br' : 'gzip';
  const body =
    encoding === 'br'
      ? await brotliAsync(object.body, {
          params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
        })
      : await gzipAsync(object.body);
  const { etag: _etag, 'accept-ranges': _ranges, ...headers } = object.headers;
  const etag = fieldOf(object.headers, 'etag');
  const weak = etag === undefined ? {} : { etag: etag.startsWith('W/') ? etag : `W/${etag}` };
  return {
    ...object,
    body,
    headers: {
      ...headers,
      ...weak,
      'content-encoding': encoding,
      'content-length': String(body.length),
      vary: vary(fieldOf(headers, 'vary')),
    },
  };
}

function isCompressible({ status, headers, body }: CachedObject): boolean {
  if (status !== 200 || headers['content-encoding'] !== undefined) return false;
  if (body.length < COMPRESSED_BYTES_MIN || body.length > COMPRESSED_BYTES_MAX) return false;
  return COMPRESSED_TYPES.test(fieldOf(headers, 'content-type') ?? '');
}

function vary(known: string | undefined): string {
  return known === undefined || known === ''
    ? 'Accept-Encoding'
    : /accept-encoding/i.test(known)
      ? known
      : `${known}, Accept-Encoding`;
}
