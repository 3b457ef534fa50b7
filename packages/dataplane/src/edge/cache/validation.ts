import type { ViewerFacts } from '../origin-request-policy.ts';
import type { CachedObject } from './object-cache.ts';
import { fieldOf } from './stored-headers.ts';

/** Asks for the stale object's own version; the viewer's conditions are answered from the cache. */
export function conditional(facts: ViewerFacts, stale: CachedObject | undefined): ViewerFacts {
  const { 'if-none-match': _etag, 'if-modified-since': _since, ...headers } = facts.headers;
  if (stale === undefined || stale.status !== 200) return { ...facts, headers };
  const revalidation = {
    etag: fieldOf(stale.headers, 'etag')?.replace(/^W\//, ''),
    modified: fieldOf(stale.headers, 'last-modified'),
  };
  return { ...facts, headers, revalidation };
}
