import { pipeline, Readable } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { ContentCoding } from './compressible.ts';

/** Middling, as a cache that compresses while a viewer waits would choose. */
const BROTLI_QUALITY = 5;

/** The body in its coding, as it comes. One that breaks off does so in its coding, too. */
export function compressed(body: Buffer | Readable, coding: ContentCoding): Readable {
  const source = Buffer.isBuffer(body) ? Readable.from([body]) : body;
  const compressor =
    coding === 'gzip'
      ? createGzip()
      : createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
  // The error is the compressor's as well: who reads it learns of it there.
  pipeline(source, compressor, () => undefined);
  return compressor;
}
