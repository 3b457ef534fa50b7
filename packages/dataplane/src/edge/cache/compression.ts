import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { compressedHeaders, type ContentCoding } from './compressible.ts';
import type { CachedObject } from './object-cache.ts';

/** Middling, as a cache that compresses while a viewer waits would choose. */
const BROTLI_QUALITY = 5;

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

/** The object as the viewers of its cache key want it. */
export async function compressed(
  object: CachedObject,
  coding: ContentCoding | undefined,
): Promise<CachedObject> {
  if (coding === undefined) return object;
  const body =
    coding === 'br'
      ? await brotliAsync(object.body, {
          params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
        })
      : await gzipAsync(object.body);
  const headers = {
    ...compressedHeaders(object.headers, coding),
    'content-length': String(body.length),
  };
  return { ...object, body, headers };
}
