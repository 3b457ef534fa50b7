import { httpDateMs } from '@understudy/wire';
import { isSameStrong } from './entity-tags.ts';
import { OBJECT_BYTES_MAX, type CachedObject, type ObjectHead } from './object-cache.ts';
import { Pieces } from './pieces.ts';
import type { ByteRange } from '../range/range.ts';
import { fieldOf, type StoredHeaders } from './stored-headers.ts';

/** A part of an object that an origin has sent, and how long the whole is. */
export interface ObjectPart extends ByteRange {
  length: number;
}

/**
 * What is kept once a part has come: with the parts that are here of the same version; alone, if
 * they are of another; nothing, if the part does not tell all that is to be known of it.
 *
 * @param head of the object that it is a part of
 * @param isOfIfRange "the sender SHOULD NOT generate other representation header fields beyond
 * those required" (RFC 9110, section 15.3.7): only what is here already tells them.
 */
export function withPart(
  known: CachedObject | undefined,
  head: ObjectHead,
  part: { at: ObjectPart; data: Buffer },
  context: { wallMs: number; isOfIfRange: boolean },
): CachedObject | undefined {
  const { at, data } = part;
  if (data.length !== at.end + 1 - at.start) return undefined;
  const isOfKnown =
    known?.status === 200 &&
    known.coding === undefined &&
    lengthOf(known.body) === at.length &&
    isSameVersion(known.sent, head.sent, context.wallMs);
  if (!isOfKnown) {
    if (context.isOfIfRange) return undefined;
    return { ...head, body: joined(new Pieces(at.length), at.start, data) };
  }
  // RFC 9111, section 3.4: combined, they have the headers of the latest, where it has them.
  return {
    ...known,
    ...head,
    sent: { ...known.sent, ...head.sent },
    headers: { ...known.headers, ...head.headers },
    body: Buffer.isBuffer(known.body) ? known.body : joined(known.body, at.start, data),
  };
}

function joined(pieces: Pieces, start: number, data: Buffer): Buffer | Pieces {
  const more = pieces.with({ start, data }, OBJECT_BYTES_MAX);
  return more.whole ?? more;
}

/** How long the whole body is. */
export function lengthOf(body: Buffer | Pieces): number {
  return Buffer.isBuffer(body) ? body.length : body.total;
}

/** The bytes of a range, if they are here. */
export function sliceOf(body: Buffer | Pieces, { start, end }: ByteRange): Buffer | undefined {
  return Buffer.isBuffer(body) ? body.subarray(start, end + 1) : body.slice({ start, end });
}

/** RFC 9110, section 8.8.1: only strong validators tell that parts are of the same. */
function isSameVersion(one: StoredHeaders, other: StoredHeaders, wallMs: number): boolean {
  const [etag, otherEtag] = [fieldOf(one, 'etag'), fieldOf(other, 'etag')];
  if (etag !== undefined || otherEtag !== undefined)
    return isSameStrong(etag ?? '', otherEtag ?? '');
  const modified = fieldOf(one, 'last-modified');
  if (modified === undefined || modified !== fieldOf(other, 'last-modified')) return false;
  // Section 8.8.2.2: a date is strong if the object could not have changed again within its second.
  const modifiedMs = httpDateMs(modified, wallMs);
  const dateMs = httpDateMs(fieldOf(one, 'date') ?? '', wallMs);
  return modifiedMs !== undefined && dateMs !== undefined && dateMs >= modifiedMs + 1000;
}
