import type { CopyObjectCommandInput, CopyObjectCommandOutput } from '@aws-sdk/client-s3';
import { PUT_BYTES_MAX } from '../bounds.ts';
import { checksumMembers, DEFAULT_ALGORITHM, parseAlgorithm } from '../http/checksums.ts';
import { checkCopySize, findCopySource } from './copy-source.ts';
import type { BucketCall, Output } from '../core.ts';
import { BodyDigests } from '../http/digests.ts';
import { invalidArgument, invalidRequest, noSuchKey } from '../errors.ts';
import { shownVersionId } from './find-version.ts';
import type { Checksum, ObjectAttributes, ObjectVersion, Segment } from '../model.ts';
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
import { releaseBodies, writeVersion } from './write-version.ts';

export async function copyObject(
  call: BucketCall<CopyObjectCommandInput>,
): Promise<Output<CopyObjectCommandOutput>> {
  const { input, core, bucket } = call;
  const { Key: key = '' } = input;
  checkKey(key);
  checkObjectInput(input);
  const replaceMetadata = directive(input.MetadataDirective, 'x-amz-metadata-directive');
  const replaceTags = directive(input.TaggingDirective, 'x-amz-tagging-directive');
  const { bucket: sourceBucket, version: source } = await findCopySource(call);
  const isSame = sourceBucket.name === bucket.name && source.key === key;
  const changes = replaceMetadata || input.StorageClass || input.WebsiteRedirectLocation;
  // An older version copied onto its key becomes the current one, which is a change.
  if (isSame && source.isLatest && !changes && input.ServerSideEncryption === undefined)
    throw invalidRequest(
      'This copy request is illegal because it is trying to copy an object to itself without ' +
        "changing the object's metadata, storage class, website redirect location or encryption " +
        'attributes.',
    );
  checkCopySize(source.sizeBytes, PUT_BYTES_MAX);
  const content = await copyContent(call, source);
  const conditions = { ifMatch: input.IfMatch, ifNoneMatch: input.IfNoneMatch, key };
  try {
    const version = writeVersion(
      core,
      bucket.name,
      {
        ...{ key, deleteMarker: false, sizeBytes: source.sizeBytes },
        etag: content.etag,
        segments: content.segments,
        tags: replaceTags ? taggingOf(input) : source.tags,
        attributes: attributesOf(call, source, { replaceMetadata, checksum: content.checksum }),
      },
      (_, latest) => {
        checkWriteConditions(latest, conditions);
        checkStillThere(call, source, content);
      },
    );
    return {
      CopyObjectResult: {
        ETag: `"${version.etag}"`,
        LastModified: new Date(version.modifiedMs),
        ...checksumMembers(content.checksum),
      },
      ...(version.versionId !== 'null' && shownVersionId(call, version)),
      ...(sourceBucket.versioning !== '' && { CopySourceVersionId: source.versionId }),
      ...encryptionMembers(version.attributes.encryption),
    };
  } finally {
    // What the copy does not use: its bytes when it was refused, the original's when that went
    // meanwhile.
    releaseBodies(
      core,
      content.segments.map((segment) => segment.body),
    );
  }
}

interface CopyContent {
  etag: string;
  checksum: Checksum;
  segments: Segment[];
  shared: boolean;
}

/**
 * A copy has the MD5 of all its bytes as its ETag, also of an original that was made of parts; only
 * then must the bytes be read. Else both share them, as bodies never change.
 */
async function copyContent(
  call: BucketCall<CopyObjectCommandInput>,
  source: ObjectVersion,
): Promise<CopyContent> {
  const { bodies, metadata } = call.core;
  const segments = metadata.versions.segments(source.id);
  const { checksum, parts } = source.attributes;
  const wanted = parseAlgorithm(call.input.ChecksumAlgorithm);
  const keeps =
    checksum?.type === 'FULL_OBJECT' && (wanted ?? checksum.algorithm) === checksum.algorithm;
  if (parts === undefined && keeps) return { etag: source.etag, checksum, segments, shared: true };
  const algorithm = wanted ?? checksum?.algorithm ?? DEFAULT_ALGORITHM;
  const stream = bodies.read(segments, { start: 0, end: source.sizeBytes - 1 });
  const digests = new BodyDigests(algorithm);
  const written = await bodies.write(stream, { digests, bytesMax: PUT_BYTES_MAX });
  const { md5, checksum: value } = digests.finish();
  return {
    etag: md5,
    checksum: { algorithm, type: 'FULL_OBJECT', value },
    segments: [{ body: written.body, sizeBytes: written.sizeBytes }],
    shared: false,
  };
}

/** Bytes can only be shared with an original that nobody has deleted in between. */
function checkStillThere(
  call: BucketCall<unknown>,
  source: ObjectVersion,
  content: CopyContent,
): void {
  if (content.shared && !call.core.metadata.versions.byId(source.id)) throw noSuchKey(source.key);
}

function attributesOf(
  call: BucketCall<CopyObjectCommandInput>,
  source: ObjectVersion,
  options: { replaceMetadata: boolean; checksum: Checksum },
): ObjectAttributes {
  const { input } = call;
  const own = options.replaceMetadata;
  const { WebsiteRedirectLocation: _, ...system } = source.attributes.system;
  // "This value is unique to each object and is not copied when using the x-amz-metadata-directive.
  // Instead, you may opt to provide this header in combination".
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
  const redirect = input.WebsiteRedirectLocation;
  return {
    system: own
      ? systemMetadata(input, call.caller.headers)
      : { ...system, ...(redirect !== undefined && { WebsiteRedirectLocation: redirect }) },
    user: own ? userMetadata(input) : source.attributes.user,
    // A copy does not inherit the class.
    storageClass: storageClassOf(input.StorageClass),
    checksum: options.checksum,
    parts: undefined,
    encryption: encryptionOf(call),
  };
}

function directive(value: string | undefined, header: string): boolean {
  if (value === undefined || value === 'COPY') return false;
  if (value === 'REPLACE') return true;
  throw invalidArgument(
    `Unknown ${header === 'x-amz-metadata-directive' ? 'metadata' : 'tagging'} directive.`,
    {
      name: header,
      value,
    },
  );
}
