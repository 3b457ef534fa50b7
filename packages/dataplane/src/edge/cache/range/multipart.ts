import { randomBytes } from 'node:crypto';
import type { ByteRange } from './range.ts';

/** Several parts of one object, as one body. RFC 9110, section 14.6 */
export function multipartRanges(
  parts: readonly (ByteRange & { data: Buffer })[],
  object: { length: number; contentType: string | undefined },
): { contentType: string; body: Buffer } {
  // As CloudFront writes it, and without the quotes that its colon would need.
  const boundary = `CloudFront:${randomBytes(16).toString('hex').toUpperCase()}`;
  const type = object.contentType === undefined ? '' : `Content-Type: ${object.contentType}\r\n`;
  const chunks = parts.flatMap(({ start, end, data }) => [
    Buffer.from(
      `\r\n--${boundary}\r\n${type}Content-Range: bytes ${start}-${end}/${object.length}\r\n\r\n`,
      'latin1',
    ),
    data,
  ]);
  chunks.push(Buffer.from(`\r\n--${boundary}--\r\n`));
  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    body: Buffer.concat(chunks),
  };
}
