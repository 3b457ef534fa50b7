import type { Readable } from 'node:stream';
import { AwsError } from '@understudy/wire';
import { bucketArn } from './bucket-names.ts';
import { OBJECT_BYTES_MAX } from './bounds.ts';
import type { Core } from './core.ts';
import { BodyDigests } from './digests.ts';
import { accessDenied, invalidRequest, noSuchBucket, noSuchVersion } from './errors.ts';
import { NO_ATTRIBUTES, type Bucket, type Segment } from './model.ts';
import type { ReplicaHeader } from './peer-protocol.ts';
import { readPolicy } from './access.ts';
import { evaluatePolicy } from './policy.ts';
import { replicationTargets } from './replication-rules.ts';
import { replicationConfiguration } from './write-version.ts';

const ACTIONS: Record<ReplicaHeader['kind'], string> = {
  object: 's3:ReplicateObject',
  'delete-marker': 's3:ReplicateDelete',
  tags: 's3:ReplicateTags',
};

/**
 * Takes a version from another bucket: with its version id, time, metadata and tags, and marked as
 * a replica, so that it does not travel on. Taking it twice is taking it once: the sender may not
 * have heard the answer.
 */
export async function receiveReplica(
  core: Core,
  destination: string,
  replica: { header: ReplicaHeader; body: Readable },
): Promise<void> {
  const { header, body } = replica;
  checkDestination(core, destination, header);
  if (header.kind === 'tags') return receiveTags(core, destination, header);
  if (core.metadata.versions.get(destination, header.key, header.versionId)) {
    body.resume();
    return;
  }
  if (header.kind === 'delete-marker') return insertReplica(core, destination, header, []);
  const digests = new BodyDigests(undefined);
  const written = await core.bodies.write(body, { digests, bytesMax: OBJECT_BYTES_MAX });
  try {
    checkContent(header, { sizeBytes: written.sizeBytes, md5: digests.finish().md5 });
    checkDestination(core, destination, header);
    insertReplica(core, destination, header, [written]);
  } catch (thrown) {
    await core.bodies.remove([written.body]);
    throw thrown;
  }
}

function checkDestination(core: Core, destination: string, header: ReplicaHeader): Bucket {
  const bucket = core.metadata.buckets.get(destination);
  if (!bucket) throw noSuchBucket(destination);
  if (bucket.versioning !== 'Enabled')
    throw new AwsError({
      code: 'InvalidBucketState',
      message: 'Destination bucket must have versioning enabled.',
      status: 409,
    });
  const accountId = /^arn:aws:iam::(\d{12}):/.exec(header.role)?.[1] ?? '';
  const policy = readPolicy(core, destination);
  const verdict =
    policy &&
    evaluatePolicy(policy, {
      principal: { kind: 'account', accountId, arn: header.role },
      action: ACTIONS[header.kind],
      resource: `${bucketArn(destination)}/${header.key}`,
      context: new Map([['aws:securetransport', ['true']]]),
      canonicalUserId: undefined,
    });
  // Within the account the role's own policy suffices; this store does not see it and takes it as
  // granted.
  if (verdict === 'Deny' || (accountId !== core.account && verdict !== 'Allow'))
    throw accessDenied();
  return bucket;
}

function insertReplica(
  core: Core,
  bucket: string,
  header: ReplicaHeader,
  segments: Segment[],
): void {
  const { key, versionId, modifiedMs, etag, sizeBytes, attributes, tags } = header;
  const deleteMarker = header.kind === 'delete-marker';
  core.metadata.transaction(() => {
    const { versions } = core.metadata;
    // The same version may have come twice at once; both sent the same bytes.
    if (versions.get(bucket, key, versionId)) throw alreadyThere();
    versions.insert({
      ...{ bucket, key, versionId, modifiedMs, etag, sizeBytes, tags, segments, deleteMarker },
      attributes: deleteMarker ? NO_ATTRIBUTES : attributes,
      replication: { replica: true, destinations: {} },
    });
  });
}

/**
 * Tags of a replica follow its original's. Tags of an original follow its replica's only where this
 * bucket's own rule asks for it: both sides must have replica modification sync.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html
 */
function receiveTags(core: Core, bucket: string, header: ReplicaHeader): void {
  const { versions } = core.metadata;
  const version = versions.get(bucket, header.key, header.versionId);
  if (!version) throw noSuchVersion(header.key, header.versionId);
  if (!version.replication.replica) {
    const configuration = replicationConfiguration(core, bucket) ?? { Role: '', Rules: [] };
    const candidate = { key: version.key, tags: header.tags, kind: 'replica-tags' as const };
    const synced = replicationTargets(configuration, candidate);
    if (!synced.some(({ destination }) => destination === header.sourceBucket))
      throw invalidRequest(
        'Replica modification sync is not enabled on the bucket of the original.',
      );
  }
  versions.setTags(version.id, header.tags);
}

function checkContent(header: ReplicaHeader, found: { sizeBytes: number; md5: string }): void {
  // The ETag of an object of parts is no digest of its bytes.
  const md5 = header.attributes.parts === undefined ? header.etag : found.md5;
  if (found.sizeBytes === header.sizeBytes && found.md5 === md5) return;
  throw new AwsError({
    code: 'BadDigest',
    message: 'The replica that arrived is not what was sent.',
  });
}

function alreadyThere(): AwsError {
  return new AwsError({
    code: 'OperationAborted',
    message: 'The replica is arriving by another request.',
    status: 409,
  });
}
