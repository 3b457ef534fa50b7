import type { Failure } from './failure.ts';
import type { Edge, EdgeOrigin } from './templates/edge-of.ts';

/** What becomes of a GET at the edge while its origin is lost. */
export interface EdgeWait {
  attempts: number;
  /** Until the origin is given up. */
  leastSeconds: number;
  mostSeconds: number;
  /** A second origin, elsewhere, is then asked; false: the request fails. */
  takesOver: boolean;
}

/** Those that a load balancer and CloudFront itself answer with for an origin that is ill. */
const ERRORS = [500, 502, 503, 504];

/** Undefined: the edge's origin is not in the region that is lost. */
export function edgeWait(
  { origin, group }: Edge,
  failure: Failure,
  lostRegion: string,
): EdgeWait | undefined {
  if (origin.region !== lostRegion) return undefined;
  const [leastSeconds, mostSeconds] = secondsAt(origin, failure);
  const isElsewhere = group?.second.region !== undefined && group.second.region !== lostRegion;
  const takesOver = isElsewhere && isCriterion(group?.statusCodes ?? [], failure);
  return { attempts: origin.attempts, leastSeconds, mostSeconds, takesOver };
}

/**
 * "CloudFront fails to connect to the primary origin", "the response from the primary origin takes
 * too long", or it is a status code of the criteria.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
function isCriterion(statusCodes: readonly number[], failure: Failure): boolean {
  if (failure.kind === 'answers') return statusCodes.includes(failure.status);
  return failure.kind !== 'unknown' || ERRORS.every((status) => statusCodes.includes(status));
}

function secondsAt(origin: EdgeOrigin, failure: Failure): readonly [number, number] {
  const { attempts, connectSeconds, answerSeconds, isS3, isTls } = origin;
  const connecting = attempts * connectSeconds;
  // "For a custom origin …, this setting also affects the number of times that CloudFront attempts
  // to get a response": S3 is waited for once.
  const answering = (isS3 ? 1 : attempts) * answerSeconds;
  switch (failure.kind) {
    case 'refused':
    case 'answers':
      return [0, 0];
    case 'unconnected':
      return [connecting, connecting];
    case 'silent':
      // Without its handshake there is no connection to send a request by.
      return isTls ? [connecting, connecting] : [answering, answering];
    case 'unknown':
      return [0, Math.max(connecting, answering)];
  }
}
