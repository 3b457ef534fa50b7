/** Every bound of the endpoint, with its unit. Waits are wall time: sockets know no other. */

/** More than any SDK sends; S3 alone may have 2 KB of metadata and long presigned queries. */
export const HEADER_BYTES_MAX = 64 * 1024;

/** For `/_understudy/`. */
export const CONTROL_BODY_BYTES_MAX = 1024 * 1024;

/** AWS calls under way at once; a 2-core machine is past its limits long before. */
export const REQUESTS_MAX = 256;

/** Event streams open at once, counted apart: they stay. */
export const STREAMS_MAX = 64;

export const CONNECTIONS_MAX = 1024;

export const HEADERS_WALL_MS_MAX = 15_000;

/** To receive a whole request; a large object over a slow pipe takes long. */
export const REQUEST_WALL_MS_MAX = 30 * 60_000;

/** A connection on which nothing moves for so long is cut. */
export const IDLE_WALL_MS_MAX = 120_000;

export const KEEP_ALIVE_WALL_MS = 20_000;

/** Connections to one store that wait for the next request. */
export const POOL_IDLE_CONNECTIONS_MAX = 32;

/** Less than the stores': a connection is closed here, where no request can meet its end. */
export const POOL_IDLE_WALL_MS = 15_000;

/** Buckets of which it is remembered for a while where they are. */
export const LOCATED_BUCKETS_MAX = 1_000;
export const LOCATED_BUCKET_WALL_MS = 10_000;

/** A store's answer without its body. */
export const ANSWER_HEAD_BYTES_MAX = 64 * 1024;

/**
 * What is read of a body after its request was refused, so that the client gets to see the answer.
 */
export const REFUSED_BODY = { bytesMax: 64 * 1024 ** 2, wallMsMax: 10_000 };

/** To connect to a region's store. A black hole accepts nothing, and says nothing. */
export const STORE_CONNECT_WALL_MS_MAX = 5_000;
