import type { CacheBehavior } from '@understudy/contract';
import { fieldsNotStored, parseCacheControl } from '../freshness/cache-control.ts';
import { compressedHeaders } from '../compression/compressible.ts';
import type { CachedObject } from './object-cache.ts';
import { withoutRemoved } from './removed-headers.ts';
import { fieldOf, type StoredHeaders } from './stored-headers.ts';

/**
 * Headers of an object as viewers get them.
 *
 * @param length of its body; absent while that is not known
 */
export function objectHeaders(
  { sent, coding }: Pick<CachedObject, 'sent' | 'coding'>,
  behavior: CacheBehavior,
  length: number | undefined,
): StoredHeaders {
  const told = withoutRemoved(sent, behavior);
  const headers = coding === undefined ? told : compressedHeaders(told, coding);
  delete headers['content-length'];
  if (length !== undefined) headers['content-length'] = String(length);
  return headers;
}

/**
 * What of an origin's headers goes into the cache, and what only to the viewer who caused the
 * question.
 */
export function divided(headers: StoredHeaders): { stored: StoredHeaders; once: StoredHeaders } {
  const names = fieldsNotStored(parseCacheControl(fieldOf(headers, 'cache-control')));
  const stored = { ...headers };
  // Ours to tell, and older each time that the object is given.
  delete stored['age'];
  const once: StoredHeaders = {};
  for (const name of names) {
    const value = stored[name];
    if (value !== undefined) once[name] = value;
    delete stored[name];
  }
  return { stored, once };
}
