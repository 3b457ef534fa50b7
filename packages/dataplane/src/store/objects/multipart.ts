import { createHash } from 'node:crypto';
import type {
  AbortMultipartUploadCommandInput,
  AbortMultipartUploadCommandOutput,
  CreateMultipartUploadCommandInput,
  CreateMultipartUploadCommandOutput,
  UploadPartCommandInput,
  UploadPartCommandOutput,
  UploadPartCopyCommandInput,
  UploadPartCopyCommandOutput,
} from '@aws-sdk/client-s3';
import { PART_NUMBER_MAX, PUT_BYTES_MAX } from '../bounds.ts';
import { DEFAULT_ALGORITHM, parseAlgorithm } from '../http/checksums.ts';
import { checkCopySize, findCopySource } from './copy-source.ts';
import type { BucketCall, Output } from '../core.ts';
import { BodyDigests } from '../http/digests.ts';
import { invalidArgument, invalidRequest, noSuchUpload } from '../errors.ts';
import { newUploadId } from '../identifiers.ts';
import type { ChecksumAlgorithm, UploadAttributes } from '../model.ts';
import {
  checkKey,
  checkObjectInput,
  storageClassOf,
  systemMetadata,
  taggingOf,
  userMetadata,
} from './object-input.ts';
import { encryptionMembers, encryptionOf } from './object-encryption.ts';
import { keepBody } from './objects-write.ts';
import { parseCopyRange } from '../http/ranges.ts';
import { receiveBody } from '../http/receive-body.ts';
import type { Part, Upload } from '../disk/upload-table.ts';
import { releaseBodies } from './write-version.ts';

export function createMultipartUpload(
  call: BucketCall<CreateMultipartUploadCommandInput>,
): Output<CreateMultipartUploadCommandOutput> {
  const { input, core, bucket } = call;
  const { Key: key = '' } = input;
  checkKey(key);
  checkObjectInput(input);
  const checksum = checksumPlan(input);
  const encryption = encryptionOf(call);
  const initiatedMs = core.clock.wallMs();
  const id = newUploadId(initiatedMs);
  core.metadata.uploads.create({
    ...{ id, bucket: bucket.name, key, initiatedMs },
    attributes: {
      object: {
        system: systemMetadata(input, call.caller.headers),
        user: userMetadata(input),
        storageClass: storageClassOf(input.StorageClass),
        checksum: undefined,
        parts: undefined,
        encryption,
      },
      tags: taggingOf(input),
      checksum,
    },
  });
  return {
    ...{ Bucket: bucket.name, Key: key, UploadId: id },
    ...encryptionMembers(encryption),
    ...(checksum && { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type }),
  };
}

export async function uploadPart(
  call: BucketCall<UploadPartCommandInput>,
): Promise<Output<UploadPartCommandOutput>> {
  const upload = findUpload(call);
  const number = partNumber(call.input.PartNumber);
  const planned = upload.attributes.checksum?.algorithm;
  const received = await receiveBody(call, { algorithm: planned });
  const { algorithm, value } = received.checksum;
  const part = await keepBody(call, received.body, () => {
    if (planned !== undefined && planned !== algorithm)
      throw invalidRequest(
        `Checksum Type mismatch occurred, expected checksum Type: ${planned.toLowerCase()}, ` +
          `actual checksum Type: ${algorithm.toLowerCase()}`,
      );
    const checksums = { [algorithm]: value };
    return keepPart(call, upload.id, number, { ...received, checksums });
  });
  return {
    ETag: `"${part.etag}"`,
    ...encryptionMembers(upload.attributes.object.encryption),
    [`Checksum${algorithm}`]: value,
  };
}

export async function uploadPartCopy(
  call: BucketCall<UploadPartCopyCommandInput>,
): Promise<Output<UploadPartCopyCommandOutput>> {
  const { core, input } = call;
  const upload = findUpload(call);
  const number = partNumber(input.PartNumber);
  const { bucket, version } = await findCopySource(call);
  const range =
    input.CopySourceRange === undefined
      ? { start: 0, end: version.sizeBytes - 1 }
      : parseCopyRange(input.CopySourceRange, version.sizeBytes);
  checkCopySize(range.end - range.start + 1, PUT_BYTES_MAX);
  const algorithm = upload.attributes.checksum?.algorithm ?? DEFAULT_ALGORITHM;
  const source = core.bodies.read(core.metadata.versions.segments(version.id), range);
  const digests = new BodyDigests(algorithm);
  const written = await core.bodies.write(source, { digests, bytesMax: PUT_BYTES_MAX });
  const { md5, checksum } = digests.finish();
  const part = await keepBody(call, written.body, () =>
    keepPart(call, upload.id, number, { ...written, md5, checksums: { [algorithm]: checksum } }),
  );
  return {
    CopyPartResult: { ETag: `"${part.etag}"`, LastModified: new Date(part.modifiedMs) },
    ...(bucket.versioning !== '' && { CopySourceVersionId: version.versionId }),
    ...encryptionMembers(upload.attributes.object.encryption),
  };
}

export function abortMultipartUpload(
  call: BucketCall<AbortMultipartUploadCommandInput>,
): Output<AbortMultipartUploadCommandOutput> {
  removeUpload(call, findUpload(call).id);
  return {};
}

export function findUpload(
  call: BucketCall<{ Key?: string | undefined; UploadId?: string | undefined }>,
): Upload {
  const { Key: key, UploadId: id = '' } = call.input;
  const upload = call.core.metadata.uploads.get(id);
  if (upload?.bucket !== call.bucket.name || upload.key !== key) throw noSuchUpload(id);
  return upload;
}

/** Forgets an upload; its parts' bytes stay where an object has taken them over. */
export function removeUpload({ core }: Pick<BucketCall<unknown>, 'core'>, id: string): void {
  core.metadata.removal(() => {
    const parts = core.metadata.uploads.parts(id, { after: 0, limit: PART_NUMBER_MAX });
    core.metadata.uploads.remove(id);
    releaseBodies(
      core,
      parts.map((part) => part.body),
    );
  });
}

/** All of a bucket's, when it goes. */
export function removeUploads(call: BucketCall<unknown>): void {
  const uploads = [...call.core.metadata.uploads.scan(call.bucket.name, Buffer.alloc(0))];
  for (const upload of uploads) removeUpload(call, upload.id);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
function checksumPlan(input: CreateMultipartUploadCommandInput): UploadAttributes['checksum'] {
  const algorithm = parseAlgorithm(input.ChecksumAlgorithm);
  const type = input.ChecksumType;
  if (algorithm === undefined) {
    if (type !== undefined)
      throw invalidRequest(
        'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
      );
    return undefined;
  }
  const possible = POSSIBLE_TYPES[algorithm];
  const [preferred] = possible;
  if (type !== undefined && !possible.includes(type))
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum ` +
        'algorithm.',
    );
  return { algorithm, type: type ?? preferred };
}

type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** The first is what S3 takes when none is asked for. */
const POSSIBLE_TYPES: Record<ChecksumAlgorithm, readonly [ChecksumType, ...ChecksumType[]]> = {
  CRC32: ['COMPOSITE', 'FULL_OBJECT'],
  CRC32C: ['COMPOSITE', 'FULL_OBJECT'],
  CRC64NVME: ['FULL_OBJECT'],
  SHA1: ['COMPOSITE'],
  SHA256: ['COMPOSITE'],
};

function partNumber(number: number | undefined): number {
  if (number !== undefined && Number.isInteger(number) && number >= 1 && number <= PART_NUMBER_MAX)
    return number;
  throw invalidArgument(
    `Part number must be an integer between 1 and ${PART_NUMBER_MAX}, inclusive`,
    { name: 'partNumber', value: String(number) },
  );
}

/** A part that is sent again replaces the one of its number. */
function keepPart(
  call: BucketCall<unknown>,
  upload: string,
  number: number,
  written: Pick<Part, 'body' | 'sizeBytes' | 'checksums'> & { md5: string },
): Part {
  const { core } = call;
  const { body, sizeBytes, checksums } = written;
  const part: Part = {
    ...{ upload, number, body, sizeBytes, checksums },
    modifiedMs: core.clock.wallMs(),
    etag: written.md5,
  };
  core.metadata.transaction(() => {
    if (!core.metadata.uploads.get(upload)) throw noSuchUpload(upload);
    const replaced = core.metadata.uploads.part(upload, number);
    core.metadata.uploads.putPart(part);
    if (replaced) releaseBodies(core, [replaced.body]);
  });
  return part;
}

/** The ETag of an object of several parts: the MD5 of their MD5s, and how many they are. */
export function multipartEtag(parts: readonly Part[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(part.etag, 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}
