import type {
  CompletedPart,
  CompleteMultipartUploadCommandInput,
  CompleteMultipartUploadCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '@understudy/wire';
import { entityTooLarge } from '../disk/bodies.ts';
import { OBJECT_BYTES_MAX, PART_BYTES_MIN, PART_NUMBER_MAX } from '../bounds.ts';
import {
  checkChecksum,
  checksumMembers,
  DEFAULT_ALGORITHM,
  givenChecksum,
} from '../http/checksums.ts';
import type { BucketCall, Output } from '../core.ts';
import { ChecksumDigest } from '../http/digests.ts';
import { malformedXml, noSuchUpload } from '../errors.ts';
import { shownVersionId } from './find-version.ts';
import type { Checksum } from '../model.ts';
import { findUpload, multipartEtag, removeUpload } from './multipart.ts';
import { encryptionMembers } from './object-encryption.ts';
import { checkWriteConditions } from './preconditions.ts';
import type { Part, Upload } from '../disk/upload-table.ts';
import { writeVersion } from './write-version.ts';

/**
 * Makes an object of parts. Their files become the object's, in order, so that nothing is copied.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
 */
export async function completeMultipartUpload(
  call: BucketCall<CompleteMultipartUploadCommandInput>,
): Promise<Output<CompleteMultipartUploadCommandOutput>> {
  const { core, input, bucket } = call;
  const upload = findUpload(call);
  const listed = input.MultipartUpload?.Parts ?? [];
  const parts = chosenParts(call, upload, listed);
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  if (sizeBytes > OBJECT_BYTES_MAX) throw entityTooLarge(sizeBytes, OBJECT_BYTES_MAX);
  const checksum = await objectChecksum(call, upload, parts);
  checkWholeChecksum(input, checksum);
  const conditions = { ifMatch: input.IfMatch, ifNoneMatch: input.IfNoneMatch, key: upload.key };
  const version = core.metadata.transaction(() => {
    // Another request may have ended the upload, or sent a part anew, while the bytes were read.
    const now = chosenParts(call, findUpload(call), listed);
    if (now.some((part, index) => part.body !== parts[index]?.body)) throw noSuchUpload(upload.id);
    const { object, tags } = upload.attributes;
    const written = writeVersion(
      core,
      bucket.name,
      {
        ...{ key: upload.key, deleteMarker: false, sizeBytes, tags },
        etag: multipartEtag(parts),
        attributes: { ...object, checksum, parts: parts.map((part) => partRecord(part, checksum)) },
        segments: parts.map((part) => ({ body: part.body, sizeBytes: part.sizeBytes })),
      },
      (_, latest) => checkWriteConditions(latest, conditions),
    );
    removeUpload(call, upload.id);
    return written;
  });
  return {
    Location: `https://${bucket.name}.s3.${core.region}.amazonaws.com/${encodeKey(upload.key)}`,
    ...{ Bucket: bucket.name, Key: upload.key, ETag: `"${version.etag}"` },
    ...(version.versionId !== 'null' && shownVersionId(call, version)),
    ...encryptionMembers(version.attributes.encryption),
    ...checksumMembers(checksum),
  };
}

/**
 * The parts that the client lists: in ascending order, each there under that ETag, and none too
 * small.
 */
function chosenParts(
  call: BucketCall<CompleteMultipartUploadCommandInput>,
  upload: Upload,
  listed: readonly CompletedPart[],
): Part[] {
  if (listed.length === 0 || listed.length > PART_NUMBER_MAX) throw malformedXml();
  let previous = 0;
  const parts = listed.map((wanted) => {
    const number = wanted.PartNumber ?? 0;
    if (number <= previous)
      throw new AwsError({
        code: 'InvalidPartOrder',
        message:
          'The list of parts was not in ascending order. Parts must be ordered by part number.',
        detail: { UploadId: upload.id },
      });
    previous = number;
    const part = call.core.metadata.uploads.part(upload.id, number);
    const etag = (wanted.ETag ?? '').replace(/^"(.*)"$/, '$1');
    if (!part || part.etag !== etag) throw invalidPart(upload.id, number, etag);
    const given = givenChecksum(wanted);
    const found = given && part.checksums[given.algorithm];
    if (given && found !== undefined && found !== given.value)
      throw invalidPart(upload.id, number, etag);
    return part;
  });
  for (const part of parts.slice(0, -1))
    if (part.sizeBytes < PART_BYTES_MIN) throw partTooSmall(part);
  return parts;
}

async function objectChecksum(
  call: BucketCall<unknown>,
  upload: Upload,
  parts: readonly Part[],
): Promise<Checksum> {
  const plan = upload.attributes.checksum ?? {
    algorithm: DEFAULT_ALGORITHM,
    type: 'FULL_OBJECT' as const,
  };
  const digest = new ChecksumDigest(plan.algorithm);
  if (plan.type === 'COMPOSITE') {
    for (const part of parts)
      digest.update(Buffer.from(part.checksums[plan.algorithm] ?? '', 'base64'));
  } else {
    const segments = parts.map((part) => ({ body: part.body, sizeBytes: part.sizeBytes }));
    const stream = call.core.bodies.read(segments, { start: 0, end: Number.MAX_SAFE_INTEGER });
    for await (const chunk of stream as AsyncIterable<Uint8Array>) digest.update(chunk);
  }
  const value = digest.finish();
  const suffix = plan.type === 'COMPOSITE' ? `-${parts.length}` : '';
  return { ...plan, value: `${value}${suffix}` };
}

function checkWholeChecksum(input: CompleteMultipartUploadCommandInput, checksum: Checksum): void {
  const given = input[`Checksum${checksum.algorithm}`];
  if (given === undefined) return;
  // Clients send a composite one with or without the number of parts behind it.
  const bare = given.includes('-') ? checksum.value : checksum.value.replace(/-\d+$/, '');
  checkChecksum(checksum.algorithm, given, bare);
}

function partRecord(
  part: Part,
  checksum: Checksum,
): { sizeBytes: number; checksum: string | undefined } {
  return { sizeBytes: part.sizeBytes, checksum: part.checksums[checksum.algorithm] };
}

function invalidPart(uploadId: string, number: number, etag: string): AwsError {
  return new AwsError({
    code: 'InvalidPart',
    message:
      'One or more of the specified parts could not be found.  The part may not have been ' +
      "uploaded, or the specified entity tag may not match the part's entity tag.",
    detail: { UploadId: uploadId, PartNumber: String(number), ETag: etag },
  });
}

function partTooSmall(part: Part): AwsError {
  return new AwsError({
    code: 'EntityTooSmall',
    message: 'Your proposed upload is smaller than the minimum allowed size',
    detail: {
      ProposedSize: String(part.sizeBytes),
      MinSizeAllowed: String(PART_BYTES_MIN),
      PartNumber: String(part.number),
      ETag: part.etag,
    },
  });
}

function encodeKey(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}
