import type { Clock } from '@understudy/contract';
import type { ViewerAnswer, CacheResult } from '../answer.ts';
import type { ViewerFacts } from '../origin/origin-request-policy.ts';
import { withAge } from './object/cached-answer.ts';
import { isRangeOf, notModified } from './freshness/conditions.ts';
import type { IncomingObject } from './flight.ts';
import { rangesOf } from './range/range.ts';

/**
 * An answer made from what is still coming in; nothing when this viewer must ask for itself.
 *
 * @param result 'Hit' for those who join: ranges are theirs, while "CloudFront serves the current
 *   request by sending the entire object" where the origin has sent it.
 */
export function answerFromIncoming(
  incoming: IncomingObject,
  facts: ViewerFacts,
  clock: Clock,
  result: CacheResult,
): ViewerAnswer | undefined {
  const { head, body, length, part } = incoming;
  if (!body.isReadable) return undefined;
  const headers = withAge({ ...head.headers }, head, clock.nowMs(), result);
  const { status } = head;
  if (status === 200 && notModified(head.headers, facts, clock.wallMs())) {
    delete headers['content-length'];
    return { status: 304, headers, body: Buffer.alloc(0), result };
  }
  if (part !== undefined) {
    headers['content-range'] = `bytes ${part.start}-${part.end}/${part.length}`;
    delete headers['content-length'];
    if (length !== undefined) headers['content-length'] = String(length);
    return { status: 206, headers, body: body.read(), result };
  }
  if (facts.method === 'HEAD') return { status, headers, body: Buffer.alloc(0), result };
  const { range } = facts.headers;
  // "If the viewer makes a Range GET request and the origin returns Transfer-Encoding: chunked,
  // CloudFront returns the entire object to the viewer": its length is not known.
  const ranges =
    result === 'Hit' &&
    status === 200 &&
    length !== undefined &&
    isRangeOf(head.headers, facts.headers, clock.wallMs())
      ? rangesOf(range, length)
      : undefined;
  if (ranges === undefined) return { status, headers, body: body.read(), result };
  const [only] = ranges;
  if (typeof only !== 'object' || ranges.length > 1) return undefined;
  headers['content-range'] = `bytes ${only.start}-${only.end}/${length ?? 0}`;
  headers['content-length'] = String(only.end + 1 - only.start);
  return { status: 206, headers, body: body.read(only.start, only.end + 1), result };
}
