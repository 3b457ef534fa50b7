import type { PutObjectCommandInput, PutObjectCommandOutput } from '@aws-sdk/client-s3';
import { checksumMembers } from '../http/checksums.ts';
import type { BucketCall, Output } from '../core.ts';
import { notImplemented } from '../errors.ts';
import { shownVersionId } from './find-version.ts';
import type { Checksum } from '../model.ts';
import {
  checkKey,
  checkObjectInput,
  storageClassOf,
  systemMetadata,
  taggingOf,
  userMetadata,
} from './object-input.ts';
import { encryptionMembers, encryptionOf } from './object-encryption.ts';
import { checkWriteConditions } from './preconditions.ts';
import { receiveBody } from '../http/receive-body.ts';
import { writeVersion } from './write-version.ts';

export async function putObject(
  call: BucketCall<PutObjectCommandInput>,
): Promise<Output<PutObjectCommandOutput>> {
  const { input, core, bucket, caller } = call;
  const { Key: key = '' } = input;
  checkKey(key);
  checkObjectInput(input);
  if (input.WriteOffsetBytes !== undefined) throw notImplemented('x-amz-write-offset-bytes');
  const tags = taggingOf(input);
  const system = systemMetadata(input, caller.headers);
  const user = userMetadata(input);
  const encryption = encryptionOf(call);
  const conditions = { ifMatch: input.IfMatch, ifNoneMatch: input.IfNoneMatch, key };
  // Before the body is taken, so that nobody sends gigabytes in vain; again when it is kept.
  checkWriteConditions(core.metadata.versions.latest(bucket.name, key), conditions);
  const received = await receiveBody(call);
  const checksum: Checksum = { ...received.checksum, type: 'FULL_OBJECT' };
  const etag = received.md5;
  const version = await keepBody(call, received.body, () =>
    writeVersion(
      core,
      bucket.name,
      {
        ...{ key, etag, tags, deleteMarker: false, sizeBytes: received.sizeBytes },
        attributes: {
          ...{ system, user, checksum, encryption, parts: undefined },
          storageClass: storageClassOf(input.StorageClass),
        },
        segments: [{ body: received.body, sizeBytes: received.sizeBytes }],
      },
      (_, latest) => checkWriteConditions(latest, conditions),
    ),
  );
  return {
    ETag: `"${version.etag}"`,
    ...(version.versionId !== 'null' && shownVersionId(call, version)),
    ...encryptionMembers(encryption),
    ...checksumMembers(checksum),
  };
}

/** Runs what makes the metadata refer to a body; when that is refused, the body goes. */
export async function keepBody<T>(
  call: BucketCall<unknown>,
  body: string,
  commit: () => T,
): Promise<T> {
  try {
    return commit();
  } catch (thrown) {
    await call.core.bodies.remove([body]);
    throw thrown;
  }
}
