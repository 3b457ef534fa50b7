import { httpDateMs } from '@understudy/wire';
import type { ViewerFacts } from '../../origin/origin-request-policy.ts';
import { isListed, isSameStrong } from '../object/entity-tags.ts';
import { fieldOf, type StoredHeaders } from '../object/stored-headers.ts';

type Stored = Readonly<StoredHeaders>;

/** What a viewer has already: If-None-Match before If-Modified-Since (RFC 9110, section 13.2.2). */
export function notModified(
  stored: Stored,
  { method, headers }: Pick<ViewerFacts, 'method' | 'headers'>,
  wallMs: number,
): boolean {
  // Section 13.2.1: conditions are of methods that select a representation.
  if (method !== 'GET' && method !== 'HEAD') return false;
  const wanted = headers['if-none-match'];
  if (wanted !== undefined) {
    // "If you do not specify an ETag value, CloudFront ignores subsequent If-Match or If-None-Match
    // headers."
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#ResponseCustomCaching
    const etag = fieldOf(stored, 'etag');
    return etag !== undefined && (wanted.trim() === '*' || isListed(wanted, etag));
  }
  const asked = headers['if-modified-since'];
  if (asked === undefined) return false;
  const since = httpDateMs(asked, wallMs);
  const modified = httpDateMs(fieldOf(stored, 'last-modified') ?? '', wallMs);
  // Section 13.1.3: a date that is none is ignored.
  return since !== undefined && modified !== undefined && modified <= since;
}

/**
 * Whether a viewer's Range is to be obeyed: without If-Range, or if what the viewer has the other
 * parts of is what is stored. RFC 9110, section 13.1.5.
 */
export function isRangeOf(
  stored: Stored,
  headers: ViewerFacts['headers'],
  wallMs: number,
): boolean {
  const wanted = headers['if-range']?.trim();
  if (wanted === undefined) return true;
  if (wanted.startsWith('"') || wanted.startsWith('W/'))
    return isSameStrong(wanted, fieldOf(stored, 'etag') ?? '');
  const modified = fieldOf(stored, 'last-modified');
  const modifiedMs = httpDateMs(modified ?? '', wallMs);
  const dateMs = httpDateMs(fieldOf(stored, 'date') ?? '', wallMs);
  // "An exact match"; and section 8.8.2.2: a date is a strong validator for a cache when the
  // answer's Date is at least one second later.
  if (modifiedMs === undefined || dateMs === undefined || dateMs < modifiedMs + 1000) return false;
  return httpDateMs(wanted, wallMs) === modifiedMs;
}
