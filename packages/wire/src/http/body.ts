import type { Readable } from 'node:stream';
import { AwsError } from '../aws-error.ts';

/**
 * Above every AWS limit for a document (a template of 1 MB, a launch template's user data, 1,000
 * keys to delete).
 */
export const BODY_BYTES_MAX = 16 * 1024 * 1024;

/** The whole body. Streaming payloads never come here. */
export async function collectBody(body: Readable, maxBytes = BODY_BYTES_MAX): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // Kept alive when it is too large: an answer still has to go out on the connection that it comes
  // from.
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
    sizeBytes += bytes.length;
    if (sizeBytes > maxBytes) {
      body.resume();
      throw new AwsError({
        code: 'RequestEntityTooLarge',
        message: `Request body is larger than ${maxBytes} bytes`,
        status: 413,
      });
    }
    chunks.push(bytes);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
