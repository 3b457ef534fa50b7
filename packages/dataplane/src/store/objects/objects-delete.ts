import type {
  DeletedObject,
  DeleteObjectCommandInput,
  DeleteObjectCommandOutput,
  DeleteObjectsCommandInput,
  DeleteObjectsCommandOutput,
  _Error as DeleteError,
} from '@aws-sdk/client-s3';
import { DELETE_OBJECTS_MAX } from '../bounds.ts';
import type { BucketCall, Output } from '../core.ts';
import { accessDenied, invalidRequest, malformedXml, noSuchVersion } from '../errors.ts';
import { checkVersionId, isVersionId } from './find-version.ts';
import { NO_ATTRIBUTES } from '../model.ts';
import { checkKey } from './object-input.ts';
import { checkWriteConditions } from './preconditions.ts';
import { knownError } from '../store-problem.ts';
import { removeVersion, writeVersion } from './write-version.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html */
export function deleteObject(
  call: BucketCall<DeleteObjectCommandInput>,
): Output<DeleteObjectCommandOutput> {
  const { Key: key = '', VersionId: versionId, IfMatch: ifMatch } = call.input;
  if (ifMatch !== undefined) {
    const latest = call.core.metadata.versions.latest(call.bucket.name, key);
    checkWriteConditions(latest, { ifMatch, ifNoneMatch: undefined, key });
  }
  const { marker, shownVersion } = deleteOne(call, key, versionId);
  return {
    ...(marker && { DeleteMarker: true }),
    ...(shownVersion !== undefined && { VersionId: shownVersion }),
  };
}

export function deleteObjects(
  call: BucketCall<DeleteObjectsCommandInput>,
): Output<DeleteObjectsCommandOutput> {
  const { Delete: request } = call.input;
  const { headers } = call.caller;
  const objects = request?.Objects ?? [];
  if (objects.length === 0 || objects.length > DELETE_OBJECTS_MAX) throw malformedXml();
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
  if (!Object.keys(headers).some((name) => /^(content-md5|x-amz-checksum-.+)$/.test(name)))
    throw invalidRequest(
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  const deleted: DeletedObject[] = [];
  const errors: DeleteError[] = [];
  for (const { Key: key = '', VersionId: versionId } of objects) {
    const action = versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
    try {
      if (!call.may(action, { bucket: call.bucket.name, key })) throw accessDenied();
      // AWS does not document the code here; this one is from
      // https://github.com/scality/cloudserver (lib/api/multiObjectDelete.js, decodeObjectVersion).
      if (versionId !== undefined && !isVersionId(versionId)) throw noSuchVersion(key, versionId);
      deleted.push(deletedEntry(call, key, versionId));
    } catch (thrown) {
      // The others are deleted all the same.
      const error = knownError(thrown, call.core.files);
      if (error === undefined) throw thrown;
      errors.push({
        Key: key,
        ...(versionId !== undefined && { VersionId: versionId }),
        ...{ Code: error.code, Message: error.message },
      });
    }
  }
  return {
    ...(request?.Quiet !== true && { Deleted: deleted }),
    ...(errors.length > 0 && { Errors: errors }),
  };
}

function deletedEntry(
  call: BucketCall<unknown>,
  key: string,
  versionId: string | undefined,
): DeletedObject {
  const { marker, shownVersion } = deleteOne(call, key, versionId);
  return {
    Key: key,
    ...(versionId !== undefined && { VersionId: versionId }),
    ...(marker && { DeleteMarker: true }),
    ...(marker && shownVersion !== undefined && { DeleteMarkerVersionId: shownVersion }),
  };
}

/** Deletes a version for good, or sets a delete marker where the bucket has versions. */
function deleteOne(
  call: BucketCall<unknown>,
  key: string,
  versionId: string | undefined,
): { marker: boolean; shownVersion: string | undefined } {
  const { core, bucket } = call;
  if (versionId !== undefined) {
    checkVersionId(versionId);
    const removed = removeVersion(core, bucket.name, key, versionId);
    return { marker: removed?.deleteMarker === true, shownVersion: versionId };
  }
  if (bucket.versioning === '') {
    removeVersion(core, bucket.name, key, 'null');
    return { marker: false, shownVersion: undefined };
  }
  checkKey(key);
  const marker = writeVersion(core, bucket.name, {
    ...{ key, etag: '', sizeBytes: 0, tags: [], segments: [], deleteMarker: true },
    attributes: NO_ATTRIBUTES,
  });
  return { marker: true, shownVersion: marker.versionId };
}
