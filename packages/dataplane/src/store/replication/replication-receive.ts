import type { Readable } from 'node:stream';
import { AwsError } from '@understudy/wire';
import { bucketArn } from '../buckets/bucket-names.ts';
import { OBJECT_BYTES_MAX } from '../bounds.ts';
import type { Core } from '../core.ts';
import { accessDenied, invalidRequest, noSuchBucket, noSuchVersion } from '../errors.ts';
import { NO_ATTRIBUTES, type Bucket, type Segment } from '../model.ts';
import type { ReplicaHead } from '../peers/peer-protocol.ts';
import { readPolicy } from '../access/access.ts';
import { evaluatePolicy } from '../access/policy.ts';
import { ReplicaDigest } from './replica-digest.ts';
import { isLaterTagsChange } from './replication-order.ts';
import { replicationTargets } from './replication-rules.ts';
import { replicationConfiguration } from '../objects/write-version.ts';

const ACTIONS: Record<ReplicaHead['kind'], string> = {
  object: 's3:ReplicateObject',
  'delete-marker': 's3:ReplicateDelete',
  tags: 's3:ReplicateTags',
};

/**
 * Takes a version from another bucket: with its version id, time, metadata and tags, and marked as
 * a replica, so that it does not travel on. Taking it twice is taking it once: the sender may not
 * have heard the answer. Gives a remark for the sender's event, or nothing.
 */
export async function receiveReplica(
  core: Core,
  destination: string,
  replica: { head: ReplicaHead; body: Readable },
): Promise<string> {
  const { head, body } = replica;
  checkDestination(core, destination, head);
  if (head.kind === 'tags') return receiveTags(core, destination, head);
  if (core.metadata.versions.get(destination, head.key, head.versionId)) {
    body.resume();
    return '';
  }
  if (head.kind === 'delete-marker') {
    insertReplica(core, destination, head, []);
    return '';
  }
  const digests = new ReplicaDigest(head);
  const written = await core.bodies.write(body, { digests, bytesMax: OBJECT_BYTES_MAX });
  try {
    if (written.sizeBytes !== head.sizeBytes || !digests.matches()) throw damaged();
    checkDestination(core, destination, head);
    insertReplica(core, destination, head, [written]);
    return '';
  } catch (thrown) {
    await core.bodies.remove([written.body]);
    throw thrown;
  }
}

function checkDestination(core: Core, destination: string, head: ReplicaHead): Bucket {
  const bucket = core.metadata.buckets.get(destination);
  if (!bucket) throw noSuchBucket(destination);
  if (bucket.versioning !== 'Enabled')
    throw new AwsError({
      code: 'InvalidBucketState',
      message: 'Destination bucket must have versioning enabled.',
      status: 409,
    });
  const accountId = /^arn:aws:iam::(\d{12}):/.exec(head.role)?.[1] ?? '';
  const policy = readPolicy(core, destination);
  const verdict =
    policy &&
    evaluatePolicy(policy, {
      principal: { kind: 'account', accountId, arn: head.role },
      action: ACTIONS[head.kind],
      resource: `${bucketArn(destination)}/${head.key}`,
      // A role that a service assumes does not count as a call via that service.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice
      context: new Map([
        ['aws:securetransport', ['true']],
        ['aws:viaawsservice', ['false']],
      ]),
      canonicalUserId: undefined,
    });
  // Within the account the role's own policy suffices; this store does not see it and takes it as
  // granted.
  if (verdict === 'Deny' || (accountId !== core.account && verdict !== 'Allow'))
    throw accessDenied();
  return bucket;
}

function insertReplica(core: Core, bucket: string, head: ReplicaHead, segments: Segment[]): void {
  const { key, versionId, modifiedMs, etag, sizeBytes, attributes, tags, tagsChange } = head;
  const deleteMarker = head.kind === 'delete-marker';
  core.metadata.transaction(() => {
    const { versions } = core.metadata;
    // The same version may have come twice at once; both sent the same bytes.
    if (versions.get(bucket, key, versionId)) throw alreadyThere();
    versions.insert({
      ...{ bucket, key, versionId, modifiedMs, etag, sizeBytes, segments, deleteMarker },
      ...{ tags, tagsChange },
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
function receiveTags(core: Core, bucket: string, head: ReplicaHead): string {
  const { versions } = core.metadata;
  const version = versions.get(bucket, head.key, head.versionId);
  if (!version) throw noSuchVersion(head.key, head.versionId);
  if (!version.replication.replica) {
    const configuration = replicationConfiguration(core, bucket) ?? { Role: '', Rules: [] };
    const candidate = { key: version.key, tags: head.tags, kind: 'replica-tags' as const };
    const synced = replicationTargets(configuration, candidate);
    if (!synced.some(({ destination }) => destination === head.sourceBucket))
      throw invalidRequest(
        'Replica modification sync is not enabled on the bucket of the original.',
      );
  }
  // The other side gets, or has, the later change from here.
  if (!isLaterTagsChange(head.tagsChange, version.tagsChange))
    return 'The destination has a later change of the tags, which stays.';
  versions.setTags(version.id, head.tags, head.tagsChange);
  return '';
}

function damaged(): AwsError {
  return new AwsError({
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
