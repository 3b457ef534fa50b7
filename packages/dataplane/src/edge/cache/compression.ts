import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { ContentCoding } from './compressible.ts';

/** Middling, as a cache that compresses while a viewer waits would choose. */
const BROTLI_QUALITY = 5;

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

/** The body in its coding. */
export async function compressed(body: Buffer, coding: ContentCoding | undefined): Promise<Buffer> {
  if (coding === undefined) return body;
  if (coding === 'gzip') return await gzipAsync(body);
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
  return await brotliAsync(body, { params });
}
