import type { CacheBehavior } from '@understudy/contract';
import { fieldsNotStored, parseCacheControl } from './cache-control.ts';
import { compressedHeaders } from './compressible.ts';
import type { CachedObject } from './object-cache.ts';
import { withoutRemoved } from './removed-headers.ts';
import { fieldOf, type StoredHeaders } from './stored-headers.ts';

/** Headers of a stored object as viewers get them. */
export function objectHeaders(
  object: Pick<CachedObject, 'sent' | 'body' | 'coding'>,
  behavior: CacheBehavior,
): StoredHeaders {
  const { sent, body, coding } = object;
  const told = withoutRemoved(sent, behavior);
  const headers = coding === undefined ? told : compressedHeaders(told, coding);
  headers['content-length'] = String(body.length);
  return headers;
}

/** What of an origin's headers goes into the cache, and what only to the viewer who caused the question. */
export function divided(headers: StoredHeaders): { stored: StoredHeaders; once: StoredHeaders } {
  const names = fieldsNotStored(parseCacheControl(fieldOf(headers, 'cache-control')));
  const stored = { ...headers };
  const once: StoredHeaders = {};
  for (const name of names) {
    const value = stored[name];
    if (value !== undefined) once[name] = value;
    delete stored[name];
  }
  return { stored, once };
}
