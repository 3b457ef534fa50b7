import type { TagsChange } from '../model.ts';

/**
 * Which of two changes of one version's tags is the later: both sides of a replication must find
 * the same one, or they swap their tags for ever. AWS does not say how it decides; here it is the
 * time, and of changes in one millisecond the bucket's name, which is unique over all regions.
 */
export function isLaterTagsChange(one: TagsChange, other: TagsChange): boolean {
  return one.ms === other.ms ? one.by > other.by : one.ms > other.ms;
}

/** A change that is made now: later than every one that this side has seen, whatever the clock. */
export function nextTagsChange(seen: TagsChange, wallMs: number, bucket: string): TagsChange {
  return { ms: Math.max(wallMs, seen.ms + 1), by: bucket };
}
