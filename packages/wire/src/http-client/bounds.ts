/**
 * What an answer may cost whoever asks, where AWS's documentation says nothing narrower for them.
 * How long it may take the caller says, by a signal or by timers of its own, since most of these
 * waits are AWS's and run at the clock's speed.
 */

/** Names and values of a head, and of trailers; Node.js' own bound for a request. */
export const ANSWER_HEAD_BYTES_MAX = 16_384;

/** A body that is taken whole, as text. */
export const ANSWER_TEXT_BYTES_MAX = 1_000_000;

/** Taken off the time that a server says it keeps a connection: the way there takes some. */
export const KEEP_ALIVE_MARGIN_WALL_MS = 1_000;
