import { pipeline, type Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { Answer } from '@understudy/wire/http-client';
import { SEARCHED_BODY_BYTES_MAX } from '../limits.ts';

/**
 * Does the string stand, whole and in the same case, in the first 5,120 bytes of the body?
 * Compressed bodies are looked at decompressed. Rejects when the body breaks off before the string
 * was found.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export async function bodyContains(answer: Answer, text: string): Promise<boolean> {
  const wanted = Buffer.from(text, 'utf8');
  let seen = Buffer.alloc(0);
  for await (const chunk of decompressed(answer)) {
    const room = SEARCHED_BODY_BYTES_MAX - seen.length;
    seen = Buffer.concat([seen, (chunk as Buffer).subarray(0, room)]);
    if (seen.includes(wanted)) return true;
    if (seen.length >= SEARCHED_BODY_BYTES_MAX) return false;
  }
  return false;
}

function decompressed({ headers, body }: Answer): Readable {
  const encoding = String(headers['content-encoding'] ?? '').toLowerCase();
  if (encoding !== 'gzip' && encoding !== 'deflate') return body;
  const decoder = encoding === 'gzip' ? createGunzip() : createInflate();
  // Errors reach the reader through the decoder.
  return pipeline(body, decoder, () => undefined);
}
