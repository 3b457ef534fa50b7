import { LRUCache } from 'lru-cache';
import type { ContentCoding } from '../compression/compressible.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { isNamedBy, type ObjectUrl } from './invalidation.ts';
import type { Pieces } from './pieces.ts';
import type { StoredHeaders } from './stored-headers.ts';

/**
 * CloudFront caches objects of up to 50 GB; keeping those in memory would be no service. Larger
 * ones pass through.
 */
export const OBJECT_BYTES_MAX = 16 * 1024 * 1024;
const ENTRIES_MAX = 100_000;
const ENTRY_OVERHEAD_BYTES = 1_024;

export interface CachedObject extends Freshness, ObjectUrl {
  status: number;
  /** As the origin sent them, before anything was made of them for viewers. */
  sent: StoredHeaders;
  /** As viewers get them: made once, when the object is stored or renewed. */
  headers: StoredHeaders;
  /** All of it, or parts. */
  body: Buffer | Pieces;
  /** How the edge itself has compressed the body. */
  coding: ContentCoding | undefined;
  /** What is shown in place of this error. */
  page?: { status: number; headers: StoredHeaders; body: Buffer };
}

/** All of it but the body, which is still to come. */
export type ObjectHead = Omit<CachedObject, 'body' | 'page'>;

/** What one edge location keeps: the least recently used goes first when the bytes run out. */
export class ObjectCache {
  readonly #objects: LRUCache<string, CachedObject>;

  constructor(bytesMax: number) {
    this.#objects = new LRUCache({
      max: ENTRIES_MAX,
      maxSize: Math.max(bytesMax, 1),
      sizeCalculation: ({ body, page }) =>
        body.length + (page?.body.length ?? 0) + ENTRY_OVERHEAD_BYTES,
    });
  }

  get(key: string): CachedObject | undefined {
    return this.#objects.get(key);
  }

  put(key: string, object: CachedObject): void {
    this.#objects.set(key, object);
  }

  delete(key: string): void {
    this.#objects.delete(key);
  }

  /** Removes what paths of CreateInvalidation name; how many objects there were. */
  invalidate(distributionId: string, paths: readonly string[]): number {
    let removed = 0;
    for (const [key, object] of this.#objects.entries()) {
      const isNamed =
        object.distributionId === distributionId && paths.some((path) => isNamedBy(path, object));
      if (isNamed && this.#objects.delete(key)) removed += 1;
    }
    return removed;
  }
}
