import { Reasons, type RegionQueries } from '@understudy/contract';
import type { Core } from '../core.ts';
import type { ObjectVersion } from '../model.ts';
import { replicationConfiguration } from '../objects/write-version.ts';
import { replicationTargets, type Candidate } from './replication-rules.ts';

type Asked = RegionQueries['explainReplication']['input'];
type Explained = RegionQueries['explainReplication']['output'];

/** Of a key with more, the newest. */
const VERSIONS_TOLD_MAX = 20;

/** Why a lane waits; undefined where it does not. */
export type LaneWait = (lane: { source: string; destination: string }) => string | undefined;

/**
 * What the rules make of a key's versions, what has become of each, and how far behind the whole
 * bucket is: of the records that the queue itself works by.
 */
export function explainReplication(core: Core, asked: Asked, laneWait: LaneWait): Explained {
  const { metadata } = core;
  const bucket = metadata.buckets.get(asked.bucket);
  const buckets = metadata.buckets.list({ after: '', prefix: '' }).map(({ name }) => name);
  if (bucket === undefined)
    return { found: false, buckets, behind: NOT_BEHIND, versions: [], because: [] };
  const reasons = new Reasons();
  const behind = metadata.tasks.behind(bucket.name);
  const oldestSeconds =
    behind.oldestMs === undefined
      ? null
      : Math.round((core.clock.nowMs() - behind.oldestMs) / 1_000);
  tellBehind(reasons, bucket.name, behind.pending, oldestSeconds);
  const newest = versionsOf(core, bucket.name, asked.key);
  tellRules(reasons, core, { ...asked, versioning: bucket.versioning }, newest[0]);
  const versions = newest.map((version) => tellVersion(reasons, core, version, laneWait));
  return {
    found: true,
    buckets,
    behind: { pending: behind.pending, oldestSeconds },
    versions,
    because: reasons.list,
  };
}

const NOT_BEHIND = { pending: 0, oldestSeconds: null };

function versionsOf(core: Core, bucket: string, key: string): ObjectVersion[] {
  const versions: ObjectVersion[] = [];
  for (const version of core.metadata.versions.scanVersions(bucket, Buffer.from(key))) {
    if (version.key !== key || versions.length >= VERSIONS_TOLD_MAX) break;
    versions.push(version);
  }
  return versions;
}

function tellBehind(
  reasons: Reasons,
  bucket: string,
  pending: number,
  oldestSeconds: number | null,
): void {
  const says =
    oldestSeconds === null
      ? `nothing of bucket ${bucket} waits: it is not behind`
      : `bucket ${bucket} is behind: ${pending} wait to travel, the oldest for ${oldestSeconds} s`;
  reasons.add('replication.bucket', says, {
    mark: oldestSeconds === null ? 'well' : 'ill',
    facts: { bucket, pending, oldestSeconds },
  });
}

/** What the rules say now, of a key as its newest version has it or as a new object would. */
function tellRules(
  reasons: Reasons,
  core: Core,
  asked: { bucket: string; key: string; versioning: string },
  newest: ObjectVersion | undefined,
): void {
  const configuration = replicationConfiguration(core, asked.bucket);
  if (configuration === undefined || asked.versioning !== 'Enabled') {
    const lacks =
      configuration === undefined ? 'has no replication configuration' : 'has versioning suspended';
    reasons.add('replication.rule', `bucket ${asked.bucket} ${lacks}: nothing new is replicated`, {
      mark: 'ill',
    });
    return;
  }
  const candidate: Candidate = {
    key: asked.key,
    tags: newest?.tags ?? [],
    kind: newest?.deleteMarker === true ? 'delete-marker' : 'object',
  };
  replicationTargets(configuration, candidate, reasons);
}

function tellVersion(
  reasons: Reasons,
  core: Core,
  version: ObjectVersion,
  laneWait: LaneWait,
): Explained['versions'][number] {
  const { versionId, replication, deleteMarker, modifiedMs, sizeBytes } = version;
  const { destinations, replica } = replication;
  const what = deleteMarker ? 'delete marker' : `version of ${sizeBytes} bytes`;
  const title = `${what} ${versionId}, of ${new Date(modifiedMs).toISOString()}`;
  const states = Object.entries(destinations);
  const none = replica
    ? 'a replica, which came from another bucket'
    : 'no rule had it when it was written';
  const told = reasons.add(
    'replication.version',
    states.length === 0 ? `${title}: ${none}` : title,
    { facts: { versionId, replica, deleteMarker, latest: version.isLatest } },
  );
  for (const [destination, status] of states) {
    const wait = status === 'PENDING' ? waitOf(core, version, destination, laneWait) : '';
    told.add('replication.destination', `to ${destination}: ${status}${wait}`, {
      mark: status === 'COMPLETED' ? 'well' : 'ill',
      facts: { destination, status },
    });
  }
  return { versionId, replica, deleteMarker, destinations };
}

function waitOf(
  core: Core,
  version: ObjectVersion,
  destination: string,
  laneWait: LaneWait,
): string {
  const place = laneWait({ source: version.bucket, destination });
  if (place !== undefined) return `, waits for its destination: ${place}`;
  const task = core.metadata.tasks.firstOf(version.id, destination);
  if (task === undefined) return ', and nothing is in the queue for it';
  const nowMs = core.clock.nowMs();
  const inSeconds = Math.max(0, Math.round((task.notBeforeMs - nowMs) / 1_000));
  const forSeconds = Math.max(0, Math.round((nowMs - task.enqueuedMs) / 1_000));
  const tried = task.attempts === 0 ? '' : `, refused ${task.attempts} times (${task.reason})`;
  return ` for ${forSeconds} s${tried}, ${inSeconds === 0 ? 'tried next' : `tried again in ${inSeconds} s`}`;
}
