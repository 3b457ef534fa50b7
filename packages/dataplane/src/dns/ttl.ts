/** RFC 2181 section 8: a TTL is an unsigned 31-bit number. */
const TTL_SECONDS_MAX = 2_147_483_647;

/**
 * The TTL that stands in an answer: AWS seconds shrunk to wall seconds, since other programs count
 * it down on the wall. Rounded to the nearest second, and at least 1 where AWS's is, so that what
 * is to be cached still is.
 */
export function answerTtlSeconds(awsSeconds: number, speed: number): number {
  if (awsSeconds <= 0) return 0;
  return Math.min(TTL_SECONDS_MAX, Math.max(1, Math.round(awsSeconds / speed)));
}
