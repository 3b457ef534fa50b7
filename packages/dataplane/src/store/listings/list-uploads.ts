import type {
  ListMultipartUploadsCommandInput,
  ListMultipartUploadsCommandOutput,
  ListPartsCommandInput,
  ListPartsCommandOutput,
  MultipartUpload,
} from '@aws-sdk/client-s3';
import { ownerOf, type BucketCall, type Output } from '../core.ts';
import { encoderOf, itemsMaxOf, startOf } from './list-objects.ts';
import { listPage } from './listing.ts';
import { findUpload } from '../objects/multipart.ts';
import type { Upload } from '../disk/upload-table.ts';

export function listMultipartUploads(
  call: BucketCall<ListMultipartUploadsCommandInput>,
): Output<ListMultipartUploadsCommandOutput> {
  const { input, bucket } = call;
  const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker: keyMarker = '' } = input;
  // Without a key marker S3 ignores the upload id marker.
  const idMarker = keyMarker === '' ? '' : (input.UploadIdMarker ?? '');
  const encode = encoderOf(input.EncodingType);
  const itemsMax = itemsMaxOf(input.MaxUploads, 'max-uploads');
  const resume = startOf(keyMarker, { prefix, delimiter });
  const page = listPage((from) => uploadsFrom(call, from, { key: keyMarker, id: idMarker }), {
    ...{ prefix, delimiter, itemsMax, afterPrefix: resume.afterPrefix },
    from: idMarker === '' ? resume.from : Buffer.from(keyMarker),
  });
  const { last } = page;
  return {
    ...{ Bucket: bucket.name, Prefix: encode(prefix), MaxUploads: itemsMax },
    ...{ KeyMarker: encode(keyMarker), UploadIdMarker: idMarker },
    ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    IsTruncated: page.truncated,
    ...(page.truncated &&
      last && {
        NextKeyMarker: encode(last.kind === 'prefix' ? last.prefix : last.item.key),
        NextUploadIdMarker: last.kind === 'prefix' ? '' : last.item.id,
      }),
    Uploads: page.items.map((upload) => uploadEntry(call, upload, encode)),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  };
}

export function listParts(call: BucketCall<ListPartsCommandInput>): Output<ListPartsCommandOutput> {
  const { input, bucket, core } = call;
  const upload = findUpload(call);
  const itemsMax = itemsMaxOf(input.MaxParts, 'max-parts');
  const after = Number(input.PartNumberMarker ?? 0);
  const found = core.metadata.uploads.parts(upload.id, { after, limit: itemsMax + 1 });
  const shown = found.slice(0, itemsMax);
  const algorithm = upload.attributes.checksum?.algorithm;
  const owner = ownerOf(core);
  return {
    ...{ Bucket: bucket.name, Key: upload.key, UploadId: upload.id, MaxParts: itemsMax },
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(shown.at(-1)?.number ?? 0),
    IsTruncated: found.length > shown.length,
    ...{ Owner: owner, Initiator: owner, StorageClass: storageClassOf(upload) },
    ...(upload.attributes.checksum && {
      ChecksumAlgorithm: upload.attributes.checksum.algorithm,
      ChecksumType: upload.attributes.checksum.type,
    }),
    Parts: shown.map((part) => ({
      ...{ PartNumber: part.number, LastModified: new Date(part.modifiedMs) },
      ...{ ETag: `"${part.etag}"`, Size: part.sizeBytes },
      ...(algorithm && { [`Checksum${algorithm}`]: part.checksums[algorithm] }),
    })),
  };
}

/** Uploads from a key on; of the marker's own key only those behind the marker. */
function* uploadsFrom(
  call: BucketCall<unknown>,
  from: Uint8Array,
  marker: { key: string; id: string },
): Generator<Upload> {
  for (const upload of call.core.metadata.uploads.scan(call.bucket.name, from))
    if (upload.key !== marker.key || upload.id > marker.id) yield upload;
}

function uploadEntry(
  call: BucketCall<unknown>,
  upload: Upload,
  encode: (text: string) => string,
): MultipartUpload {
  const owner = ownerOf(call.core);
  const { checksum } = upload.attributes;
  return {
    ...{ Key: encode(upload.key), UploadId: upload.id, Initiated: new Date(upload.initiatedMs) },
    ...{ Owner: owner, Initiator: owner, StorageClass: storageClassOf(upload) },
    ...(checksum && { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type }),
  };
}

function storageClassOf(upload: Upload): NonNullable<MultipartUpload['StorageClass']> {
  return upload.attributes.object.storageClass as NonNullable<MultipartUpload['StorageClass']>;
}
