import { compressedHeaders } from './compressible.ts';
import type { CachedObject } from './object-cache.ts';
import type { StoredHeaders } from './stored-headers.ts';

/** Headers of a stored object as viewers get them. */
export function objectHeaders(
  object: Pick<CachedObject, 'sent' | 'body' | 'coding'>,
): StoredHeaders {
  const { sent, body, coding } = object;
  const headers = coding === undefined ? { ...sent } : compressedHeaders(sent, coding);
  headers['content-length'] = String(body.length);
  return headers;
}
