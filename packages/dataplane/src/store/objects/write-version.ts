import type { ReplicationConfiguration } from '@aws-sdk/client-s3';
import type { Core } from '../core.ts';
import { noSuchBucket } from '../errors.ts';
import { newVersionId } from '../identifiers.ts';
import {
  NULL_VERSION,
  type Bucket,
  type NewVersion,
  type ObjectVersion,
  type ReplicationState,
  type Tag,
  type TaskKind,
} from '../model.ts';
import { nextTagsChange } from '../replication/replication-order.ts';
import {
  replicationTargets,
  type Candidate,
  type ReplicationTarget,
} from '../replication/replication-rules.ts';

/** What a request makes; the rest of a version follows from the bucket. */
export type Draft = Pick<
  NewVersion,
  'key' | 'etag' | 'sizeBytes' | 'attributes' | 'tags' | 'segments' | 'deleteMarker'
> & {
  /** "Delete markers created by S3 Lifecycle rules" are not replicated. */
  byLifecycle?: boolean;
};

/**
 * Adds a version to a bucket, with its replication tasks, in one transaction. `guard` runs in it as
 * well, and refuses by throwing: what it saw still holds when the version is there.
 */
export function writeVersion(
  core: Core,
  bucketName: string,
  draft: Draft,
  guard?: (bucket: Bucket, latest: ObjectVersion | undefined) => void,
): ObjectVersion {
  const { metadata } = core;
  const work = (): ObjectVersion => {
    const bucket = metadata.buckets.get(bucketName);
    if (!bucket) throw noSuchBucket(bucketName);
    const latest = metadata.versions.latest(bucket.name, draft.key);
    guard?.(bucket, latest);
    // What is written later is the newer, also within one millisecond and after the system's clock
    // was set back: versions are ordered by their times.
    const modifiedMs = Math.max(core.clock.wallMs(), (latest?.modifiedMs ?? 0) + 1);
    const versionId = bucket.versioning === 'Enabled' ? newVersionId(modifiedMs) : NULL_VERSION;
    const { byLifecycle = false, ...made } = draft;
    const plan = planReplication(core, bucket, draft, byLifecycle);
    if (versionId === NULL_VERSION) removeVersion(core, bucket.name, draft.key, NULL_VERSION);
    const id = metadata.versions.insert({
      ...made,
      bucket: bucket.name,
      versionId,
      modifiedMs,
      tagsChange: { ms: modifiedMs, by: bucket.name },
      replication: plan.state,
    });
    enqueue(core, bucket.name, { version: id, kind: plan.kind, targets: plan.targets });
    return existing(core, id);
  };
  // What has versions is removed by a marker, and that makes room no more than it takes; but who
  // removes is not refused.
  return draft.deleteMarker ? metadata.removal(work) : metadata.transaction(work);
}

/**
 * Removes one version for good, and its bytes once nothing refers to them. Gives what it removed.
 */
export function removeVersion(
  core: Core,
  bucket: string,
  key: string,
  versionId: string,
): ObjectVersion | undefined {
  const { metadata } = core;
  return metadata.removal(() => {
    const version = metadata.versions.get(bucket, key, versionId);
    if (!version) return undefined;
    const segments = metadata.versions.segments(version.id);
    metadata.versions.remove(version);
    releaseBodies(
      core,
      segments.map((segment) => segment.body),
    );
    return version;
  });
}

/** Changes a version's tags; they travel after the version where a rule says so. */
export function writeTags(core: Core, version: ObjectVersion, tags: Tag[]): void {
  const { metadata } = core;
  metadata.transaction(() => {
    const change = nextTagsChange(version.tagsChange, core.clock.wallMs(), version.bucket);
    metadata.versions.setTags(version.id, tags, change);
    const kind = version.replication.replica ? 'replica-tags' : 'object';
    const candidate: Candidate = { key: version.key, tags, kind };
    const known = version.replication.destinations;
    // Only what a rule has replicated before follows its later changes; a replica's go back by
    // consent of both sides.
    const targets = targetsOf(core, version.bucket, candidate).filter(
      ({ destination }) => kind === 'replica-tags' || known[destination] !== undefined,
    );
    if (targets.length === 0) return;
    const destinations = { ...known, ...pendingFor(targets) };
    metadata.versions.setReplication(version.id, { ...version.replication, destinations });
    enqueue(core, version.bucket, { version: version.id, kind: 'tags', targets });
  });
}

/** Forgets bodies once the transaction is through, those that nothing else uses. */
export function releaseBodies(core: Core, bodies: readonly string[]): void {
  core.metadata.afterCommit(() => {
    const unused = bodies.filter((body) => !core.metadata.isReferenced(body));
    // A file that stays behind when this fails is swept at the next start.
    core.bodies.remove(unused).catch(() => undefined);
  });
}

export function replicationConfiguration(
  core: Core,
  bucket: string,
): ReplicationConfiguration | undefined {
  return core.metadata.buckets.document(bucket, 'replication');
}

function planReplication(
  core: Core,
  bucket: Bucket,
  draft: Draft,
  staysHere: boolean,
): { state: ReplicationState; kind: TaskKind; targets: ReplicationTarget[] } {
  const kind = draft.deleteMarker ? 'delete-marker' : 'object';
  const candidate: Candidate = { key: draft.key, tags: draft.tags, kind };
  const travels = bucket.versioning === 'Enabled' && !staysHere;
  const targets = travels ? targetsOf(core, bucket.name, candidate) : [];
  return { state: { replica: false, destinations: pendingFor(targets) }, kind, targets };
}

function targetsOf(core: Core, bucket: string, candidate: Candidate): ReplicationTarget[] {
  const configuration = replicationConfiguration(core, bucket);
  return configuration === undefined ? [] : replicationTargets(configuration, candidate);
}

function pendingFor(targets: readonly ReplicationTarget[]): ReplicationState['destinations'] {
  return Object.fromEntries(targets.map(({ destination }) => [destination, 'PENDING' as const]));
}

function enqueue(
  core: Core,
  source: string,
  work: { version: number; kind: TaskKind; targets: readonly ReplicationTarget[] },
): void {
  if (work.targets.length === 0) return;
  const role = replicationConfiguration(core, source)?.Role ?? '';
  for (const { destination, storageClass } of work.targets)
    core.metadata.tasks.add({
      ...{ source, destination, role, storageClass },
      ...{ version: work.version, kind: work.kind, enqueuedMs: Math.round(core.clock.nowMs()) },
    });
  core.metadata.afterCommit(() => {
    for (const { destination } of work.targets) core.wakeReplication({ source, destination });
  });
}

function existing(core: Core, id: number): ObjectVersion {
  const version = core.metadata.versions.byId(id);
  if (!version) throw new Error(`version ${id} is not there after it was written`);
  return version;
}
