/**
 * What S3 bounds, and what we bound besides.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html and the API reference of each
 * operation.
 */
export const PUT_BYTES_MAX = 5 * 1024 ** 3;
export const OBJECT_BYTES_MAX = 5 * 1024 ** 4;
export const PART_BYTES_MIN = 5 * 1024 ** 2;
export const PART_NUMBER_MAX = 10_000;
export const KEY_BYTES_MAX = 1024;
export const USER_METADATA_BYTES_MAX = 2048;
export const POLICY_BYTES_MAX = 20 * 1024;
export const LIST_ITEMS_MAX = 1000;
export const DELETE_OBJECTS_MAX = 1000;
export const OBJECT_TAGS_MAX = 10;
export const BUCKET_TAGS_MAX = 50;
export const TAG_KEY_CHARACTERS_MAX = 128;
export const TAG_VALUE_CHARACTERS_MAX = 256;
export const REPLICATION_RULES_MAX = 1000;
export const RULE_ID_CHARACTERS_MAX = 255;
export const RULE_PRIORITY_MAX = 2 ** 31 - 1;
/** The only time that S3's replication time control knows. */
export const REPLICATION_TIME_MINUTES = 15;
export const BUCKETS_MAX = 10_000;

/**
 * Kept on the disk for removals. SQLite's log has a thousand pages of 4 KiB at most before they go
 * into the file, which may have to grow by as many.
 * https://www.sqlite.org/pragma.html#pragma_wal_autocheckpoint
 */
export const RESERVE_BYTES = 4 * 1024 ** 2;

/** Connections a listener serves at once; further ones wait in the kernel's backlog. */
export const CONNECTIONS_MAX = 1024;
/** Above S3's own bound, so that S3's own error can be answered. */
export const HEADER_BYTES_MAX = 64 * 1024;
/**
 * Wall time: it bounds real programs on this machine, whose work does not run at the clock's speed.
 */
export const IDLE_CONNECTION_WALL_MS = 60_000;

/** Objects on their way to one destination bucket at once. */
export const REPLICATION_CONCURRENCY_MAX = 8;
/** And to all buckets of one region. */
export const REPLICATION_CONNECTIONS_MAX = 32;
export const REPLICATION_BACKOFF_FIRST_MS = 1_000;
/** The ceiling: a region that heals is noticed within this much AWS time. */
export const REPLICATION_BACKOFF_MS_MAX = 30_000;
/** After so many refusals a version is FAILED, within four minutes of AWS time. */
export const REPLICATION_ATTEMPTS_MAX = 12;
/** A replica's attributes: 10,000 parts with SHA-256 are 0.8 MB of JSON. */
export const REPLICA_HEAD_BYTES_MAX = 2 * 1024 ** 2;
export const REPLICATION_CONNECT_WALL_MS = 3_000;
/** Longest silence from a peer while an object travels. */
export const REPLICATION_SILENCE_WALL_MS = 20_000;
/** A question to a peer: which buckets it has. */
export const PEER_QUESTION_WALL_MS = 2_500;
/** An unused connection to a peer; less than the peer keeps it (`IDLE_CONNECTION_WALL_MS`). */
export const PEER_IDLE_WALL_MS = 4_000;
/** Questions to one peer at once. */
export const PEER_QUESTIONS_MAX = 32;
/** Names of buckets that are known to be nowhere, and how long that is believed. */
export const ABSENT_BUCKETS_MAX = 1_000;
export const ABSENT_BUCKET_WALL_MS = 30_000;
export const PEER_ANSWER_BYTES_MAX = 4 * 1024 ** 2;
/** S3's bound for a request's headers. */
export const REQUEST_HEADER_BYTES_MAX = 8 * 1024;
/**
 * What is still read of a body after its request was refused, so that the client gets to hear the
 * answer.
 */
export const REFUSED_BODY = { bytesMax: 64 * 1024 ** 2, wallMsMax: 10_000 };
/** How long open requests may go on once the store closes. */
export const CLOSE_WALL_MS = 2_000;
