import type { ObjectVersion, VersioningState } from '../model.ts';
import type { LifecycleRule } from './lifecycle-schema.ts';

const DAY_MS = 86_400_000;

/** What becomes of one key's versions. */
export type LifecycleAction =
  | { kind: 'expire' }
  /** For good. */
  | { kind: 'remove'; versionId: string };

export interface KeyState {
  /** Newest first; all of one key. */
  versions: readonly ObjectVersion[];
  versioning: VersioningState;
}

interface Now {
  nowMs: number;
  /** When what has a wall time happened, in AWS time. */
  awsMs: (wallMs: number) => number;
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export function decideLifecycle(
  rules: readonly LifecycleRule[],
  { versions, versioning }: KeyState,
  now: Now,
): LifecycleAction[] {
  const [current, ...noncurrent] = versions;
  if (current === undefined) return [];
  const enabled = rules.filter(
    (rule) => rule.enabled && current.key.startsWith(rule.filter.prefix),
  );
  const isDue = (days: number, fromWallMs: number): boolean =>
    now.nowMs >= dueMs(days, now.awsMs(fromWallMs));
  const actions: LifecycleAction[] = [];
  for (const [index, version] of noncurrent.entries()) {
    const successor = versions[index];
    const expires = enabled.some(
      (rule) =>
        rule.noncurrentExpiration !== undefined &&
        fits(rule, version) &&
        index >= (rule.noncurrentExpiration.newer ?? 0) &&
        isDue(rule.noncurrentExpiration.days, successor?.modifiedMs ?? version.modifiedMs),
    );
    if (expires) actions.push({ kind: 'remove', versionId: version.versionId });
  }
  const reached = enabled.filter(
    (rule) => fits(rule, current) && hasExpired(rule, current, isDue, now),
  );
  if (!current.deleteMarker && reached.length > 0)
    actions.push(
      versioning === '' ? { kind: 'remove', versionId: current.versionId } : { kind: 'expire' },
    );
  // A delete marker with nothing behind it.
  const isExpiredMarker = current.deleteMarker && noncurrent.length === 0;
  const cleans = enabled.some(({ expiration }) =>
    expiration !== undefined && 'deleteMarker' in expiration ? expiration.deleteMarker : false,
  );
  if (isExpiredMarker && (cleans || reached.length > 0))
    actions.push({ kind: 'remove', versionId: current.versionId });
  return actions;
}

/** Whether an upload that was begun and never completed goes. */
export function isUploadDue(
  rules: readonly LifecycleRule[],
  upload: { key: string; initiatedMs: number },
  now: Now,
): boolean {
  return rules.some(
    ({ enabled, filter, abortUploadsDays: days }) =>
      enabled &&
      days !== undefined &&
      upload.key.startsWith(filter.prefix) &&
      now.nowMs >= dueMs(days, now.awsMs(upload.initiatedMs)),
  );
}

/** "adding the number of days … and rounding the resulting time to the next day midnight UTC" */
export function dueMs(days: number, fromMs: number): number {
  return (Math.floor((fromMs + days * DAY_MS) / DAY_MS) + 1) * DAY_MS;
}

function hasExpired(
  { expiration }: LifecycleRule,
  { modifiedMs }: ObjectVersion,
  isDue: (days: number, fromWallMs: number) => boolean,
  { nowMs }: Now,
): boolean {
  if (expiration === undefined || 'deleteMarker' in expiration) return false;
  return 'days' in expiration ? isDue(expiration.days, modifiedMs) : nowMs >= expiration.dateMs;
}

/** Delete markers have neither tags nor a size. */
function fits({ filter }: LifecycleRule, version: ObjectVersion): boolean {
  const { tags, greaterThan, lessThan } = filter;
  if (version.deleteMarker)
    return tags.length === 0 && greaterThan === undefined && lessThan === undefined;
  return (
    tags.every((tag) =>
      version.tags.some((own) => own.Key === tag.Key && own.Value === tag.Value),
    ) &&
    version.sizeBytes > (greaterThan ?? -1) &&
    version.sizeBytes < (lessThan ?? Infinity)
  );
}
