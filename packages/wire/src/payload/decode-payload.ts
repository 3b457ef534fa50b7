import { pipeline } from 'node:stream';
import type { ChunkKey } from '../signature/verify.ts';
import { parseQuery, splitTarget } from '../target.ts';
import type { WireRequest } from '../types.ts';
import type { ChecksumAlgorithm } from './checksums.ts';
import { withoutAwsChunked } from './encoding.ts';
import { PayloadDecoder } from './payload-decoder.ts';

/**
 * An S3 request with its body decoded, of which nothing is read before its reader asks for it: give
 * the returned request to the codec. Its headers tell of the object (`content-length`,
 * `content-encoding`) and no longer of the transfer.
 */
export function decodePayload(
  request: WireRequest,
  options: { chunkKey?: ChunkKey | undefined; compute?: readonly ChecksumAlgorithm[] } = {},
): { request: WireRequest; payload: PayloadDecoder } {
  const { headers } = request;
  const payload: PayloadDecoder = new PayloadDecoder({
    ...options,
    headers,
    headerChecksums: !completesMultipartUpload(request),
    // The decoder is destroyed with whatever goes wrong, so its reader learns of it; nothing is
    // left to do here.
    begin: () => void pipeline(request.body, payload, () => undefined),
  });
  const decoded: WireRequest = {
    ...request,
    headers: {
      ...headers,
      'content-encoding': withoutAwsChunked(headers['content-encoding']),
      'content-length': headers['x-amz-decoded-content-length'] ?? headers['content-length'],
    },
    body: payload,
  };
  return { request: decoded, payload };
}

/** Its checksum headers are the whole object's, not the list of parts' that it carries. */
function completesMultipartUpload({ method, target }: WireRequest): boolean {
  return method === 'POST' && parseQuery(splitTarget(target).rawQuery).has('uploadId');
}
