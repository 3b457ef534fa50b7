import type { BucketCall } from '../core.ts';
import {
  accessDenied,
  invalidArgument,
  methodNotAllowed,
  noSuchKey,
  noSuchVersion,
} from '../errors.ts';
import { NULL_VERSION, type ObjectVersion, type ReplicationState } from '../model.ts';

interface Wanted {
  Key?: string | undefined;
  VersionId?: string | undefined;
}

/**
 * The object version that a request means. A delete marker is answered as S3 does: it is not an
 * object.
 */
export function findObject(call: BucketCall<Wanted>): ObjectVersion {
  const { Key: key = '', VersionId: versionId } = call.input;
  const version = findVersion(call);
  if (!version.deleteMarker) return version;
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId };
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
  if (versionId !== undefined)
    throw methodNotAllowed({
      ...headers,
      'last-modified': new Date(version.modifiedMs).toUTCString(),
    });
  if (!call.may('s3:ListBucket', { bucket: call.bucket.name })) throw accessDenied();
  const missing = noSuchKey(key);
  Object.assign(missing.headers, headers);
  throw missing;
}

/** As above, but a delete marker is a version too. */
function findVersion(call: BucketCall<Wanted>): ObjectVersion {
  const { Key: key = '', VersionId: versionId } = call.input;
  const { versions } = call.core.metadata;
  if (versionId !== undefined) checkVersionId(versionId);
  const version =
    versionId === undefined
      ? versions.latest(call.bucket.name, key)
      : versions.get(call.bucket.name, key, versionId);
  if (version) return version;
  // Who may not list must not learn which keys exist.
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html ("Permissions")
  const listing = versionId === undefined ? 's3:ListBucket' : 's3:ListBucketVersions';
  if (!call.may(listing, { bucket: call.bucket.name })) throw accessDenied();
  throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
}

export function isVersionId(text: string): boolean {
  return text === NULL_VERSION || /^[A-Za-z0-9._-]{16,1024}$/.test(text);
}

export function checkVersionId(versionId: string): void {
  if (isVersionId(versionId)) return;
  throw invalidArgument('Invalid version id specified', { name: 'versionId', value: versionId });
}

/** The version id as answers show it: only where the bucket has ever had versions. */
export function shownVersionId(
  call: BucketCall<unknown>,
  version: ObjectVersion,
): { VersionId?: string } {
  return call.bucket.versioning === '' ? {} : { VersionId: version.versionId };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html */
export function replicationStatus(
  state: ReplicationState,
): 'PENDING' | 'COMPLETED' | 'FAILED' | 'REPLICA' | undefined {
  const statuses = Object.values(state.destinations);
  if (statuses.includes('FAILED')) return 'FAILED';
  if (statuses.includes('PENDING')) return 'PENDING';
  if (state.replica) return 'REPLICA';
  return statuses.length > 0 ? 'COMPLETED' : undefined;
}
